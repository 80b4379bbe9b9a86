-- Revert syncstream:accounts/auth_login from pg

begin;

select http.unmount('POST', '/v1/auth/login');
drop function api.auth_login;

commit;
