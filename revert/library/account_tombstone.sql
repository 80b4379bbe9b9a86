-- Revert syncstream:library/account_tombstone from pg

begin;

drop function private.tombstone_write;
drop table app.account_tombstone;

commit;
