-- Revert syncstream:profiles/profile_delete from pg

begin;

select http.unmount('DELETE', '/v1/profiles/{id}');
drop function api.profile_delete;

commit;
