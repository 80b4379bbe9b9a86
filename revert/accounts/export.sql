-- Revert syncstream:accounts/export from pg

begin;

drop function private.export_throttle;
drop function private.export_device_code;
drop function private.export_profile_pin;
drop function private.export_refresh_token;
drop function private.export_account_password;
drop function private.export_rows;
drop function private.export_parts;

commit;
