-- Verify syncstream:analytics/roles on pg

begin;
\ir ../facts.sql

select pg_temp.require('the roles are there, and none of them logs in or is more than an analyst',
    (select count(*) = 2 and not bool_or(rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication) from pg_roles
     where rolname in ('analyst_staff', 'analyst_reseller'))
    and (select string_agg(member::regrole || ' is ' || roleid::regrole, ', ' order by member::regrole::text) = 'analyst_reseller is analyst, analyst_staff is analyst'
         from pg_auth_members where member in ('analyst'::regrole, 'analyst_staff'::regrole, 'analyst_reseller'::regrole)));
select pg_temp.require_usage('analytics', 'analyst');
select pg_temp.require('analysts look into no other schema, and make nothing in any',
    (select not bool_or(has_schema_privilege(role, nspname, 'create') or nspname <> 'analytics' and has_schema_privilege(role, nspname, 'usage'))
     from unnest(array['analyst', 'analyst_staff', 'analyst_reseller']) as role, unnest(array['app', 'private', 'http', 'api', 'extensions', 'analytics']) as nspname));
select pg_temp.require('nor temporary tables', not has_database_privilege('analyst_staff', current_database(), 'temporary')
    and not has_database_privilege('analyst_reseller', current_database(), 'temporary'));
select pg_temp.require('they connect', has_database_privilege('analyst_staff', current_database(), 'connect'));
select pg_temp.require_forced_security('private.analyst_login');
select pg_temp.require_granted('select', 'private.analyst_login', 'gatekeeper');
select pg_temp.require_granted('insert', 'private.analyst_login', 'nobody');
select pg_temp.require_granted('update', 'private.analyst_login', 'nobody');
select pg_temp.require_definer('private.analyst_reseller_id', 'gatekeeper');
select pg_temp.require_callers('private.analyst_reseller_id', 'nobody');
select pg_temp.require('whose analyst one is a reseller''s analysts ask, by their policies',
    has_function_privilege('analyst_reseller', 'private.analyst_reseller_id()', 'execute') and not has_function_privilege('analyst_staff', 'private.analyst_reseller_id()', 'execute'));
select pg_temp.require_callers('private.account_forget_analyst_login', 'gatekeeper');
select pg_temp.require_callers('private.export_analyst_login', 'gatekeeper');

rollback;
