-- Verify syncstream:accounts/auth_login on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/auth/login', 'api.auth_login', 'anonymous', shape => 'api.tokens', slow => true);
select pg_temp.require_definer('api.auth_login', 'gatekeeper');

rollback;
