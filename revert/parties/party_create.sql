-- Revert syncstream:parties/party_create from pg

begin;

select http.unmount('POST', '/v1/parties');
drop function api.party_create;
drop function private.party_enter;
drop function private.party_match_key;
drop function private.party_content;
drop type api.party_created;

commit;
