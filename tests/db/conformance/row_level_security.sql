-- Policies are scope: every table has them, for its owner too, and they are cheap: columns and claims.

begin;
select plan(14);

select isnt_empty('select from tests.relation where relkind = ''r''', '(there are tables to look at)');
select is_empty(
    $$select name from tests.relation
      where relkind in ('r', 'p') and nspname in ('app', 'private') and not (relrowsecurity and relforcerowsecurity)$$,
    'row-level security is enabled and forced on every table');
select is_empty(
    $$select name from tests.relation r
      where relkind in ('r', 'p') and relrowsecurity and not exists (select from pg_policy p where p.polrelid = r.oid)$$,
    'and has a policy: a table that nobody sees is a mistake');
select is_empty(
    $$select name from tests.relation where relkind in ('r', 'p') and nspname not in ('app', 'private', 'http')$$,
    'tables are where these rules look for them');

select is_empty(
    $$select polrelid::regclass, polname, claim
      from pg_policy p, lateral (values (pg_get_expr(polqual, polrelid)), (pg_get_expr(polwithcheck, polrelid))) as e (expression),
           lateral regexp_replace(expression, '\( SELECT (http\.\w+|private\.analyst_reseller_id)\(\) AS \w+\)', '', 'g') as rest,
           lateral regexp_matches(rest, '(?:http\.\w+|private\.\w+|current_setting)\(', 'g') as claim$$,
    'claims are wrapped as (select …), so that they are read once a query and not once a row');
select is_empty(
    $$select polrelid::regclass, polname, refobjid::regclass
      from pg_policy p
      join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_class'::regclass
      where d.refobjid <> p.polrelid$$,
    'no policy looks into another table');
select is_empty(
    $$select polrelid::regclass, polname, expression
      from pg_policy p, lateral (values (pg_get_expr(polqual, polrelid)), (pg_get_expr(polwithcheck, polrelid))) as e (expression)
      where expression ~ '\yFROM\y'$$,
    'nor into its own');
select is_empty(
    $$select polrelid::regclass, polname, f.oid::regprocedure
      from pg_policy p
      join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
      join pg_proc f on f.oid = d.refobjid
      where (f.provolatile = 'v' or f.prosecdef or f.pronamespace <> 'http'::regnamespace)
        and not (f.oid = 'private.analyst_reseller_id'::regproc and polroles = array['analyst_reseller'::regrole::oid])$$,
    'the functions that policies call are the claims'', or what a reseller''s analysts have in place of claims');

select is_empty(
    $$select polrelid::regclass, polname
      from pg_policy p
      join tests.relation r on r.oid = p.polrelid
      cross join lateral (values ('using', pg_get_expr(polqual, polrelid)), ('check', pg_get_expr(polwithcheck, polrelid))) as e (clause, expression)
      where r.is_tenant
        and (p.polroles = '{0}' or exists (select from unnest(array['anonymous', 'kid', 'member', 'reseller', 'admin']::regrole[]) as client where client = any (p.polroles)))
        and not (clause = 'using' and polcmd = 'a') and not (clause = 'check' and expression is null and polcmd <> 'a')
        and coalesce(expression !~ 'account_id = \( SELECT http\.current_account_id\(\) AS \w+\)', true)$$,
    'in a tenant''s table a client''s policy holds to the account of the claims');
select is_empty(
    $$select r.name, p.polname from pg_policy p join tests.relation r on r.oid = p.polrelid where polroles = '{0}' and (r.is_tenant or polcmd <> 'r')$$,
    'a policy names its roles; for all roles there is at most reading what is no account''s');
select is_empty('select polrelid::regclass, polname from pg_policy where not polpermissive', 'policies permit: one that forbids besides is easily overlooked');
select is_empty(
    $$select polrelid::regclass, polname from pg_policy p join tests.relation r on r.oid = p.polrelid
      where polname !~ ('^' || r.relname || '_(' || case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end || ')(_|$)')$$,
    'a policy''s name says what it is for: <table>_<command>_<who>');

select is_empty(
    $$select name from tests.relation where relkind = 'v' and nspname <> 'http'
      and not coalesce(reloptions @> '{security_invoker=true}' or reloptions @> '{security_invoker=on}', false)$$,
    'a view passes no policy by: it reads with the rights of who asks');
select is_empty($$select name from tests.relation where relkind = 'm'$$, 'no materialized view, which has no policies');

select * from finish();
rollback;
