-- Revert syncstream:parties/playback from pg

begin;

drop function private.party_end;
drop function private.party_settle;
drop function private.party_is_awaited;
drop function private.party_wait;
drop function private.party_lead;
drop function private.party_position;

commit;
