-- Revert syncstream:profiles/profile_list from pg

begin;

select http.unmount('GET', '/v1/profiles/{id}');
select http.unmount('GET', '/v1/profiles');
drop function api.profile_get;
drop function private.profile_require;
drop function api.profile_list;
drop type api.profile_page;

commit;
