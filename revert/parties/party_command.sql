-- Revert syncstream:parties/party_command from pg

begin;

select http.unmount('POST', '/v1/parties/{party_id}/commands');
drop function api.party_command;
drop function private.party_ready;
drop function private.party_command;

commit;
