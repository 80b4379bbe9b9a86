-- Verify syncstream:parties/party_past on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.party_past');
select pg_temp.require_granted('select', 'app.party_past', 'gatekeeper');
select pg_temp.require_granted('insert', 'app.party_past', 'usher');
select pg_temp.require_granted('update', 'app.party_past', 'nobody');
select pg_temp.require_granted('delete', 'app.party_past', 'nobody');

rollback;
