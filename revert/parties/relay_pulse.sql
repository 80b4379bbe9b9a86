-- Revert syncstream:parties/relay_pulse from pg

begin;

drop function relay.pulse;
drop function private.changed_entities;

commit;
