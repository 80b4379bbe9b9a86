-- Revert syncstream:profiles/profile from pg

begin;

drop function private.profile_shape;
drop type api.profile;
drop table private.profile_pin;
drop table app.profile;

commit;
