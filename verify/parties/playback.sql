-- Verify syncstream:parties/playback on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.party_position', 'usher');
select pg_temp.require_callers('private.party_lead', 'usher');
select pg_temp.require_callers('private.party_wait', 'usher');
select pg_temp.require_callers('private.party_is_awaited', 'usher');
select pg_temp.require_callers('private.party_settle', 'usher');
select pg_temp.require_callers('private.party_end', 'usher');

rollback;
