-- Verify syncstream:library/account_tombstone on pg

begin;
rollback;
