-- Revert syncstream:parties/party_event from pg

begin;

drop function private.party_events;
drop function private.party_repeated;
drop function private.party_post;
drop function private.party_event_shape;
drop type api.party_event;
drop type api.party_actor;
drop table app.party_event;

commit;
