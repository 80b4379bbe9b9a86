-- Verify syncstream:library/progress_put on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('PUT', '/v1/progress', 'api.progress_put', 'kid member reseller admin', 'api.progress');
select pg_temp.require_invoker('api.progress_put', 'volatile');

rollback;
