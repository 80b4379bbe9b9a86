-- Verify syncstream:billing/stripe_event on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.stripe_event');
select pg_temp.require_granted('select', 'app.stripe_event', 'cashier');
select pg_temp.require_granted('insert', 'app.stripe_event', 'cashier');
select pg_temp.require_granted('update', 'app.stripe_event', 'nobody');
select pg_temp.require_granted('delete', 'app.stripe_event', 'cashier');
select pg_temp.require_definer('private.' || name, 'cashier'), pg_temp.require_callers('private.' || name, 'billing')
from unnest(array['stripe_lock', 'stripe_event_keep', 'stripe_event_known', 'stripe_event_prune', 'stripe_customer_deleted']) as name;

rollback;
