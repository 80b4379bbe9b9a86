-- Revert syncstream:library/favorites from pg

begin;

select http.unmount('DELETE', '/v1/favorites{?item}');
select http.unmount('PUT', '/v1/favorites');
select http.unmount('GET', '/v1/favorites');
drop function api.favorite_delete;
drop function api.favorite_put;
drop function private.favorite_tombstone;
drop function private.favorite_store;
drop function private.favorite_last_rank;
drop function api.favorite_list;
drop type api.favorite_page;

commit;
