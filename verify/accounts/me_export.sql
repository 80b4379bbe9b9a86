-- Verify syncstream:accounts/me_export on pg

begin;
rollback;
