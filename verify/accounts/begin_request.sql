-- Verify syncstream:accounts/begin_request on pg

begin;
rollback;
