-- Verify syncstream:billing/subscription on pg

begin;
rollback;
