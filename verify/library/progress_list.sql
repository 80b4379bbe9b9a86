-- Verify syncstream:library/progress_list on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/progress', 'api.progress_list', 'kid member reseller admin', 'api.progress_page');
select pg_temp.require_route('GET', '/v1/progress/resume', 'api.progress_resume', 'kid member reseller admin', 'api.progress');
select pg_temp.require_route('DELETE', '/v1/progress{?item}', 'api.progress_delete', 'kid member reseller admin');
select pg_temp.require_route('GET', '/v1/history', 'api.history_list', 'kid member reseller admin', 'api.history_page');
select pg_temp.require_invoker('api.progress_list', 'stable');
select pg_temp.require_invoker('api.progress_resume', 'stable');
select pg_temp.require_invoker('api.progress_delete', 'volatile');
select pg_temp.require_invoker('api.history_list', 'stable');

rollback;
