-- Verify syncstream:parties/party_event on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.party_event');
select pg_temp.require_granted('select', 'app.party_event', 'usher');
select pg_temp.require_granted('insert', 'app.party_event', 'usher');
select pg_temp.require_granted('update', 'app.party_event', 'usher');
select pg_temp.require_granted('delete', 'app.party_event', 'usher');
select pg_temp.require_callers('private.party_event_shape', 'usher');
select pg_temp.require_callers('private.party_post', 'usher');
select pg_temp.require_callers('private.party_repeated', 'usher');
select pg_temp.require_callers('private.party_events', 'usher');

rollback;
