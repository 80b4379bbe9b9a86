-- Verify syncstream:accounts/auth_device_approve on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/auth/device/approve', 'api.auth_device_approve', 'member reseller admin', shape => 'api.paired_device', slow => true);
select pg_temp.require_definer('api.auth_device_approve', 'gatekeeper');

rollback;
