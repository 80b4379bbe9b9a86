-- Verify syncstream:accounts/me_password on pg

begin;
rollback;
