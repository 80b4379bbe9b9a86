-- Revert syncstream:playlists/playlist_credentials from pg

begin;

select http.unmount('GET', '/v1/playlists/{id}/credentials');
drop function api.playlist_credentials;

commit;
