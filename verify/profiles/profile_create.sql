-- Verify syncstream:profiles/profile_create on pg

begin;
rollback;
