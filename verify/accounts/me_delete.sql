-- Verify syncstream:accounts/me_delete on pg

begin;
rollback;
