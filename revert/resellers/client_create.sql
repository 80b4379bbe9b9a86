-- Revert syncstream:resellers/client_create from pg

begin;

select http.unmount('POST', '/clients');
select http.unmount('POST', '/v1/reseller/clients');
drop function api.client_create;

commit;
