-- Revert syncstream:parties/relay from pg

begin;

drop function relay.is_deployed;
drop function relay.now;
drop function relay.settle;
drop function relay.presence;
drop function relay.heads;
drop function relay.events;
drop function relay.perform;
drop function private.party_problem;
drop function private.party_act;
drop function private.party_attach;
drop function private.party_required;
drop function private.party_argument;

commit;
