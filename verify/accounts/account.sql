-- Verify syncstream:accounts/account on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.account');
select pg_temp.require_forced_security('app.account_email');
select pg_temp.require_forced_security('private.account_password');
select pg_temp.require_forced_security('app.account_counter');

select pg_temp.require_granted('select', 'app.account', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.account', 'gatekeeper');
select pg_temp.require_granted('update', 'app.account', 'gatekeeper');
select pg_temp.require_granted('delete', 'app.account', 'gatekeeper');

select pg_temp.require_granted('select', 'app.account_email', 'gatekeeper');
select pg_temp.require_granted('insert', 'app.account_email', 'gatekeeper');
select pg_temp.require_granted('update', 'app.account_email', 'nobody');
select pg_temp.require_granted('delete', 'app.account_email', 'gatekeeper');

select pg_temp.require_granted('select', 'private.account_password', 'gatekeeper');
select pg_temp.require_granted('insert', 'private.account_password', 'gatekeeper');
select pg_temp.require_granted('update', 'private.account_password', 'gatekeeper');
select pg_temp.require_granted('delete', 'private.account_password', 'gatekeeper');

select pg_temp.require_granted('select', 'app.account_counter', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.account_counter', 'gatekeeper');
select pg_temp.require_granted('update', 'app.account_counter', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('delete', 'app.account_counter', 'nobody');
select pg_temp.require('of a counter only the number changes',
    not has_column_privilege('member', 'app.account_counter', 'account_id', 'update'));

select pg_temp.require_callers('private.account_next_rev', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_callers('private.account_create', 'gatekeeper');
select pg_temp.require_callers('private.hash_password', 'gatekeeper');

rollback;
