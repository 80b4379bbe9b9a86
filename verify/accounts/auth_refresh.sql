-- Verify syncstream:accounts/auth_refresh on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/auth/refresh', 'api.auth_refresh', 'anonymous', shape => 'api.tokens');
select pg_temp.require_definer('api.auth_refresh', 'gatekeeper');

rollback;
