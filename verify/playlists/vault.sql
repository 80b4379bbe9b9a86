-- Verify syncstream:playlists/vault on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('private.vault');
select pg_temp.require_forced_security('private.vault_fingerprint');
select pg_temp.require_granted('select', 'private.vault', 'nobody');
select pg_temp.require_granted('insert', 'private.vault', 'nobody');
select pg_temp.require_granted('update', 'private.vault', 'nobody');
select pg_temp.require_granted('delete', 'private.vault', 'nobody');
select pg_temp.require_granted('select', 'private.vault_fingerprint', 'nobody');
select pg_temp.require_granted('insert', 'private.vault_fingerprint', 'nobody');
select pg_temp.require_granted('update', 'private.vault_fingerprint', 'nobody');
select pg_temp.require_granted('delete', 'private.vault_fingerprint', 'nobody');
select pg_temp.require_definer('private.vault_key', 'vault');
select pg_temp.require_definer('private.vault_use', 'vault');
select pg_temp.require_callers('private.vault_key', 'nobody');
select pg_temp.require_callers('private.vault_use', 'nobody');
select pg_temp.require_callers('private.vault_file', 'nobody');
select pg_temp.require_callers('private.vault_open', 'nobody');
select pg_temp.require_callers('private.vault_seal', 'nobody');
select pg_temp.require_callers('private.vault_sealing_key', 'nobody');
select pg_temp.require_callers('private.vault_fingerprint_of', 'nobody');
select pg_temp.require_callers('private.vault_refuse', 'nobody');
select pg_temp.require('vault reads files, and cannot log in',
    pg_has_role('vault', 'pg_read_server_files', 'usage') and (select not (rolcanlogin or rolsuper or rolbypassrls) from pg_roles where rolname = 'vault'));
select pg_temp.require('none of the others is vault, or reads files',
    not exists (select from unnest(array['anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) as role
                where pg_has_role(role, 'vault', 'member') or pg_has_role(role, 'pg_read_server_files', 'member')));

rollback;
