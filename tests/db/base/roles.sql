-- Who there is, where things live, and nothing for PUBLIC.

begin;
select plan(11);

select is_empty(
    $$select rolname from pg_roles
      where rolname in ('anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'usher', 'analyst', 'syncstream', 'syncstream_api', 'syncstream_relay')
        and (rolsuper or rolbypassrls or rolcreatedb or rolreplication or rolcanlogin <> (rolname in ('syncstream_api', 'syncstream_relay')))$$,
    'only the API''s login and the relay''s log in, and no role passes row-level security by');
select ok(not rolinherit, 'the API''s login has by itself none of the rights that it may take on')
from pg_roles where rolname = 'syncstream_api';

select is(
    (select string_agg(rolname, ' ' order by rolname) from pg_roles r where pg_has_role('syncstream_api', r.oid, 'member') and rolname <> 'syncstream_api'),
    'admin anonymous billing kid member reseller',
    'the API''s login may become what a token says, or billing, and no owner of anything');
select is(
    (select string_agg(rolname, ' ' order by rolname) from pg_roles r where pg_has_role(r.oid, 'member', 'usage') and not rolsuper),
    'admin member reseller',
    'resellers and administrators may what a member may; a kids profile may not');
select is(
    (select count(*) from pg_auth_members where member in ('gatekeeper'::regrole, 'treasurer'::regrole, 'cashier'::regrole, 'billing'::regrole, 'usher'::regrole, 'syncstream_relay'::regrole)), 0::bigint,
    'the gatekeeper, the treasurer, the cashier, billing, the usher and the relay''s login have their own grants and no others');

select is_empty(
    $$select nspname, role from unnest(array['app', 'private', 'http', 'api', 'relay', 'extensions']) as nspname,
             unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'billing', 'analyst', 'syncstream_api', 'syncstream_relay']) as role
      where has_schema_privilege(role, nspname, 'create')$$,
    'nobody who calls the API makes objects');
select is_empty(
    $$select nspname from unnest(array['app', 'private', 'http', 'api', 'relay', 'extensions']) as nspname
      where has_schema_privilege('public', nspname, 'usage')$$,
    'PUBLIC looks into no schema');
select is_empty(
    $$select role from unnest(array['anonymous', 'kid', 'member', 'reseller', 'admin']) as role where has_schema_privilege(role, 'extensions', 'usage')$$,
    'no client calls crypt() or pgp_sym_decrypt() itself');

set local role syncstream;
create function app.made_later() returns integer language sql return 1;
create type app.type_made_later as (a integer);
create table app.table_made_later (a integer);
reset role;
select is(tests.roles_calling('app.made_later'), 'nobody', 'a new function is nobody''s until it is granted');
select ok(not has_type_privilege('public', 'app.type_made_later', 'usage'), 'nor is a new type PUBLIC''s');
select is(tests.roles_with('select', 'app.table_made_later'), 'nobody', 'nor is a new table anybody''s');

select * from finish();
rollback;
