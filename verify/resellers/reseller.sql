-- Verify syncstream:resellers/reseller on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.reseller');
select pg_temp.require_granted('insert', 'app.reseller', 'gatekeeper');
select pg_temp.require_granted('delete', 'app.reseller', 'gatekeeper');
select pg_temp.require_forced_security('app.client_price');
select pg_temp.require_granted('select', 'app.client_price', 'reseller gatekeeper');
select pg_temp.require_granted('insert', 'app.client_price', 'nobody');
select pg_temp.require_granted('update', 'app.client_price', 'nobody');
select pg_temp.require_granted('delete', 'app.client_price', 'nobody');
select pg_temp.require_forced_security('app.reseller_price');
select pg_temp.require_granted('select', 'app.reseller_price', 'reseller gatekeeper');
select pg_temp.require_granted('insert', 'app.reseller_price', 'nobody');
select pg_temp.require_granted('update', 'app.reseller_price', 'nobody');
select pg_temp.require_granted('delete', 'app.reseller_price', 'nobody');
select pg_temp.require('the gatekeeper moves no balance and numbers no entry',
    not has_column_privilege('gatekeeper', 'app.reseller', 'credits_balance', 'insert, update')
    and not has_column_privilege('gatekeeper', 'app.reseller', 'entries', 'insert, update'));
select pg_temp.require('a balance is not negative', exists (
    select from pg_constraint where conrelid = 'app.reseller'::regclass and conname = 'insufficient_credits' and convalidated));
select pg_temp.require('a client without a plan has a price', exists (select from app.client_price where plan = 'free'));
select pg_temp.require_callers('private.reseller_lock', 'gatekeeper');
select pg_temp.require_callers('private.reseller_lock_all', 'gatekeeper');
select pg_temp.require_callers('private.client_cost', 'gatekeeper');

rollback;
