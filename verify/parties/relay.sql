-- Verify syncstream:parties/relay on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.party_argument', 'usher');
select pg_temp.require_callers('private.party_required', 'usher');
select pg_temp.require_callers('private.party_attach', 'usher');
select pg_temp.require_callers('private.party_act', 'usher');
select pg_temp.require_callers('private.party_problem', 'usher');
select pg_temp.require_definer('relay.perform', 'usher');
select pg_temp.require_callers('relay.perform', 'syncstream_relay');
select pg_temp.require_definer('relay.events', 'usher');
select pg_temp.require_callers('relay.events', 'syncstream_relay');
select pg_temp.require_definer('relay.heads', 'usher');
select pg_temp.require_callers('relay.heads', 'syncstream_relay');
select pg_temp.require_definer('relay.presence', 'usher');
select pg_temp.require_callers('relay.presence', 'syncstream_relay');
select pg_temp.require_definer('relay.settle', 'usher');
select pg_temp.require_callers('relay.settle', 'syncstream_relay');
select pg_temp.require_callers('relay.now', 'syncstream_relay');
select pg_temp.require_definer('relay.is_deployed', 'syncstream');
select pg_temp.require_callers('relay.is_deployed', 'syncstream_relay');

rollback;
