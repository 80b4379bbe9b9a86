-- Verify syncstream:accounts/account on pg

begin;
rollback;
