-- Revert syncstream:accounts/session from pg

begin;

drop table private.refresh_token;
drop table app.session;

commit;
