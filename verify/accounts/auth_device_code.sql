-- Verify syncstream:accounts/auth_device_code on pg

begin;
rollback;
