-- Verify syncstream:profiles/profile_pin_set on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.profile_pin_write', 'member reseller admin');
select pg_temp.require_definer('private.profile_pin_write', 'gatekeeper');
select pg_temp.require_route('PUT', '/v1/profiles/{id}/pin', 'api.profile_pin_set', 'member reseller admin', shape => 'api.profile', slow => true);
select pg_temp.require_definer('api.profile_pin_set', 'gatekeeper');

rollback;
