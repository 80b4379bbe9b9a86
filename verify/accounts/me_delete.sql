-- Verify syncstream:accounts/me_delete on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('DELETE', '/v1/me', 'api.me_delete', 'member reseller admin', slow => true);
select pg_temp.require_definer('api.me_delete', 'gatekeeper');
select pg_temp.require_callers('private.account_forget_email', 'gatekeeper');
select pg_temp.require_callers('private.account_forget_device_code', 'gatekeeper');
select pg_temp.require_callers('private.account_forget_throttle', 'gatekeeper');

rollback;
