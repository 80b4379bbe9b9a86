-- Revert syncstream:playlists/playlist_create from pg

begin;

select http.unmount('POST', '/v1/playlists');
drop function api.playlist_create;
drop function private.require_credentials;

commit;
