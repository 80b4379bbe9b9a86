-- Verify syncstream:library/favorites on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/favorites', 'api.favorite_list', 'kid member reseller admin', 'api.favorite_page');
select pg_temp.require_route('PUT', '/v1/favorites', 'api.favorite_put', 'kid member reseller admin', 'api.favorite');
select pg_temp.require_route('DELETE', '/v1/favorites{?item}', 'api.favorite_delete', 'kid member reseller admin');
select pg_temp.require_invoker('api.favorite_list', 'stable');
select pg_temp.require_invoker('api.favorite_put', 'volatile');
select pg_temp.require_invoker('api.favorite_delete', 'volatile');
select pg_temp.require_invoker('private.favorite_store', 'volatile');

rollback;
