-- Revert syncstream:resellers/client from pg

begin;

select http.unmount('GET', '/v1/reseller/clients/{id}');
select http.unmount('GET', '/v1/reseller/clients');
drop function api.client_get;
drop function api.client_list;
drop function private.client_search;
drop type api.client_page;
drop domain app.search;
drop domain app.client_status;
drop function private.unused_credits;
drop function private.client_write;
drop function private.client_subscription_write;
drop function private.client_lock;
drop function private.client_require;
drop function private.client_shape;
drop type api.client;
revoke insert (account_id, plan, status, source, current_period_end, trial_end),
    update (plan, status, current_period_end, trial_end, updated_at) on app.subscription from gatekeeper;
drop policy subscription_update_gatekeeper_reseller on app.subscription;
drop policy subscription_insert_gatekeeper_reseller on app.subscription;
drop table app.account_reseller;
drop table app.reseller_client;
drop extension btree_gin;
drop extension pg_trgm;

commit;
