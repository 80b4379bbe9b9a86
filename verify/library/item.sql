-- Verify syncstream:library/item on pg

begin;
rollback;
