-- Verify syncstream:library/playlist_remap on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/playlists/{id}/remap', 'api.playlist_remap', 'member reseller admin', 'api.remap', slow => true);
select pg_temp.require_definer('api.playlist_remap', 'gatekeeper');
select pg_temp.require_callers('private.remap_moves', 'gatekeeper');
select pg_temp.require_callers('private.remap_apply', 'gatekeeper');
select pg_temp.require_callers('private.remap_pairs', 'gatekeeper');

rollback;
