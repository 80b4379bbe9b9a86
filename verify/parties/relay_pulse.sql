-- Verify syncstream:parties/relay_pulse on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.changed_entities', 'usher');
select pg_temp.require_definer('relay.pulse', 'usher');
select pg_temp.require_callers('relay.pulse', 'syncstream_relay');

rollback;
