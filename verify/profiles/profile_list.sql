-- Verify syncstream:profiles/profile_list on pg

begin;
rollback;
