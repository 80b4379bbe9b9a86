-- Verify syncstream:accounts/sessions on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/sessions', 'api.session_list', 'member reseller admin', shape => 'api.session_page');
select pg_temp.require_route('DELETE', '/v1/sessions/{id}', 'api.session_delete', 'member reseller admin');
select pg_temp.require_invoker('api.session_delete', 'volatile');
select pg_temp.require_callers('private.session_end', 'kid member reseller admin');
select pg_temp.require_callers('private.audit_write', 'kid member reseller admin');

rollback;
