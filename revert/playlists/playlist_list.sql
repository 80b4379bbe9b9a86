-- Revert syncstream:playlists/playlist_list from pg

begin;

select http.unmount('GET', '/v1/playlists/{id}');
select http.unmount('GET', '/v1/playlists');
drop function api.playlist_get;
drop function private.playlist_require;
drop function api.playlist_list;
drop type api.playlist_page;

commit;
