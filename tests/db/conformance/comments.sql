-- Whoever meets it can read what it is, in psql and in the OpenAPI document.

begin;
select plan(12);

select is_empty($$select name from tests.function where coalesce(obj_description(oid, 'pg_proc'), '') = ''$$, 'every function has a comment');
select is_empty(
    $$select name, argument
      from tests.function, unnest(proargnames) as argument
      where nspname = 'api' and argument not in ('given', 'idempotency_key')
        and coalesce(obj_description(oid, 'pg_proc') !~ format('(^|\n)%s: \S', argument), true)$$,
    'in api it describes every argument');
select is_empty(
    $$select name, match[1] as described
      from tests.function, regexp_matches(obj_description(oid, 'pg_proc'), '\n([a-z_]+): ', 'g') as match
      where nspname = 'api' and match[1] <> all (coalesce(proargnames, '{}'))$$,
    'and none that there is not');
select is_empty(
    $$select name, argument from tests.function, unnest(proargnames) as argument where argument !~ '^[a-z][a-z0-9_]*$' or argument ~ '^(p|v|_)_'$$,
    'arguments have plain names');
select is_empty(
    $$select name, line
      from tests.function, regexp_split_to_table(obj_description(oid, 'pg_proc'), '\n') as line
      where nspname = 'api' and line ~ '^Errors: ' and line !~ '^Errors: [1-5]\d\d [a-z_]+(, [1-5]\d\d [a-z_]+)*$'$$,
    'errors are listed as status and code');
select is_empty(
    $$select name from tests.function
      where nspname = 'api' and not tests.takes('json', substring(obj_description(oid, 'pg_proc') from '\nExample: (.*)'))$$,
    'an example is JSON');

select is_empty($$select name from tests.relation where relkind in ('r', 'p', 'v', 'm') and coalesce(obj_description(oid, 'pg_class'), '') = ''$$,
    'every table and view has a comment');
select is_empty(
    $$select r.name, a.attname
      from tests.relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      where (r.relkind in ('r', 'p') or r.relkind = 'c' and r.nspname in ('api', 'http') or r.nspname = 'analytics') and coalesce(col_description(r.oid, a.attnum), '') = ''$$,
    'so has every column of a table, every field of an answer, and every column that analysts are shown');
select is_empty(
    $$select t.oid::regtype from pg_type t where t.typtype <> 'p' and t.typelem = 0 and t.typnamespace::regnamespace::text in ('app', 'private', 'http', 'api')
      and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
      and coalesce(obj_description(t.oid, 'pg_type'), '') = ''$$,
    'and every domain and shape');
select is_empty($$select name from http.type where comment is null$$, 'which the OpenAPI document is shown');
select is_empty(
    $$select nspname from pg_namespace where nspowner = 'syncstream'::regrole and nspname <> 'sqitch' and coalesce(obj_description(oid, 'pg_namespace'), '') = ''$$,
    'and every schema');

-- Style, as far as a query sees it.
select is_empty(
    $$select name, comment from (
          select name, obj_description(oid, 'pg_proc') as comment from tests.function
          union all select name, obj_description(oid, 'pg_class') from tests.relation
          union all select r.name || '.' || a.attname, col_description(r.oid, a.attnum) from tests.relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0
      ) as c where split_part(comment, E'\n', 1) ~ '[.;,]$'$$,
    'the first line of a comment is a phrase, without a full stop');

select * from finish();
rollback;
