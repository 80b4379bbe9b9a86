-- Verify syncstream:library/progress on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.progress');
select pg_temp.require_forced_security('app.history');
select pg_temp.require_granted('select', 'app.progress', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.progress', 'kid member reseller admin gatekeeper');
select pg_temp.require_granted('update', 'app.progress', 'kid member reseller admin gatekeeper');
select pg_temp.require_granted('delete', 'app.progress', 'gatekeeper');
select pg_temp.require_granted('select', 'app.history', 'kid member reseller admin gatekeeper');
select pg_temp.require_granted('insert', 'app.history', 'kid member reseller admin');
select pg_temp.require_granted('update', 'app.history', 'nobody');
select pg_temp.require_granted('delete', 'app.history', 'nobody');
select pg_temp.require('progress stays what and whose it is',
    not has_column_privilege('member', 'app.progress', 'account_id', 'update') and not has_column_privilege('member', 'app.progress', 'profile_id', 'update')
    and not has_column_privilege('kid', 'app.progress', 'item', 'update'));
select pg_temp.require_invoker('private.progress_store', 'volatile');

rollback;
