-- Verify syncstream:profiles/profile_update on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('PATCH', '/v1/profiles/{id}', 'api.profile_update', 'member reseller admin', shape => 'api.profile');
select pg_temp.require_invoker('api.profile_update', 'volatile');

rollback;
