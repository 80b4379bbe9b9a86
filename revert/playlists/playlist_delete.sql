-- Revert syncstream:playlists/playlist_delete from pg

begin;

select http.unmount('DELETE', '/v1/playlists/{id}');
drop function api.playlist_delete;

commit;
