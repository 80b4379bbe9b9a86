-- Revert syncstream:parties/party_join from pg

begin;

select http.unmount('POST', '/v1/parties/join');
drop function api.party_join;
drop function private.party_require_room;
drop type api.party_joined;

commit;
