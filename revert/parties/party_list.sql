-- Revert syncstream:parties/party_list from pg

begin;

select http.unmount('GET', '/v1/parties/{party_id}');
select http.unmount('GET', '/v1/parties');
drop function api.party_get;
drop function api.party_list;
drop type api.party_page;

commit;
