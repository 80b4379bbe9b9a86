-- Verify syncstream:accounts/tokens on pg

begin;
rollback;
