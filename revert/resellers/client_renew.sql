-- Revert syncstream:resellers/client_renew from pg

begin;

select http.unmount('POST', '/v1/reseller/clients/{id}/renew');
drop function api.client_renew;

commit;
