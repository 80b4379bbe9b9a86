-- Revert syncstream:parties/party from pg

begin;

drop function private.bucket_take;
drop function private.require_going_on;
drop function private.require_host;
drop function private.party_me;
drop function private.party_lock;
drop function private.party_read;
drop function private.party_shape;
drop type api.party;
drop type api.party_member;
drop function private.party_epoch;
drop function private.party_clock;
drop function private.epoch_ms;
drop view app.party_online;
drop table app.party_code;
drop table app.party_lookup;
drop table app.party_seat;
drop table app.party_presence;
drop table app.party_member;
drop table app.party;
alter table app.settings
    drop column party_barrier,
    drop column party_lead_least,
    drop column party_lead_most,
    drop column party_presence,
    drop column party_idle,
    drop column party_kept,
    drop column party_log,
    drop column party_attempts,
    drop column parties_open;

commit;
