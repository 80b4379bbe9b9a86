-- Verify syncstream:billing/stripe_account on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.stripe_account');
select pg_temp.require_granted('select', 'app.stripe_account', 'gatekeeper cashier');
select pg_temp.require_granted('insert', 'app.stripe_account', 'gatekeeper');
select pg_temp.require_granted('update', 'app.stripe_account', 'cashier');
select pg_temp.require_granted('delete', 'app.stripe_account', 'gatekeeper');
select pg_temp.require_forced_security('app.stripe_customer');
select pg_temp.require_granted('select', 'app.stripe_customer', 'gatekeeper cashier');
select pg_temp.require_granted('insert', 'app.stripe_customer', 'cashier');
select pg_temp.require_granted('update', 'app.stripe_customer', 'nobody');
select pg_temp.require_granted('delete', 'app.stripe_customer', 'gatekeeper');
select pg_temp.require_forced_security('app.stripe_forgotten');
select pg_temp.require_granted('select', 'app.stripe_forgotten', 'cashier');
select pg_temp.require_granted('insert', 'app.stripe_forgotten', 'gatekeeper cashier');
select pg_temp.require_granted('delete', 'app.stripe_forgotten', 'cashier');
select pg_temp.require_callers('private.stripe_customer', 'gatekeeper');
select pg_temp.require_callers('private.stripe_forget', 'gatekeeper');
select pg_temp.require_definer('private.stripe_customer_keep', 'cashier');
select pg_temp.require_callers('private.stripe_customer_keep', 'billing');
select pg_temp.require_definer('private.stripe_forgotten', 'cashier');
select pg_temp.require_callers('private.stripe_forgotten', 'billing');
select pg_temp.require_definer('private.stripe_forgotten_done', 'cashier');
select pg_temp.require_callers('private.stripe_forgotten_done', 'billing');

rollback;
