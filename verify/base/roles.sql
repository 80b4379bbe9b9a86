-- Verify syncstream:base/roles on pg

begin;
\ir ../facts.sql

select pg_temp.require('the roles are there, none of them a superuser, none past row-level security',
    (select count(*) = 13 and not bool_or(rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) from pg_roles
     where rolname in ('anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'usher', 'analyst', 'syncstream_api', 'syncstream_relay')));
select pg_temp.require('the API logs in and the relay, and no other of them',
    (select string_agg(rolname, ' ' order by rolname) = 'syncstream_api syncstream_relay' from pg_roles
     where rolcanlogin and rolname in ('anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'usher', 'analyst', 'syncstream', 'syncstream_api', 'syncstream_relay')));
select pg_temp.require('the relay is nobody else', not exists (select from pg_auth_members where member = 'syncstream_relay'::regrole));
select pg_temp.require('it may become what a token says, or billing, and nothing else',
    (select string_agg(roleid::regrole::text, ' ' order by roleid::regrole::text) = 'admin anonymous billing kid member reseller'
     from pg_auth_members where member = 'syncstream_api'::regrole));
select pg_temp.require('and is none of them by itself', (select not rolinherit from pg_roles where rolname = 'syncstream_api'));
select pg_temp.require('resellers and administrators are members, kids are not',
    pg_has_role('reseller', 'member', 'usage') and pg_has_role('admin', 'member', 'usage') and not pg_has_role('kid', 'member', 'member'));

select pg_temp.require_usage('app', 'anonymous kid member reseller admin gatekeeper treasurer cashier usher');
select pg_temp.require_usage('private', 'anonymous kid member reseller admin gatekeeper treasurer cashier billing usher');
select pg_temp.require_usage('http', 'anonymous kid member reseller admin gatekeeper usher syncstream_api');
select pg_temp.require_usage('api', 'anonymous kid member reseller admin gatekeeper usher syncstream_api');
select pg_temp.require_usage('relay', 'usher syncstream_relay');
select pg_temp.require_usage('extensions', 'gatekeeper usher');
select pg_temp.require('none of the clients makes anything',
    (select not bool_or(has_schema_privilege(role, nspname, 'create'))
     from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'billing', 'analyst', 'syncstream_api', 'syncstream_relay']) as role,
          unnest(array['app', 'private', 'http', 'api', 'relay', 'extensions']) as nspname));
select pg_temp.require('PUBLIC has no rights by default',
    (select count(*) = 2 and not bool_or(0 = any (array(select grantee from aclexplode(defaclacl)))) from pg_default_acl
     where defaclrole = 'syncstream'::regrole and defaclobjtype in ('f', 'T')));

rollback;
