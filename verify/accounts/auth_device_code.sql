-- Verify syncstream:accounts/auth_device_code on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/auth/device/code', 'api.auth_device_code', 'anonymous', shape => 'api.device_code');
select pg_temp.require_definer('api.auth_device_code', 'gatekeeper');

rollback;
