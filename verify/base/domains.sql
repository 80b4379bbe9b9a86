-- Verify syncstream:base/domains on pg

begin;
rollback;
