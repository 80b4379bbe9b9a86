-- Revert syncstream:analytics/parties from pg

begin;

drop view analytics.party_day;
drop view analytics.party;
revoke select on app.party, app.party_member, app.party_past from analyst_staff;
drop policy party_past_select_analyst_staff on app.party_past;
drop policy party_member_select_analyst_staff on app.party_member;
drop policy party_select_analyst_staff on app.party;

commit;
