-- Revert syncstream:billing/credit_pack from pg

begin;

select http.unmount('GET', '/v1/billing/packs');
drop function api.credit_pack_list;
drop type api.credit_pack_page;
drop type api.credit_pack;
drop table app.credit_pack;

commit;
