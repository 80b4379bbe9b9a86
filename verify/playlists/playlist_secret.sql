-- Verify syncstream:playlists/playlist_secret on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('private.playlist_secret');
select pg_temp.require_granted('select', 'private.playlist_secret', 'nobody');
select pg_temp.require_granted('insert', 'private.playlist_secret', 'nobody');
select pg_temp.require_granted('update', 'private.playlist_secret', 'nobody');
select pg_temp.require_granted('delete', 'private.playlist_secret', 'nobody');
select pg_temp.require('its only policy is for vault',
    (select count(*) = 1 and bool_and(polroles = array['vault'::regrole::oid]) from pg_policy where polrelid = 'private.playlist_secret'::regclass));
select pg_temp.require_definer('private.playlist_secret_write', 'vault');
select pg_temp.require_definer('private.playlist_secret_read', 'vault');
select pg_temp.require_definer('private.playlist_secret_rotate', 'vault');
select pg_temp.require_callers('private.playlist_secret_write', 'member reseller admin');
select pg_temp.require_callers('private.playlist_secret_read', 'kid member reseller admin gatekeeper');
select pg_temp.require_callers('private.export_playlist_secret', 'gatekeeper');
select pg_temp.require_callers('private.playlist_secret_rotate', 'nobody');

rollback;
