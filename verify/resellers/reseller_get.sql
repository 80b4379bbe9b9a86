-- Verify syncstream:resellers/reseller_get on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/reseller', 'api.reseller_get', 'reseller', shape => 'api.reseller');

rollback;
