-- Analysts: the schema analytics, of each table the columns that its views show, and nothing else. A view or a column
-- that comes later is held to the same.

begin;
select plan(17);

create view tests.analyst as select unnest(array['analyst', 'analyst_staff', 'analyst_reseller']) as role;
create view tests.analysts_column as
select r.oid, r.name, r.nspname, r.relkind, a.attname::text, a.attnum, k.role
from tests.relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
cross join tests.analyst k
where r.relkind in ('r', 'p', 'v', 'm') and has_column_privilege(k.role, r.oid, a.attnum, 'select');
-- What views are made of: relation, column.
create view tests.viewed_column as
select distinct w.ev_class as view, d.refobjid as oid, d.refobjsubid as attnum
from pg_depend d
join pg_rewrite w on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
where d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.refobjid <> w.ev_class;

-- The views.
select isnt_empty($$select from tests.relation where nspname = 'analytics' and relkind = 'v'$$, '(there are views to look at)');
select is_empty($$select name, relkind from tests.relation where nspname = 'analytics' and relkind <> 'v'$$, 'analytics has views and nothing else');
select is_empty($$select name from tests.function where nspname = 'analytics'$$, 'no functions either');
select is_empty(
    $$select name from tests.relation r where nspname = 'analytics'
      and not (has_table_privilege('analyst_staff', oid, 'select') and (select count(*) from aclexplode(relacl) where grantee <> relowner) = 1)$$,
    'each is granted once: to staff, or to all analysts; and to nobody else');
select is_empty(
    $$select name from tests.analysts_column where nspname <> 'analytics' and relkind <> 'v' and role <> 'analyst'
      and not exists (select from tests.viewed_column v where v.oid = analysts_column.oid and v.attnum = analysts_column.attnum)$$,
    'of a table analysts are granted no column that no view needs');
select is_empty(
    $$select v.view::regclass as view, v.oid::regclass as relation, a.attname, k.role
      from tests.viewed_column v
      join tests.relation r on r.oid = v.view
      join pg_attribute a on a.attrelid = v.oid and a.attnum = v.attnum
      cross join tests.analyst k
      where (r.nspname = 'analytics' or r.oid = 'app.viewing'::regclass) and k.role <> 'analyst' and has_table_privilege(k.role, v.view, 'select')
        and not has_column_privilege(k.role, v.oid, a.attnum, 'select')$$,
    'and all that their views need');

-- What they never read.
select is_empty(
    $$select name, attname, role from tests.analysts_column
      where attname ~ '(email|phone|address|\yip\y|hash|secret|ciphertext|password|token|nonce|code|note|settings|avatar|image|url|username|device_id|device_name|provider_id|playback_id|stripe|payload)'
        and (name, attname) not in (('app.plan', 'code'))$$,
    'no address, no secret, no device, nothing of Stripe''s');
select is_empty($$select name, attname from tests.analysts_column where attname ~ 'name' and name not in ('app.plan', 'analytics.plan')$$, 'no name but a plan''s');
select is_empty($$select name from tests.analysts_column where attname = 'title' and name <> 'analytics.title' and (nspname <> 'app' or role = 'analyst_reseller')$$,
    'no title but of what many watched');
select is_empty($$select name, attname from tests.analysts_column where nspname not in ('app', 'analytics')$$, 'nothing of private, http and api');

-- What they never do.
select is_empty(
    $$select nspname, role, right_ from pg_namespace n, tests.analyst, unnest(array['usage', 'create']) as right_
      where nspname !~ '^(pg_catalog|information_schema|tests|public|pg_temp_.*)$' and has_schema_privilege(role, n.oid, right_) and (nspname, right_) <> ('analytics', 'usage')$$,
    'they look into no schema but analytics, and make nothing there');
select is_empty(
    $$select name, role, operation from tests.relation r, tests.analyst, unnest(array['insert', 'update', 'references']) as operation
      where relkind in ('r', 'p', 'v') and has_any_column_privilege(role, r.oid, operation)
      union all
      select name, role, operation from tests.relation r, tests.analyst, unnest(array['delete', 'truncate', 'trigger']) as operation
      where relkind in ('r', 'p', 'v') and has_table_privilege(role, r.oid, operation)
      union all
      select name, role, 'sequence' from tests.relation r, tests.analyst where case relkind when 'S' then has_sequence_privilege(role, r.oid, 'usage, select, update') end$$,
    'they write nothing');
select is_empty($$select role, operation from tests.analyst, unnest(array['create', 'temporary']) as operation where has_database_privilege(role, current_database(), operation)$$,
    'not even temporary tables');
select is_empty($$select name, role from tests.function f, tests.analyst where has_function_privilege(role, f.oid, 'execute') and (name, role) <> ('private.analyst_reseller_id()', 'analyst_reseller')$$,
    'they call none of our functions; the one that a policy asks they cannot name');
select is_empty(
    $$select p.oid::regprocedure from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace and has_function_privilege('analyst', p.oid, 'execute')
      and p.proname ~ '^(pg_(try_)?advisory_.*|lo_(creat|create|from_bytea|import|export)|pg_read_(binary_)?file|pg_ls_dir|pg_reload_conf|pg_rotate_logfile|pg_stat_reset|pg_promote)$'$$,
    'nor what PostgreSQL has for leaving data behind, holding others up, or reading files');
select is_empty($$select polrelid::regclass, polname from pg_policy, tests.analyst where role::regrole = any (polroles) and polcmd <> 'r'$$, 'their policies are for reading');
select is_empty(
    $$select polrelid::regclass, polname from pg_policy p join tests.relation r on r.oid = polrelid
      where 'analyst_reseller'::regrole = any (polroles) and r.is_tenant
        and pg_get_expr(polqual, polrelid) <> '(account_id = ( SELECT private.analyst_reseller_id() AS analyst_reseller_id))'
         or 'analyst'::regrole = any (polroles)$$,
    'and a reseller''s analysts see by the reseller of their login');

select * from finish();
rollback;
