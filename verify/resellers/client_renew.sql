-- Verify syncstream:resellers/client_renew on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/reseller/clients/{id}/renew', 'api.client_renew', 'reseller', shape => 'api.client');
select pg_temp.require_definer('api.client_renew', 'gatekeeper');

rollback;
