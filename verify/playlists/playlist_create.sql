-- Verify syncstream:playlists/playlist_create on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/playlists', 'api.playlist_create', 'member reseller admin', shape => 'api.playlist', status => 201);
select pg_temp.require_invoker('api.playlist_create', 'volatile');
select pg_temp.require_callers('private.require_credentials', 'member reseller admin');

rollback;
