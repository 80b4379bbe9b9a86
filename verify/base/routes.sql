-- Verify syncstream:base/routes on pg

begin;
rollback;
