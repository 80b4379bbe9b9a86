-- Verify syncstream:base/roles on pg

begin;
\ir ../facts.sql

select pg_temp.require('the roles are there, none of them a superuser, none past row-level security',
    (select count(*) = 11 and not bool_or(rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) from pg_roles
     where rolname in ('anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'analyst', 'syncstream_api')));
select pg_temp.require('the API logs in, and no other of them',
    (select string_agg(rolname, ' ') = 'syncstream_api' from pg_roles
     where rolcanlogin and rolname in ('anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'analyst', 'syncstream', 'syncstream_api')));
select pg_temp.require('it may become what a token says, or billing, and nothing else',
    (select string_agg(roleid::regrole::text, ' ' order by roleid::regrole::text) = 'admin anonymous billing kid member reseller'
     from pg_auth_members where member = 'syncstream_api'::regrole));
select pg_temp.require('and is none of them by itself', (select not rolinherit from pg_roles where rolname = 'syncstream_api'));
select pg_temp.require('resellers and administrators are members, kids are not',
    pg_has_role('reseller', 'member', 'usage') and pg_has_role('admin', 'member', 'usage') and not pg_has_role('kid', 'member', 'member'));

select pg_temp.require_usage('app', 'anonymous kid member reseller admin gatekeeper treasurer cashier');
select pg_temp.require_usage('private', 'anonymous kid member reseller admin gatekeeper treasurer cashier billing');
select pg_temp.require_usage('http', 'anonymous kid member reseller admin gatekeeper syncstream_api');
select pg_temp.require_usage('api', 'anonymous kid member reseller admin gatekeeper syncstream_api');
select pg_temp.require_usage('extensions', 'gatekeeper');
select pg_temp.require('none of the clients makes anything',
    (select not bool_or(has_schema_privilege(role, nspname, 'create'))
     from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'billing', 'analyst', 'syncstream_api']) as role,
          unnest(array['app', 'private', 'http', 'api', 'extensions']) as nspname));
select pg_temp.require('PUBLIC has no rights by default',
    (select count(*) = 2 and not bool_or(0 = any (array(select grantee from aclexplode(defaclacl)))) from pg_default_acl
     where defaclrole = 'syncstream'::regrole and defaclobjtype in ('f', 'T')));

rollback;
