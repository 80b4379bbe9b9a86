-- Grants are authorization: each on purpose, none to PUBLIC. Who may what is in db/privileges.txt.

begin;
select plan(13);

select is_empty(
    $$select name from tests.function where has_function_privilege('public', oid, 'execute')
      union all
      select name from tests.relation where relkind in ('r', 'p', 'v', 'm') and has_any_column_privilege('public', oid, 'select, insert, update, references')
      union all
      select name from tests.relation where relkind in ('r', 'p', 'v', 'm') and has_table_privilege('public', oid, 'delete, truncate, trigger')
      union all
      select name from tests.relation where case relkind when 'S' then has_sequence_privilege('public', oid, 'usage, select, update') end
      union all
      select t.oid::regtype::text from pg_type t where t.typnamespace::regnamespace::text in ('app', 'private', 'http', 'api')
          and t.typelem = 0 and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c') and has_type_privilege('public', t.oid, 'usage')
      union all
      select nspname from pg_namespace n where nspowner = 'syncstream'::regrole and has_schema_privilege('public', n.oid, 'usage, create')$$,
    'nothing is granted to PUBLIC');
select is_empty(
    $$select datname from pg_database where datname = current_database() and has_database_privilege('public', oid, 'connect, temporary, create')$$,
    'not even connecting');
select is_empty(
    $$select defaclrole::regrole, defaclobjtype, grantee::regrole from pg_default_acl, aclexplode(defaclacl) where grantee = 0 or grantee <> defaclrole$$,
    'nor is anything by default');
select is_empty(
    $$select r.name, grantee::regrole, privilege_type from tests.relation r, aclexplode(relacl) where is_grantable and grantee <> relowner
      union all
      select f.name, grantee::regrole, privilege_type from tests.function f, aclexplode(proacl) where is_grantable and grantee <> proowner$$,
    'nobody hands rights on');
select is_empty(
    $$select r.name, grantee::regrole, privilege_type from tests.relation r, aclexplode(relacl)
      where grantee <> relowner and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')$$,
    'nobody truncates, refers or triggers');

-- Clients: the roles that a token can stand for.
select is_empty(
    $$select r.name, grantee::regrole, privilege_type from tests.relation r, aclexplode(relacl)
      where r.relkind in ('r', 'p', 'v') and r.nspname = 'private'
        and grantee = any (array['anonymous', 'kid', 'member', 'reseller', 'admin', 'billing', 'analyst', 'analyst_staff', 'analyst_reseller', 'syncstream_api']::regrole[]::oid[])
      union all
      select r.name || '.' || attname, grantee::regrole, privilege_type from tests.relation r join pg_attribute a on a.attrelid = r.oid, aclexplode(attacl)
      where r.nspname = 'private'
        and grantee = any (array['anonymous', 'kid', 'member', 'reseller', 'admin', 'billing', 'analyst', 'analyst_staff', 'analyst_reseller', 'syncstream_api']::regrole[]::oid[])$$,
    'no client reads or writes a table of private: password hashes, refresh tokens, PINs');
select is_empty(
    $$select r.name, grantee::regrole, privilege_type from tests.relation r, aclexplode(relacl)
      where privilege_type in ('INSERT', 'UPDATE') and grantee = any (array['anonymous', 'kid', 'member', 'reseller', 'admin']::regrole[]::oid[])$$,
    'clients insert and update by columns: one that is added later is not theirs by itself');
select is_empty(
    $$select r.name, privilege_type from tests.relation r, aclexplode(relacl)
      where grantee = 'anonymous'::regrole and r.is_tenant
      union all
      select r.name, privilege_type from tests.relation r, aclexplode(relacl) where grantee = 'anonymous'::regrole and privilege_type <> 'SELECT'$$,
    'who is not signed in reads no account''s rows and writes nothing');
select is_empty(
    $$select f.name from tests.function f where f.nspname = 'api'
      and not exists (select from unnest(array['anonymous', 'kid', 'member', 'reseller', 'admin']) as client where has_function_privilege(client, f.oid, 'execute'))$$,
    'every function of api is granted to somebody');
select is_empty(
    $$select f.name from tests.function f where has_function_privilege('syncstream_api', f.oid, 'execute') and f.nspname <> 'http'$$,
    'the API''s login calls nothing of its own accord');
select is_empty(
    $$select r.name from tests.relation r where r.relkind = 'r' and has_any_column_privilege('syncstream_api', r.oid, 'select')$$,
    'and reads no table');
select is_empty(
    $$select r.name, p.polname, role::regrole
      from tests.relation r join pg_policy p on p.polrelid = r.oid, unnest(p.polroles) as role
      where role <> 0 and role <> r.relowner
        and not case p.polcmd when 'r' then has_any_column_privilege(role, r.oid, 'select')
                              when 'a' then has_any_column_privilege(role, r.oid, 'insert')
                              when 'w' then has_any_column_privilege(role, r.oid, 'update')
                              when 'd' then has_table_privilege(role, r.oid, 'delete')
                              else has_any_column_privilege(role, r.oid, 'select, insert, update') end$$,
    'a policy without its grant is a mistake');
select is_empty(
    $$select r.name, grantee::regrole
      from tests.relation r, aclexplode(relacl)
      where r.relkind in ('r', 'p') and r.relrowsecurity and grantee <> relowner
        and not exists (select from pg_policy p, unnest(polroles) as role where p.polrelid = r.oid and (role = 0 or pg_has_role(grantee, role, 'usage')))$$,
    'and so is a grant without its policy');

select * from finish();
rollback;
