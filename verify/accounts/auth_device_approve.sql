-- Verify syncstream:accounts/auth_device_approve on pg

begin;
rollback;
