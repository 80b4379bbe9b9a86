-- Verify syncstream:resellers/reseller_forget on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.reseller_forget', 'gatekeeper');
select pg_temp.require_invoker('private.reseller_forget', 'volatile');

rollback;
