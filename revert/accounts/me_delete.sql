-- Revert syncstream:accounts/me_delete from pg

begin;

select http.unmount('DELETE', '/v1/me');
drop function api.me_delete;
drop function private.account_forget_throttle;
drop function private.account_forget_device_code;
drop function private.account_forget_email;

commit;
