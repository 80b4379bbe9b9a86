-- Verify syncstream:base/http on pg

begin;
rollback;
