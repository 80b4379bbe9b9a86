-- Verify syncstream:resellers/credits_audit on pg

begin;
\ir ../facts.sql

select pg_temp.require_definer('private.credits_audit', 'treasurer');
select pg_temp.require_callers('private.credits_audit', 'nobody');
select pg_temp.require('the ledger is right', private.credits_audit() ->> 'problems' = '[]');

rollback;
