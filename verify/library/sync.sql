-- Verify syncstream:library/sync on pg

begin;
rollback;
