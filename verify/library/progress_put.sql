-- Verify syncstream:library/progress_put on pg

begin;
rollback;
