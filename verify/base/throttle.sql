-- Verify syncstream:base/throttle on pg

begin;
rollback;
