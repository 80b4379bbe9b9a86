-- Verify syncstream:accounts/audit on pg

begin;
rollback;
