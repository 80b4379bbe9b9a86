-- Verify syncstream:accounts/device_code on pg

begin;
rollback;
