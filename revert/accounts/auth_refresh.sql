-- Revert syncstream:accounts/auth_refresh from pg

begin;

select http.unmount('POST', '/v1/auth/refresh');
drop function api.auth_refresh;

commit;
