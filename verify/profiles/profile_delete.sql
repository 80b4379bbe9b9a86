-- Verify syncstream:profiles/profile_delete on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('DELETE', '/v1/profiles/{id}', 'api.profile_delete', 'member reseller admin');
select pg_temp.require_invoker('api.profile_delete', 'volatile');

rollback;
