-- Verify syncstream:accounts/device_code on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('private.device_code');
select pg_temp.require_granted('select', 'private.device_code', 'gatekeeper');
select pg_temp.require_granted('insert', 'private.device_code', 'gatekeeper');
select pg_temp.require_granted('update', 'private.device_code', 'gatekeeper');
select pg_temp.require_granted('delete', 'private.device_code', 'gatekeeper');
select pg_temp.require('nobody gives a code another secret, or makes it last',
    not has_column_privilege('gatekeeper', 'private.device_code', 'secret_hash', 'update')
    and not has_column_privilege('gatekeeper', 'private.device_code', 'expires_at', 'update'));
select pg_temp.require_callers('private.random_code', 'gatekeeper usher');
select pg_temp.require_callers('private.device_code_hash', 'gatekeeper');
select pg_temp.require('the settings are there',
    (select pairing_lifetime > '0' and pairing_interval > 0 and pairing_codes > 0 and pairing_attempts > 0 from app.settings));

rollback;
