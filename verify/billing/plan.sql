-- Verify syncstream:billing/plan on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.plan');
select pg_temp.require_granted('select', 'app.plan', 'anonymous kid member reseller admin gatekeeper cashier usher');
select pg_temp.require_granted('insert', 'app.plan', 'nobody');
select pg_temp.require_granted('update', 'app.plan', 'nobody');
select pg_temp.require_granted('delete', 'app.plan', 'nobody');
select pg_temp.require('there is the free plan', exists (select from app.plan where code = 'free'));
select pg_temp.require_callers('private.require_within', 'member reseller admin gatekeeper usher');
select pg_temp.require_route('GET', '/v1/plans', 'api.plan_list', 'anonymous', shape => 'api.plan[]');

rollback;
