-- Revert syncstream:analytics/sync from pg

begin;

drop view analytics.sync_day;
revoke select on app.sync_op from analyst_staff;
drop policy sync_op_select_analyst_staff on app.sync_op;

commit;
