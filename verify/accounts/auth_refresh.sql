-- Verify syncstream:accounts/auth_refresh on pg

begin;
rollback;
