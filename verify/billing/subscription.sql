-- Verify syncstream:billing/subscription on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.subscription');
select pg_temp.require_granted('select', 'app.subscription', 'kid member reseller admin gatekeeper cashier usher');
select pg_temp.require_granted('delete', 'app.subscription', 'nobody');
select pg_temp.require_callers('app.gives_plan', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('app.gives_plan', 'stable');
select pg_temp.require_callers('private.current_subscription', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('private.current_subscription', 'stable');
select pg_temp.require_callers('private.plan_of', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('private.plan_of', 'stable');
select pg_temp.require_callers('private.current_plan', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('private.current_plan', 'stable');
select pg_temp.require('without a subscription: free', (private.current_plan(gen_random_uuid())).code = 'free');
select pg_temp.require_route('GET', '/v1/subscription', 'api.subscription_get', 'member reseller admin', shape => 'api.subscription');

rollback;
