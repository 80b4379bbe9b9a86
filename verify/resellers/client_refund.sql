-- Verify syncstream:resellers/client_refund on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/reseller/clients/{id}/refund', 'api.client_refund', 'reseller', shape => 'api.client');
select pg_temp.require_definer('api.client_refund', 'gatekeeper');

rollback;
