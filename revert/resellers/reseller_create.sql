-- Revert syncstream:resellers/reseller_create from pg

begin;

select http.unmount('POST', '/v1/reseller/resellers');
drop function api.reseller_create;
drop function private.reseller_account_shape;
drop function private.reseller_add;
drop type api.reseller_account;

commit;
