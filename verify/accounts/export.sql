-- Verify syncstream:accounts/export on pg

begin;
rollback;
