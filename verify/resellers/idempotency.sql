-- Verify syncstream:resellers/idempotency on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.idempotency_key');
select pg_temp.require_granted('select', 'app.idempotency_key', 'gatekeeper');
select pg_temp.require_granted('insert', 'app.idempotency_key', 'gatekeeper');
select pg_temp.require_granted('update', 'app.idempotency_key', 'gatekeeper');
select pg_temp.require_granted('delete', 'app.idempotency_key', 'gatekeeper');
select pg_temp.require_callers('private.once', 'gatekeeper');
select pg_temp.require_invoker('private.once', 'volatile');
select pg_temp.require('keys are kept for a day or what is set', (select idempotency_lifetime > '0' from app.settings));

rollback;
