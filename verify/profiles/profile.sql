-- Verify syncstream:profiles/profile on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.profile');
select pg_temp.require_forced_security('private.profile_pin');
select pg_temp.require_granted('select', 'app.profile', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.profile', 'member reseller admin');
select pg_temp.require_granted('update', 'app.profile', 'member reseller admin gatekeeper');
select pg_temp.require_granted('delete', 'app.profile', 'member reseller admin');
select pg_temp.require('a member does not say whose a profile is, or whether it has a PIN',
    not has_column_privilege('member', 'app.profile', 'account_id', 'update')
    and not has_column_privilege('member', 'app.profile', 'has_pin', 'insert, update'));
select pg_temp.require_granted('select', 'private.profile_pin', 'gatekeeper');
select pg_temp.require_granted('insert', 'private.profile_pin', 'gatekeeper');
select pg_temp.require_granted('update', 'private.profile_pin', 'gatekeeper');
select pg_temp.require_granted('delete', 'private.profile_pin', 'gatekeeper');
select pg_temp.require_callers('private.profile_shape', 'kid member reseller admin gatekeeper');

rollback;
