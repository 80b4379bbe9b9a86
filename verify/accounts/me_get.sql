-- Verify syncstream:accounts/me_get on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.account_shape', 'kid member reseller admin gatekeeper');
select pg_temp.require_route('GET', '/v1/me', 'api.me_get', 'kid member reseller admin', shape => 'api.account');
select pg_temp.require_invoker('api.me_get', 'stable');

rollback;
