-- Verify syncstream:playlists/playlist_status_put on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('PUT', '/v1/playlists/{id}/status', 'api.playlist_status_put', 'member reseller admin', shape => 'api.playlist');
select pg_temp.require_invoker('api.playlist_status_put', 'volatile');
select pg_temp.require_callers('private.panel_text', 'member reseller admin');
select pg_temp.require_callers('private.panel_boolean', 'member reseller admin');
select pg_temp.require_callers('private.panel_integer', 'member reseller admin');
select pg_temp.require_callers('private.panel_time', 'member reseller admin');
select pg_temp.require_callers('private.panel_status', 'member reseller admin');

rollback;
