-- Revert syncstream:accounts/device_code from pg

begin;

drop function private.device_code_hash;
drop function private.random_code;
drop table private.device_code;
alter table app.settings
    drop column pairing_attempts,
    drop column pairing_codes,
    drop column pairing_interval,
    drop column pairing_lifetime;

commit;
