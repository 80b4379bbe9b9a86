-- Verify syncstream:billing/credit_purchase on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.credit_purchase');
select pg_temp.require_granted('select', 'app.credit_purchase', 'reseller gatekeeper cashier');
select pg_temp.require_granted('insert', 'app.credit_purchase', 'cashier');
select pg_temp.require_granted('update', 'app.credit_purchase', 'cashier');
select pg_temp.require_granted('delete', 'app.credit_purchase', 'nobody');
select pg_temp.require('what was bought does not change', not has_column_privilege('cashier', 'app.credit_purchase', 'credits', 'update'));
select pg_temp.require_definer('private.stripe_purchase_apply', 'cashier');
select pg_temp.require_callers('private.stripe_purchase_apply', 'billing');
select pg_temp.require_definer('private.stripe_purchase_missing', 'cashier');
select pg_temp.require_callers('private.stripe_purchase_missing', 'billing');
select pg_temp.require_definer('private.stripe_charge_apply', 'cashier');
select pg_temp.require_callers('private.stripe_charge_apply', 'billing');
select pg_temp.require_route('POST', '/v1/billing/credits', 'api.billing_credits', 'reseller', shape => 'api.billing_link');
select pg_temp.require_definer('api.billing_credits', 'gatekeeper');

rollback;
