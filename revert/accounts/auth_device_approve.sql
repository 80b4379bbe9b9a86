-- Revert syncstream:accounts/auth_device_approve from pg

begin;

select http.unmount('POST', '/v1/auth/device/approve');
drop function api.auth_device_approve;
drop type api.paired_device;
drop domain app.user_code;

commit;
