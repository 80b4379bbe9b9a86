-- Verify syncstream:accounts/auth_logout on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/auth/logout', 'api.auth_logout', 'kid member reseller admin');
select pg_temp.require_invoker('api.auth_logout', 'volatile');

rollback;
