-- Verify syncstream:playlists/playlist_update on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('PATCH', '/v1/playlists/{id}', 'api.playlist_update', 'member reseller admin', shape => 'api.playlist');
select pg_temp.require_invoker('api.playlist_update', 'volatile');
select pg_temp.require_callers('private.playlist_move', 'member reseller admin');

rollback;
