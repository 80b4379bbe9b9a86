-- Revert syncstream:accounts/account from pg

begin;

drop function private.account_create;
drop function private.hash_password;
drop function private.account_next_rev;
drop table app.account_counter;
drop table private.account_password;
drop table app.account_email;
drop table app.account;

commit;
