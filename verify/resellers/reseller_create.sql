-- Verify syncstream:resellers/reseller_create on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/reseller/resellers', 'api.reseller_create', 'reseller', shape => 'api.reseller_account', status => 201, slow => true);
select pg_temp.require_definer('api.reseller_create', 'gatekeeper');
select pg_temp.require_callers('private.reseller_add', 'gatekeeper');

rollback;
