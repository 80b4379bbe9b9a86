-- Verify syncstream:resellers/transfer_create on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/reseller/transfers', 'api.transfer_create', 'reseller', shape => 'api.ledger_entry');
select pg_temp.require_definer('api.transfer_create', 'gatekeeper');
select pg_temp.require_callers('private.transfer', 'gatekeeper');

rollback;
