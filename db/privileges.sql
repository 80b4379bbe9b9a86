-- The privilege matrix, a line a fact, for db/privileges.txt: every role that is no superuser, against what there is.
with roles (role) as (
    select rolname::text from pg_roles where not rolsuper and rolname !~ '^pg_' and rolname <> 'syncstream'
    union all
    select 'public'
),
ours (schema, oid) as (
    select nspname::text, oid from pg_namespace where nspowner = 'syncstream'::regrole and nspname <> 'sqitch'
),
role_facts as (
    select format('role     %-15s %s', r.rolname, concat_ws(', ',
                  case when r.rolcanlogin then 'logs in' end,
                  case when not r.rolinherit then 'has its roles'' rights only after set role' end,
                  case when r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication then 'HAS ATTRIBUTES' end,
                  (select 'is ' || string_agg(m.roleid::regrole::text, ', ' order by m.roleid::regrole::text collate "C")
                   from pg_auth_members m where m.member = r.oid))) as line
    from pg_roles r
    join roles on role = r.rolname
),
schema_rights as (
    select format('schema   %-28s %-15s %s', ours.schema, role, string_agg(lower(operation), ', ' order by operation desc)) as line
    from ours
    cross join roles
    cross join unnest(array['USAGE', 'CREATE']) as operation
    where has_schema_privilege(role, ours.oid, operation)
    group by ours.schema, role
),
table_rights as (
    select format('table    %-28s %-15s %s', c.oid::regclass, role,
                  string_agg(lower(operation) || case
                      when has_table_privilege(role, c.oid, operation) then ''
                      else ' (' || (select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a
                                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                                      and has_column_privilege(role, c.oid, a.attnum, operation)) || ')' end,
                      ', ' order by position)) as line
    from pg_class c
    join ours on ours.oid = c.relnamespace
    cross join roles
    cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) with ordinality as o (operation, position)
    where c.relkind in ('r', 'p', 'v', 'm')
      and (has_table_privilege(role, c.oid, operation)
           or operation in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(role, c.oid, operation))
    group by c.oid, role
),
function_rights as (
    select format('function %-44s %-13s %s', p.oid::regproc, case when p.prosecdef then 'as ' || p.proowner::regrole else '' end,
                  coalesce(string_agg(role, ', ' order by role collate "C") filter (where has_function_privilege(role, p.oid, 'execute')), '-')) as line
    from pg_proc p
    join ours on ours.oid = p.pronamespace
    cross join roles
    where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    group by p.oid
)
select rtrim(line)
from (table role_facts union all table schema_rights union all table table_rights union all table function_rights) as facts
order by line collate "C"
