-- Verify syncstream:resellers/client_create on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/reseller/clients', 'api.client_create', 'reseller', shape => 'api.client', status => 201, slow => true);
select pg_temp.require_route('POST', '/clients', 'api.client_create', 'reseller', shape => 'api.client', status => 201, slow => true);
select pg_temp.require_definer('api.client_create', 'gatekeeper');

rollback;
