-- Revert syncstream:base/throttle from pg

begin;

drop function private.throttle_reset;
drop function private.throttle_take;
drop function private.throttle_wait;
drop function private.throttle_wait_of;
drop table private.throttle;

commit;
