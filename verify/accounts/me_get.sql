-- Verify syncstream:accounts/me_get on pg

begin;
rollback;
