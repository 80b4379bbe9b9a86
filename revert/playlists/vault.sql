-- Revert syncstream:playlists/vault from pg

begin;

drop function private.vault_use;
drop function private.vault_sealing_key;
drop function private.vault_open;
drop function private.vault_seal;
drop function private.vault_key;
drop function private.vault_fingerprint_of;
drop function private.vault_file;
drop function private.vault_refuse;
drop table private.vault_fingerprint;
drop table private.vault;
revoke execute on function http.current_account_id from vault;
revoke create on schema private from vault;
revoke usage on schema app, private, http, api, extensions from vault;

commit;
