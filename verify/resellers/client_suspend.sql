-- Verify syncstream:resellers/client_suspend on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/reseller/clients/{id}/suspend', 'api.client_suspend', 'reseller', shape => 'api.client');
select pg_temp.require_route('POST', '/v1/reseller/clients/{id}/resume', 'api.client_resume', 'reseller', shape => 'api.client');
select pg_temp.require_callers('private.client_set_suspended', 'reseller');
select pg_temp.require_definer('private.client_set_suspended', 'gatekeeper');

rollback;
