-- Verify syncstream:accounts/auth_logout on pg

begin;
rollback;
