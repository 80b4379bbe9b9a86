-- Verify syncstream:resellers/client on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.reseller_client');
select pg_temp.require_granted('select', 'app.reseller_client', 'reseller gatekeeper');
select pg_temp.require_granted('insert', 'app.reseller_client', 'gatekeeper');
select pg_temp.require_granted('update', 'app.reseller_client', 'gatekeeper');
select pg_temp.require_granted('delete', 'app.reseller_client', 'gatekeeper');
select pg_temp.require_forced_security('app.account_reseller');
select pg_temp.require_granted('select', 'app.account_reseller', 'gatekeeper');
select pg_temp.require_granted('insert', 'app.account_reseller', 'gatekeeper');
select pg_temp.require_granted('update', 'app.account_reseller', 'nobody');
select pg_temp.require_granted('delete', 'app.account_reseller', 'gatekeeper');
select pg_temp.require('whose a client is does not change',
    not has_column_privilege('gatekeeper', 'app.reseller_client', 'account_id', 'update')
    and not has_column_privilege('gatekeeper', 'app.reseller_client', 'client_id', 'update'));
select pg_temp.require('nor who answers for a subscription', not has_column_privilege('gatekeeper', 'app.subscription', 'source', 'update'));
select pg_temp.require_granted('insert', 'app.subscription', 'gatekeeper cashier');
select pg_temp.require_granted('update', 'app.subscription', 'gatekeeper cashier');
select pg_temp.require_callers('private.client_lock', 'gatekeeper');
select pg_temp.require_callers('private.client_write', 'gatekeeper');
select pg_temp.require_callers('private.client_require', 'reseller gatekeeper');
select pg_temp.require_definer('private.client_search', 'gatekeeper');
select pg_temp.require_callers('private.client_search', 'reseller');
select pg_temp.require_route('GET', '/v1/reseller/clients', 'api.client_list', 'reseller', shape => 'api.client_page');
select pg_temp.require_route('GET', '/v1/reseller/clients/{id}', 'api.client_get', 'reseller', shape => 'api.client');

rollback;
