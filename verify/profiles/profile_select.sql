-- Verify syncstream:profiles/profile_select on pg

begin;
rollback;
