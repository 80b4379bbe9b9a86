-- Verify syncstream:profiles/profile_day on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.profile_day');
select pg_temp.require_granted('select', 'app.profile_day', 'gatekeeper');
select pg_temp.require_granted('insert', 'app.profile_day', 'gatekeeper');
select pg_temp.require_granted('update', 'app.profile_day', 'nobody');
select pg_temp.require_granted('delete', 'app.profile_day', 'gatekeeper');
select pg_temp.require_callers('private.profile_seen', 'gatekeeper');
select pg_temp.require_invoker('private.profile_seen', 'volatile');

rollback;
