-- Revert syncstream:profiles/profile_day from pg

begin;

drop function private.profile_seen;
drop table app.profile_day;
alter table app.settings drop column activity_memory;

commit;
