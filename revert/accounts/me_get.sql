-- Revert syncstream:accounts/me_get from pg

begin;

select http.unmount('GET', '/v1/me');
drop function api.me_get;
drop function private.account_shape;
drop type api.account;

commit;
