-- Verify syncstream:accounts/export on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.export_parts', 'gatekeeper');
select pg_temp.require_callers('private.export_rows', 'gatekeeper');
select pg_temp.require_callers('private.export_account_password', 'gatekeeper');
select pg_temp.require_callers('private.export_refresh_token', 'gatekeeper');
select pg_temp.require_callers('private.export_profile_pin', 'gatekeeper');
select pg_temp.require_callers('private.export_device_code', 'gatekeeper');
select pg_temp.require_callers('private.export_throttle', 'gatekeeper');

rollback;
