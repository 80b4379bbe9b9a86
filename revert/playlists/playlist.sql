-- Revert syncstream:playlists/playlist from pg

begin;

drop function private.username_hint;
drop function private.playlist_shape;
drop type api.playlist;
drop type api.playlist_status;
drop table app.playlist;

commit;
