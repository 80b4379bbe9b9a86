-- Verify syncstream:billing/stripe_subscription on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.stripe_subscription');
select pg_temp.require_granted('select', 'app.stripe_subscription', 'gatekeeper cashier');
select pg_temp.require_granted('insert', 'app.stripe_subscription', 'cashier');
select pg_temp.require_granted('update', 'app.stripe_subscription', 'nobody');
select pg_temp.require_granted('delete', 'app.stripe_subscription', 'gatekeeper');
select pg_temp.require_forced_security('app.plan_price');
select pg_temp.require_granted('select', 'app.plan_price', 'cashier');
select pg_temp.require_granted('insert', 'app.plan_price', 'cashier');
select pg_temp.require_granted('update', 'app.plan_price', 'cashier');
select pg_temp.require_granted('delete', 'app.plan_price', 'nobody');
select pg_temp.require_callers('private.account_forget_stripe_subscription', 'gatekeeper');
select pg_temp.require_definer('private.stripe_subscription_differs', 'cashier');
select pg_temp.require_callers('private.stripe_subscription_differs', 'billing');
select pg_temp.require_definer('private.stripe_findings', 'cashier');
select pg_temp.require_callers('private.stripe_findings', 'billing');
select pg_temp.require_definer('private.stripe_subscription_apply', 'cashier');
select pg_temp.require_callers('private.stripe_subscription_apply', 'billing');

rollback;
