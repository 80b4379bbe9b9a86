-- Verify syncstream:profiles/profile_list on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/profiles', 'api.profile_list', 'kid member reseller admin', shape => 'api.profile_page');
select pg_temp.require_route('GET', '/v1/profiles/{id}', 'api.profile_get', 'kid member reseller admin', shape => 'api.profile');
select pg_temp.require_invoker('api.profile_list', 'stable');
select pg_temp.require_invoker('api.profile_get', 'stable');
select pg_temp.require_callers('private.profile_require', 'kid member reseller admin gatekeeper');

rollback;
