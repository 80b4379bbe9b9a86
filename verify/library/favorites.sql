-- Verify syncstream:library/favorites on pg

begin;
rollback;
