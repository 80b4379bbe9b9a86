-- Verify syncstream:accounts/auth_device_token on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/auth/device/token', 'api.auth_device_token', 'anonymous', shape => 'api.tokens');
select pg_temp.require_definer('api.auth_device_token', 'gatekeeper');

rollback;
