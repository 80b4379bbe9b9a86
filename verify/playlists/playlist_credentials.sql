-- Verify syncstream:playlists/playlist_credentials on pg

begin;
\ir ../facts.sql

select pg_temp.require('GET /v1/playlists/{id}/credentials is called where writes are',
    exists (select from http.endpoint e where (e.method, e.path, e.handler, e.shape, e.read_only)
                   = ('GET', '/v1/playlists/{id}/credentials', 'api.playlist_credentials', 'api.playlist_credentials', false)));
select pg_temp.require_callers('api.playlist_credentials', 'kid member reseller admin');
select pg_temp.require_invoker('api.playlist_credentials', 'volatile');

rollback;
