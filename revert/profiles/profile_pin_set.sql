-- Revert syncstream:profiles/profile_pin_set from pg

begin;

select http.unmount('PUT', '/v1/profiles/{id}/pin');
drop function api.profile_pin_set;
drop function private.profile_pin_write;

commit;
