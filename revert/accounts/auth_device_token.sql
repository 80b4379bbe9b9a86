-- Revert syncstream:accounts/auth_device_token from pg

begin;

select http.unmount('POST', '/v1/auth/device/token');
drop function api.auth_device_token;

commit;
