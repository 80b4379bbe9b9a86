-- Revert syncstream:resellers/client_refund from pg

begin;

select http.unmount('POST', '/v1/reseller/clients/{id}/refund');
drop function api.client_refund;

commit;
