-- Revert syncstream:library/playlist_forget from pg

begin;

drop function private.playlist_show;
drop function private.playlist_hide;
drop function private.playlist_forget;
revoke update (shown_rev) on app.account_counter from member;
alter table app.account_counter drop column shown_rev;

commit;
