-- Verify syncstream:accounts/auth_login on pg

begin;
rollback;
