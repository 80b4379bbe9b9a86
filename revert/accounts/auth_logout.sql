-- Revert syncstream:accounts/auth_logout from pg

begin;

select http.unmount('POST', '/v1/auth/logout');
drop function api.auth_logout;

commit;
