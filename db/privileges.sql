-- The privilege matrix, a line a fact, for db/privileges.txt: every role of ours against every table and function.
with roles (role) as (
    values ('anonymous'), ('kid'), ('member'), ('reseller'), ('admin'), ('gatekeeper'), ('vault'), ('analyst'), ('syncstream_api'), ('public')
),
relations as (
    select c.oid, c.oid::regclass::text as name
    from pg_class c
    where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace::regnamespace::text in ('app', 'private', 'http', 'api', 'analytics')
),
table_rights as (
    select format('table    %-28s %-15s %s', r.name, role,
                  string_agg(lower(operation) || case
                      when has_table_privilege(role, r.oid, operation) then ''
                      else ' (' || (select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a
                                    where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
                                      and has_column_privilege(role, r.oid, a.attnum, operation)) || ')' end,
                      ', ' order by position)) as line
    from relations r
    cross join roles
    cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) with ordinality as o (operation, position)
    where has_table_privilege(role, r.oid, operation)
       or operation in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(role, r.oid, operation)
    group by r.name, role
),
function_rights as (
    select format('function %-44s %-10s %s', p.oid::regproc, case when p.prosecdef then 'as ' || p.proowner::regrole else '' end,
                  coalesce(string_agg(role, ', ' order by role) filter (where has_function_privilege(role, p.oid, 'execute')), '-')) as line
    from pg_proc p
    cross join roles
    where p.pronamespace::regnamespace::text in ('app', 'private', 'http', 'api', 'analytics')
    group by p.oid
)
select rtrim(line) from table_rights
union all
select rtrim(line) from function_rights
order by 1
