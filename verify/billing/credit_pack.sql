-- Verify syncstream:billing/credit_pack on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.credit_pack');
select pg_temp.require_granted('select', 'app.credit_pack', 'reseller gatekeeper');
select pg_temp.require_granted('insert', 'app.credit_pack', 'nobody');
select pg_temp.require_granted('update', 'app.credit_pack', 'nobody');
select pg_temp.require_granted('delete', 'app.credit_pack', 'nobody');
select pg_temp.require_route('GET', '/v1/billing/packs', 'api.credit_pack_list', 'reseller', shape => 'api.credit_pack_page');

rollback;
