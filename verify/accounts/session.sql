-- Verify syncstream:accounts/session on pg

begin;
rollback;
