-- Verify syncstream:base/roles on pg

begin;
rollback;
