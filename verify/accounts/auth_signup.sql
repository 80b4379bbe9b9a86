-- Verify syncstream:accounts/auth_signup on pg

begin;
rollback;
