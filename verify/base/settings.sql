-- Verify syncstream:base/settings on pg

begin;
rollback;
