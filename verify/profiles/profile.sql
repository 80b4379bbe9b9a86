-- Verify syncstream:profiles/profile on pg

begin;
rollback;
