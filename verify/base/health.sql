-- Verify syncstream:base/health on pg

begin;
rollback;
