-- Verify syncstream:base/settings on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.settings');
select pg_temp.require_granted('select', 'app.settings', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.settings', 'nobody');
select pg_temp.require_granted('update', 'app.settings', 'nobody');
select pg_temp.require_granted('delete', 'app.settings', 'nobody');
select pg_temp.require('there is one row', (select count(*) = 1 from app.settings));

rollback;
