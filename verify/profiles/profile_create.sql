-- Verify syncstream:profiles/profile_create on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/profiles', 'api.profile_create', 'member reseller admin', shape => 'api.profile', status => 201);
select pg_temp.require_route('POST', '/profiles', 'api.profile_create', 'member reseller admin', shape => 'api.profile', status => 201);
select pg_temp.require_invoker('api.profile_create', 'volatile');

rollback;
