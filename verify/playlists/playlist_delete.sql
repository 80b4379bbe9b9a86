-- Verify syncstream:playlists/playlist_delete on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('DELETE', '/v1/playlists/{id}', 'api.playlist_delete', 'member reseller admin');
select pg_temp.require_invoker('api.playlist_delete', 'volatile');

rollback;
