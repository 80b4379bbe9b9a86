-- Verify syncstream:accounts/auth_signup on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/auth/signup', 'api.auth_signup', 'anonymous', shape => 'api.tokens', status => 201, slow => true);
select pg_temp.require_definer('api.auth_signup', 'gatekeeper');

rollback;
