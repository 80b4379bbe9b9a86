-- Verify syncstream:accounts/me_password on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/me/password', 'api.me_password', 'member reseller admin', slow => true);
select pg_temp.require_definer('api.me_password', 'gatekeeper');

rollback;
