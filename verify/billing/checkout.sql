-- Verify syncstream:billing/checkout on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/billing/checkout', 'api.billing_checkout', 'member reseller admin', shape => 'api.billing_link');
select pg_temp.require_definer('api.billing_checkout', 'gatekeeper');
select pg_temp.require_route('POST', '/v1/billing/portal', 'api.billing_portal', 'member reseller admin', shape => 'api.billing_link');
select pg_temp.require_definer('api.billing_portal', 'gatekeeper');
select pg_temp.require_callers('private.return_url', 'gatekeeper');
select pg_temp.require_callers('private.offer', 'gatekeeper');
select pg_temp.require('a page stays open for as long as Stripe allows', (select checkout_lifetime between '30 minutes' and '24 hours' from app.settings));

rollback;
