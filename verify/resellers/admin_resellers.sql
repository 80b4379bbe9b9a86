-- Verify syncstream:resellers/admin_resellers on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/admin/resellers', 'api.admin_reseller_create', 'admin', shape => 'api.reseller_account', status => 201, slow => true);
select pg_temp.require_route('POST', '/v1/admin/resellers/{id}/credits', 'api.admin_credits', 'admin', shape => 'api.reseller_account');
select pg_temp.require_definer('api.admin_reseller_create', 'gatekeeper');
select pg_temp.require_definer('api.admin_credits', 'gatekeeper');
select pg_temp.require_definer('private.admin_make', 'gatekeeper');
select pg_temp.require_callers('private.admin_make', 'nobody');

rollback;
