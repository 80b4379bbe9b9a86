-- Revert syncstream:profiles/profile_select from pg

begin;

select http.unmount('POST', '/profile/{id}/select');
select http.unmount('POST', '/v1/profiles/{id}/select');
drop function api.profile_select;
drop function private.pin_refusal;

commit;
