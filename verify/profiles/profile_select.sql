-- Verify syncstream:profiles/profile_select on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.pin_refusal', 'gatekeeper');
select pg_temp.require_route('POST', '/v1/profiles/{id}/select', 'api.profile_select', 'kid member reseller admin', shape => 'api.access', slow => true);
select pg_temp.require_route('POST', '/profile/{id}/select', 'api.profile_select', 'kid member reseller admin', shape => 'api.access', slow => true);
select pg_temp.require_definer('api.profile_select', 'gatekeeper');

rollback;
