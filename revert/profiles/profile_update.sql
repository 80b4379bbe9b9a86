-- Revert syncstream:profiles/profile_update from pg

begin;

select http.unmount('PATCH', '/v1/profiles/{id}');
drop function api.profile_update;

commit;
