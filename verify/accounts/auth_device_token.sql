-- Verify syncstream:accounts/auth_device_token on pg

begin;
rollback;
