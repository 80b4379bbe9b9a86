-- Revert syncstream:profiles/profile_create from pg

begin;

select http.unmount('POST', '/profiles');
select http.unmount('POST', '/v1/profiles');
drop function api.profile_create;

commit;
