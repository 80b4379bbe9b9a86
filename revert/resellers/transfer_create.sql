-- Revert syncstream:resellers/transfer_create from pg

begin;

select http.unmount('POST', '/v1/reseller/transfers');
drop function api.transfer_create;
drop function private.transfer;

commit;
