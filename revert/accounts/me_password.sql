-- Revert syncstream:accounts/me_password from pg

begin;

select http.unmount('POST', '/v1/me/password');
drop function api.me_password;

commit;
