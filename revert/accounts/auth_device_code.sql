-- Revert syncstream:accounts/auth_device_code from pg

begin;

select http.unmount('POST', '/v1/auth/device/code');
drop function api.auth_device_code;
drop type api.device_code;

commit;
