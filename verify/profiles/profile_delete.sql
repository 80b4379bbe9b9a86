-- Verify syncstream:profiles/profile_delete on pg

begin;
rollback;
