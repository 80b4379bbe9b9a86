-- Revert syncstream:resellers/reseller_get from pg

begin;

select http.unmount('GET', '/v1/reseller');
drop function api.reseller_get;
drop type api.reseller;
drop type api.client_price;

commit;
