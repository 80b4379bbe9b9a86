-- Revert syncstream:analytics/viewing from pg

begin;

drop view analytics.title;
drop view analytics.watch_day;
drop view analytics.viewing;
drop view app.viewing;
revoke select on app.history, app.progress from analyst_staff;
drop policy history_select_analyst_staff on app.history;
drop policy progress_select_analyst_staff on app.progress;
alter table app.settings drop column smallest_group;

commit;
