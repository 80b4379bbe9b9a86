-- Ready for many machines: what Citus, with account_id as its distribution column, would ask of each table.
-- A tenant's table is one that has account_id. A lookup table, too, but it is keyed by what is looked up (an address,
-- a code) and refers to nothing. All others are reference tables.

begin;
select plan(20);

create view tests.tenant as
select r.oid, r.name,
       not exists (select from pg_constraint c where c.conrelid = r.oid and c.contype = 'f')
       and not exists (select from pg_index i where i.indrelid = r.oid and i.indisunique
                       and (select attnum from pg_attribute a where a.attrelid = r.oid and a.attname = 'account_id') = any (i.indkey)) as is_lookup
from tests.relation r
where r.relkind in ('r', 'p') and r.is_tenant;

select isnt_empty('select from tests.tenant where not is_lookup', '(there are tenants'' tables to look at)');

-- 1. Keys.
select is_empty($$select name from tests.relation r where relkind in ('r', 'p') and not exists (select from pg_index i where i.indrelid = r.oid and i.indisprimary)$$,
    'every table has a primary key');
select is_empty(
    $$select t.name, i.indexrelid::regclass
      from tests.tenant t join pg_index i on i.indrelid = t.oid and i.indisunique
      where not t.is_lookup and (select attname from pg_attribute a where a.attrelid = t.oid and a.attnum = i.indkey[0]) is distinct from 'account_id'$$,
    'account_id comes first in the primary key and every unique constraint of a tenant''s table');
select is_empty(
    $$select r.name, format_type(a.atttypid, a.atttypmod) from tests.relation r join pg_attribute a on a.attrelid = r.oid and a.attname = 'account_id'
      where r.relkind in ('r', 'p') and a.atttypid <> 'uuid'::regtype$$,
    'account_id is a plain uuid: a domain could not be distributed by');
select is_empty(
    $$select t.name from tests.tenant t join pg_attribute a on a.attrelid = t.oid and a.attname = 'account_id' where not t.is_lookup and not a.attnotnull$$,
    'and never null, but in a lookup table whose row waits for its account');
select is_empty(
    $$select t.name from tests.tenant t where t.is_lookup
      and not exists (select from pg_index i join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                      where i.indrelid = t.oid and a.attname = 'account_id')$$,
    'a lookup table is indexed by account_id, too: an account that goes takes its rows along');
select is_empty(
    $$select r.name, a.attname, a.atttypid::regtype from tests.relation r join pg_attribute a on a.attrelid = r.oid and a.attidentity <> ''
      where a.atttypid <> 'bigint'::regtype
      union all
      select r.name, a.attname, a.atttypid::regtype from tests.relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and a.atthasdef
      join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
      where r.relkind in ('r', 'p') and pg_get_expr(d.adbin, d.adrelid) ~ '\ynextval\('$$,
    'identities are bigint, and no column is a serial');
select is_empty($$select conrelid::regclass, conname from pg_constraint c join tests.relation r on r.oid = c.conrelid where contype = 'x'$$, 'no exclusion constraints');

-- 2. Foreign keys.
select is_empty(
    $$select c.conrelid::regclass, c.conname, c.confrelid::regclass
      from pg_constraint c join tests.relation referring on referring.oid = c.conrelid join tests.relation referred on referred.oid = c.confrelid
      where c.contype = 'f' and referred.is_tenant
        and not exists (
            select from unnest(c.conkey, c.confkey) as k (from_key, to_key)
            join pg_attribute f on f.attrelid = c.conrelid and f.attnum = from_key
            join pg_attribute t on t.attrelid = c.confrelid and t.attnum = to_key
            where f.attname = 'account_id' and t.attname = 'account_id')$$,
    'a foreign key to a tenant''s table holds the account together');
select is_empty($$select conrelid::regclass, conname from pg_constraint where contype = 'f' and conrelid = confrelid$$, 'no table refers to itself');
select is_empty(
    $$select conrelid::regclass, conname from pg_constraint c join tests.relation r on r.oid = c.conrelid
      where contype = 'f' and (confdeltype in ('n', 'd') or confupdtype in ('n', 'd', 'c'))$$,
    'no reference is set to null or a default, and no key is updated');
