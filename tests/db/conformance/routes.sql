-- Every route resolves, and every function of api is reached by one.

begin;
select plan(15);

select isnt_empty('select from http.route', '(there are routes to look at)');
select is_empty(
    $$select method, path, handler from http.route except select method, path, handler from http.endpoint$$,
    'every route has its function');
select is_empty($$select name from tests.function f where nspname = 'api' and not exists (select from http.route r where r.handler = 'api.' || f.proname)$$,
    'every function of api has a route');
select is_empty($$select method, path, shape from http.route where to_regtype(shape) is null and shape is not null$$, 'every shape is a type');
select is_empty(
    $$select e.method, e.path from http.endpoint e join tests.function f on 'api.' || f.proname = e.handler and f.nspname = 'api'
      where e.method = 'GET' and not e.read_only
        and not exists (select from tests.function g where (g.oid = f.oid or f.prosrc ~ ('\y' || g.nspname || '\.' || g.proname || '\(')) and g.prosrc ~ '\yprivate\.audit_write\(')$$,
    'a GET changes nothing, but leaves a trace in the account''s trail where that is due');
select is_empty($$select method, path from http.endpoint where method in ('PUT', 'PATCH', 'DELETE') and read_only$$, 'a PUT, PATCH or DELETE changes something');
select is_empty($$select method, path from http.endpoint where status = 201 and method <> 'POST'$$, '201 is for a POST that creates');
select is_empty($$select method, path from http.endpoint where roles = '{}'$$, 'somebody may call it');
select is_empty(
    $$select method, path, name from http.endpoint, unnest(path_arguments || query_arguments) as name where name <> all (argument_names)$$,
    'each name in a path is an argument');
select is_empty(
    $$select method, path, name from http.endpoint, unnest(path_arguments) as name where array_position(argument_names, name) > required_count$$,
    'and one that must be there');
select is_empty(
    $$select array_agg(path) from http.route group by method, regexp_replace(split_part(path, '{?', 1), '\{\w+\}', '{}', 'g') having count(*) > 1$$,
    'no two routes answer one path');
select is_empty(
    $$with places as (
          select r.path, regexp_replace(array_to_string(parts[:n - 1], '/'), '\{\w+\}', '{}', 'g') as before, parts[n] as name
          from http.route r, string_to_array(split_part(r.path, '{?', 1), '/') as parts, generate_series(2, cardinality(parts)) as n
          where parts[n] ^@ '{')
      select before, array_agg(distinct name), array_agg(distinct path) from places group by before having count(distinct name) > 1$$,
    'nor do two have different names for one place in it, which the API''s router refuses');
select is_empty($$select method, path from http.route where path !~ '^(/[a-z0-9_-]+|/\{[a-z_]+\})+(\{\?[a-z_]+(,[a-z_]+)*\})?$'$$, 'paths are plain');
select is_empty($$select method, path from http.endpoint where shape ~ '_page$' and not argument_names @> '{limit,cursor}'$$, 'lists come in pages');
select is_empty(
    $$select e.path, t.typname, string_agg(a.attname, ',') from http.endpoint e
      join pg_type t on t.oid = to_regtype(e.shape)
      join pg_attribute a on a.attrelid = t.typrelid and a.attnum > 0
      where e.shape ~ '_page$' group by 1, 2 having string_agg(a.attname, ',' order by a.attnum) <> 'items,next_cursor'$$,
    'and every page looks alike');

select * from finish();
rollback;
