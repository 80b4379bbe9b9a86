-- Revert syncstream:library/progress from pg

begin;

drop function private.history_of;
drop function private.progress_tombstone;
drop function private.progress_store;
drop function private.progress_advance;
drop function private.progress_shape;
drop type api.progress;
drop table app.history;
drop table app.progress;

commit;
