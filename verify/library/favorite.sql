-- Verify syncstream:library/favorite on pg

begin;
rollback;
