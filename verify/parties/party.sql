-- Verify syncstream:parties/party on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.party');
select pg_temp.require_granted('select', 'app.party', 'gatekeeper usher');
select pg_temp.require_granted('insert', 'app.party', 'usher');
select pg_temp.require_granted('update', 'app.party', 'usher');
select pg_temp.require_granted('delete', 'app.party', 'usher');
select pg_temp.require_forced_security('app.party_member');
select pg_temp.require_granted('select', 'app.party_member', 'usher');
select pg_temp.require_granted('insert', 'app.party_member', 'usher');
select pg_temp.require_granted('update', 'app.party_member', 'usher');
select pg_temp.require_granted('delete', 'app.party_member', 'usher');
select pg_temp.require_forced_security('app.party_presence');
select pg_temp.require_granted('select', 'app.party_presence', 'usher');
select pg_temp.require_granted('insert', 'app.party_presence', 'usher');
select pg_temp.require_granted('update', 'app.party_presence', 'usher');
select pg_temp.require_granted('delete', 'app.party_presence', 'usher');
select pg_temp.require_forced_security('app.party_seat');
select pg_temp.require_granted('select', 'app.party_seat', 'usher');
select pg_temp.require_granted('insert', 'app.party_seat', 'usher');
select pg_temp.require_granted('update', 'app.party_seat', 'usher');
select pg_temp.require_granted('delete', 'app.party_seat', 'usher');
select pg_temp.require_forced_security('app.party_lookup');
select pg_temp.require_granted('select', 'app.party_lookup', 'gatekeeper usher');
select pg_temp.require_granted('insert', 'app.party_lookup', 'usher');
select pg_temp.require_granted('update', 'app.party_lookup', 'nobody');
select pg_temp.require_granted('delete', 'app.party_lookup', 'usher');
select pg_temp.require_forced_security('app.party_code');
select pg_temp.require_granted('select', 'app.party_code', 'gatekeeper usher');
select pg_temp.require_granted('insert', 'app.party_code', 'usher');
select pg_temp.require_granted('update', 'app.party_code', 'nobody');
select pg_temp.require_granted('delete', 'app.party_code', 'usher');
select pg_temp.require_callers('private.epoch_ms', 'usher');
select pg_temp.require_callers('private.party_clock', 'usher');
select pg_temp.require_callers('private.party_epoch', 'usher');
select pg_temp.require_callers('private.party_shape', 'usher');
select pg_temp.require_callers('private.party_read', 'usher');
select pg_temp.require_callers('private.party_lock', 'usher');
select pg_temp.require_callers('private.party_me', 'usher');
select pg_temp.require_callers('private.require_host', 'usher');
select pg_temp.require_callers('private.require_going_on', 'usher');
select pg_temp.require_callers('private.bucket_take', 'usher');

rollback;
