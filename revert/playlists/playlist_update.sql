-- Revert syncstream:playlists/playlist_update from pg

begin;

select http.unmount('PATCH', '/v1/playlists/{id}');
drop function api.playlist_update;
drop function private.playlist_move;

commit;
