-- Verify syncstream:library/playlist_forget on pg

begin;
rollback;