select is_empty($$select conrelid::regclass, conname from pg_constraint c join tests.relation r on r.oid = c.conrelid where condeferrable or not convalidated$$,
    'no constraint waits, or was never checked');
select is_empty(
    $$select c.conrelid::regclass, c.conname
      from pg_constraint c join tests.relation r on r.oid = c.conrelid
      where c.contype = 'f'
        and not exists (
            select from pg_index i
            where i.indrelid = c.conrelid and i.indpred is null and i.indisvalid
              and (select array_agg(k order by k) from unnest(c.conkey) as k)
                = (select array_agg(k order by k) from unnest((i.indkey::int2[])[0:cardinality(c.conkey) - 1]) as k))$$,
    'every foreign key is indexed: deleting what it refers to reads no whole table');
select is_empty(
    $$select a.indexrelid::regclass as index, b.indexrelid::regclass as covered_by
      from pg_index a join pg_index b on a.indrelid = b.indrelid and a.indexrelid <> b.indexrelid join tests.relation r on r.oid = a.indrelid
      where not a.indisunique and a.indpred is null and b.indpred is null and a.indexprs is null and b.indexprs is null
        and (b.indkey::text || ' ') ^@ (a.indkey::text || ' ') and a.indclass[0] = b.indclass[0]$$,
    'and no index is the beginning of another one');

-- 4. Each reference to a tenant's table in a function says which account's; a function that an operator calls over all
-- of them says so and why: "-- Over all accounts: …".
select is_empty(
    $$select f.name, t.name, match[1] as statement
      from tests.function f
      cross join tests.tenant t
      cross join regexp_matches(f.prosrc, '((?:from|join|update)\s+' || replace(t.name, '.', '\.') || '\y(?:(?!\y(?:from|update|insert)\s)[^;])*)', 'gi') as match
      where not t.is_lookup and f.lanname = 'plpgsql' and f.prosrc !~ '-- Over all accounts: \w' and match[1] !~ '\yaccount_id\s*='$$,
    'a statement in a function says which account''s rows: row-level security alone does not lead to one machine');

-- 5. What a distributed table cannot have.
select is_empty($$select tgrelid::regclass, tgname from pg_trigger t join tests.relation r on r.oid = t.tgrelid where not tgisinternal$$, 'no triggers on tables');
select is_empty($$select ev_class::regclass, rulename from pg_rewrite w join tests.relation r on r.oid = w.ev_class where rulename <> '_RETURN'$$, 'no rules');
select is_empty($$select name from tests.relation r join pg_inherits i on i.inhrelid = r.oid where not relispartition$$, 'no inheritance');
select is_empty(
    $$select f.name, match[1] as assignment, called[1] as volatile_function
      from tests.function f
      cross join regexp_matches(coalesce(pg_get_function_sqlbody(f.oid), f.prosrc), '\yset\s+((?:[^;](?!\ywhere\y|\yreturning\y))*)', 'gi') as match
      cross join regexp_matches(match[1], '((?:\w+\.)?\w+)\s*\(', 'g') as called
      where f.lanname in ('sql', 'plpgsql')
        and exists (select from pg_proc v join pg_namespace n on n.oid = v.pronamespace
                    where v.provolatile = 'v' and called[1] in (n.nspname || '.' || v.proname, case when n.nspname = 'pg_catalog' then v.proname end))$$,
    'no volatile function in UPDATE … SET: its value is put into a variable before, once for all copies');
select is_empty(
    $$select f.name, match[1] as condition, called[1] as volatile_function
      from tests.function f
      cross join regexp_matches(coalesce(pg_get_function_sqlbody(f.oid), f.prosrc), '\y(?:update|delete\s+from)\s+\w+\.\w+[^;]*?\ywhere\y([^;]*)', 'gi') as match
      cross join regexp_matches(match[1], '((?:\w+\.)?\w+)\s*\(', 'g') as called
      where f.lanname in ('sql', 'plpgsql')
        and exists (select from pg_proc v join pg_namespace n on n.oid = v.pronamespace
                    where v.provolatile = 'v' and called[1] in (n.nspname || '.' || v.proname, case when n.nspname = 'pg_catalog' then v.proname end))$$,
    'nor in the WHERE of an UPDATE or DELETE');

select * from finish();
rollback;
