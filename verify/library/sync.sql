-- Verify syncstream:library/sync on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/sync', 'api.device_sync', 'kid member reseller admin', 'api.sync_answer');
select pg_temp.require_invoker('api.device_sync', 'volatile');
select pg_temp.require_invoker('private.sync_push', 'volatile');
select pg_temp.require_definer('private.sync_prune', 'gatekeeper');
select pg_temp.require_callers('private.sync_prune', 'kid member reseller admin');
select pg_temp.require_forced_security('app.sync_op');
select pg_temp.require_granted('select', 'app.sync_op', 'kid member reseller admin gatekeeper');
select pg_temp.require_granted('insert', 'app.sync_op', 'kid member reseller admin');
select pg_temp.require_granted('update', 'app.sync_op', 'nobody');
select pg_temp.require_granted('delete', 'app.sync_op', 'gatekeeper');
select pg_temp.require('how far was pruned is not for its caller to say', not has_column_privilege('member', 'app.account_counter', 'pruned_rev', 'update'));

rollback;
