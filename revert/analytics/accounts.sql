-- Revert syncstream:analytics/accounts from pg

begin;

drop view analytics.active_day;
drop view analytics.profile_day;
drop view analytics.device;
drop view analytics.playlist;
drop view analytics.profile;
drop view analytics.account;
revoke select on app.account, app.profile, app.profile_day, app.playlist, app.session, app.favorite, app.account_reseller from analyst_staff;
drop policy account_reseller_select_analyst_staff on app.account_reseller;
drop policy favorite_select_analyst_staff on app.favorite;
drop policy session_select_analyst_staff on app.session;
drop policy playlist_select_analyst_staff on app.playlist;
drop policy profile_day_select_analyst_staff on app.profile_day;
drop policy profile_select_analyst_staff on app.profile;
drop policy account_select_analyst_staff on app.account;

commit;
