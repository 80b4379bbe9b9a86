-- Verify syncstream:base/paging on pg

begin;
rollback;
