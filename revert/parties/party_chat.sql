-- Revert syncstream:parties/party_chat from pg

begin;

select http.unmount('GET', '/v1/parties/{party_id}/messages');
select http.unmount('POST', '/v1/parties/{party_id}/messages');
drop function api.party_messages;
drop function api.party_say;
drop type api.party_event_page;
drop function private.party_chat;

commit;
