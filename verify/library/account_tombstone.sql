-- Verify syncstream:library/account_tombstone on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.account_tombstone');
select pg_temp.require_granted('select', 'app.account_tombstone', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.account_tombstone', 'member reseller admin gatekeeper');
select pg_temp.require_granted('update', 'app.account_tombstone', 'member reseller admin gatekeeper');
select pg_temp.require_granted('delete', 'app.account_tombstone', 'gatekeeper');
select pg_temp.require_callers('private.tombstone_write', 'member reseller admin gatekeeper');

rollback;
