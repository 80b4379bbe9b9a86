-- Revert syncstream:parties/party_members from pg

begin;

select http.unmount('DELETE', '/v1/parties/{party_id}');
select http.unmount('POST', '/v1/parties/{party_id}/role');
select http.unmount('POST', '/v1/parties/{party_id}/kick');
select http.unmount('POST', '/v1/parties/{party_id}/leave');
drop function api.party_end;
drop function api.party_set_role;
drop function api.party_kick;
drop function api.party_leave;
drop function private.refuse_stranger;
drop function private.party_other;
drop function private.party_succeed;
drop function private.party_remove;

commit;
