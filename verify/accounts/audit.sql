-- Verify syncstream:accounts/audit on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.audit');
select pg_temp.require_granted('select', 'app.audit', 'member reseller admin');
select pg_temp.require_granted('insert', 'app.audit', 'gatekeeper');
select pg_temp.require_granted('update', 'app.audit', 'nobody');
select pg_temp.require_granted('delete', 'app.audit', 'nobody');
select pg_temp.require_definer('private.audit_write', 'gatekeeper');
select pg_temp.require('who is not signed in writes none',
    not has_function_privilege('anonymous', 'private.audit_write'::regproc, 'execute')
    and not has_function_privilege('public', 'private.audit_write'::regproc, 'execute'));
select pg_temp.require_route('GET', '/v1/audit', 'api.audit_list', 'member reseller admin', shape => 'api.audit_page');
select pg_temp.require_invoker('api.audit_list', 'stable');

rollback;
