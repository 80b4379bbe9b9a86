-- How functions are written: in which language, with whose rights, how volatile.

begin;
select plan(19);

select isnt_empty('select from tests.function', '(there are functions to look at)');
select is_empty($$select name, lanname from tests.function where lanname not in ('sql', 'plpgsql')$$, 'functions are in sql or plpgsql');
select is_empty($$select name from tests.function where lanname = 'sql' and prosqlbody is null$$,
    'those in sql have a body that was parsed when they were made: what they use cannot be dropped under them');
select is_empty($$select name from tests.function where prokind <> 'f'$$, 'no procedures, aggregates or window functions');
select is_empty($$select name from tests.function where provariadic <> 0 and nspname = 'api'$$, 'api: no variadic arguments');
select is_empty($$select nspname, proname from tests.function group by 1, 2 having count(*) > 1$$, 'no name is overloaded');

-- Definers: few, pinned, owned by who can do little and cannot log in.
select is_empty($$select name, proconfig from tests.function where prosecdef and not coalesce(proconfig @> '{"search_path=\"\""}', false)$$,
    'a security definer function pins search_path to nothing');
select is_empty($$select name, rolname from tests.function join pg_roles r on r.oid = proowner where prosecdef and (rolcanlogin or rolsuper or rolbypassrls)$$,
    'and belongs to a role that cannot log in and passes no policy by');
select is_empty($$select name, proowner::regrole from tests.function where proowner = 'syncstream'::regrole and prosecdef and provolatile = 'v'$$,
    'what the owner of the tables lends, its rights as a definer, only reads');
select is_empty($$select name, rolname from tests.function join pg_roles r on r.oid = proowner where not prosecdef and (rolcanlogin or rolsuper or rolbypassrls)$$,
    'and so does any other function');
select is_empty($$select name, setting from tests.function, unnest(proconfig) as setting where setting !~ '^search_path='$$,
    'functions set nothing else');

-- What the API calls.
select is_empty($$select name from tests.function where nspname = 'api' and lanname <> 'plpgsql'$$, 'api: plpgsql, which keeps its plans');
select is_empty($$select name, prorettype::regtype from tests.function where nspname = 'api' and prorettype not in ('json'::regtype, 'http.response'::regtype)$$,
    'api: answers are json');
select is_empty($$select name from tests.function where nspname = 'api' and proname !~ '^[a-z]+(_[a-z]+)*$'$$, 'api: plain names, as <entity>_<verb>');
select is_empty(
    $$select name from tests.function where prosrc ~* '\ycrypt\(|\yhash_password\(|\y(auth_|confirm_)?password_refusal\(|\ysession_start\(|\ypin_refusal\(' and nspname = 'api' and procost <= 1000$$,
    'api: what hashes says so by a high COST, and is kept off the fast connections');
select is_empty($$select name, procost from tests.function where nspname <> 'api' and procost > 1000$$, 'a high COST means something in api only');
select is_empty($$select f.name from tests.function f where prosrc ~* '\ystrict\y' and proisstrict$$, 'no function is strict and says strict');

-- Volatility: what a function says of itself holds for what it calls.
select is_empty(
    $$select f.name as caller, g.name as calls
      from tests.function f
      join tests.function g on coalesce(pg_get_function_sqlbody(f.oid), f.prosrc) ~ ('\y' || g.nspname || '\.' || g.proname || '\(')
      where f.provolatile < g.provolatile and f.oid <> g.oid$$,
    'a function is not less volatile than what it calls');
select is_empty(
    $$select name from tests.function
      where provolatile <> 'v' and coalesce(pg_get_function_sqlbody(oid), prosrc) ~* '\y(insert\s+into|update\s+\w+\.\w+|delete\s+from|for\s+(no\s+key\s+)?update|for\s+(key\s+)?share|perform\s+pg_notify|set_config)\y'$$,
    'a stable function writes and locks nothing');

select * from finish();
rollback;
