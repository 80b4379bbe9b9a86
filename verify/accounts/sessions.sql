-- Verify syncstream:accounts/sessions on pg

begin;
rollback;
