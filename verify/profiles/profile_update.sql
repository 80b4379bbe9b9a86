-- Verify syncstream:profiles/profile_update on pg

begin;
rollback;
