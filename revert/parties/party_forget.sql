-- Revert syncstream:parties/party_forget from pg

begin;

drop function private.export_party_event;
drop function private.export_party_seat;
drop function private.export_party_presence;
drop function private.export_party_member;
drop function private.account_forget_parties;
drop function private.profile_forget_parties;
drop function private.party_forget;
drop function private.party_delete;

commit;
