-- Verify syncstream:profiles/profile_pin_set on pg

begin;
rollback;
