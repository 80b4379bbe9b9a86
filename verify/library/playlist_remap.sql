-- Verify syncstream:library/playlist_remap on pg

begin;
rollback;
