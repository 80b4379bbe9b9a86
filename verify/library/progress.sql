-- Verify syncstream:library/progress on pg

begin;
rollback;
