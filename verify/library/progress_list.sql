-- Verify syncstream:library/progress_list on pg

begin;
rollback;
