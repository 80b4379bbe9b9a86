-- Verify syncstream:billing/plan on pg

begin;
rollback;
