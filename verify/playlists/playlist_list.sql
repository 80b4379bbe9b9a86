-- Verify syncstream:playlists/playlist_list on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/playlists', 'api.playlist_list', 'kid member reseller admin', shape => 'api.playlist_page');
select pg_temp.require_route('GET', '/v1/playlists/{id}', 'api.playlist_get', 'kid member reseller admin', shape => 'api.playlist');
select pg_temp.require_invoker('api.playlist_list', 'stable');
select pg_temp.require_invoker('api.playlist_get', 'stable');
select pg_temp.require_callers('private.playlist_require', 'kid member reseller admin');

rollback;
