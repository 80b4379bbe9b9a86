-- Revert syncstream:library/favorite from pg

begin;

drop function app.item_key;
drop function private.require_playlist;
drop function private.require_profile;
drop function private.favorite_answer;
drop type api.favorite;
drop table app.favorite;

commit;
