-- Revert syncstream:playlists/playlist_secret from pg

begin;

drop function private.export_playlist_secret;
drop function private.playlist_secret_rotate;
drop type private.rotation;
drop function private.playlist_secret_read;
drop function private.playlist_secret_write;
drop type api.playlist_credentials;
drop table private.playlist_secret;
revoke execute on function private.audit_write from vault;

commit;
