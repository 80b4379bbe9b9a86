-- Verify syncstream:base/throttle on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('private.throttle');
select pg_temp.require_granted('select', 'private.throttle', 'gatekeeper usher');
select pg_temp.require_granted('insert', 'private.throttle', 'gatekeeper usher');
select pg_temp.require_granted('update', 'private.throttle', 'gatekeeper usher');
select pg_temp.require_granted('delete', 'private.throttle', 'gatekeeper usher');
select pg_temp.require_callers('private.throttle_wait_of', 'gatekeeper usher');
select pg_temp.require_callers('private.throttle_wait', 'gatekeeper usher');
select pg_temp.require_callers('private.throttle_take', 'gatekeeper usher');
select pg_temp.require_callers('private.throttle_reset', 'gatekeeper');
select pg_temp.require_invoker('private.throttle_wait', 'stable');
select pg_temp.require_invoker('private.throttle_take', 'volatile');

rollback;
