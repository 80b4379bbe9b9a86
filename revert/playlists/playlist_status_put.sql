-- Revert syncstream:playlists/playlist_status_put from pg

begin;

select http.unmount('PUT', '/v1/playlists/{id}/status');
drop function api.playlist_status_put;
drop function private.panel_status;
drop function private.panel_time;
drop function private.panel_integer;
drop function private.panel_boolean;
drop function private.panel_text;

commit;
