-- Deploy syncstream:base/routes to pg
-- The route table: which function answers which path. The signature says all the rest.

begin;

create table http.route (
    method  text     not null constraint route_method check (method in ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')),
    path    text     not null,
    handler text     not null constraint route_handler check (handler ~ '^api\.[a-z_]+$'),
    status  smallint not null default 200 constraint route_status check (status in (200, 201)),
    shape   text,
    primary key (method, path)
);
comment on table  http.route         is $$Routes, written by http.mount and read by the API at its start and on NOTIFY http_routes$$;
comment on column http.route.method  is $$HTTP method$$;
comment on column http.route.path    is $$A path as an RFC 6570 template: /v1/profiles/{id}, /v1/favorites{?item}$$;
comment on column http.route.handler is $$The function, by name: api.profile_get$$;
comment on column http.route.status  is $$The status of success: 201 for a POST that creates, else 200$$;
comment on column http.route.shape   is $$The composite type of data, for the OpenAPI document; null: no data$$;

create function http.path_arguments(path text) returns text[]
language sql immutable parallel safe
return array(select match[1] from regexp_matches(split_part(path, '{?', 1), '\{([a-z_]+)\}', 'g') as match);
comment on function http.path_arguments is $$The names in the path of a template$$;

create function http.query_arguments(path text) returns text[]
language sql immutable parallel safe
return coalesce(string_to_array(substring(path from '\{\?([a-z_,]+)\}$'), ','), '{}');
comment on function http.query_arguments is $$The names in the query of a template$$;

create function http.mount(method text, path text, handler text, status integer default 200, shape text default null) returns void
language plpgsql volatile
as $$
declare
    v_count     bigint;
    v_oid       oid;
    v_function  pg_catalog.pg_proc;
    v_comment   text;
    v_inputs    text[];
    v_argument  text;
begin
    select count(*), min(p.oid) into v_count, v_oid
    from pg_proc p
    where p.pronamespace = 'api'::regnamespace and 'api.' || p.proname = handler;
    if v_count = 0 then
        raise sqlstate 'PT500' using message = format('There is no function %s in the schema api', handler);
    elsif v_count > 1 then
        raise sqlstate 'PT500' using message = format('%s is overloaded: a route needs one function of that name', handler);
    end if;
    select * into v_function from pg_proc p where p.oid = v_oid;
    v_comment := obj_description(v_oid, 'pg_proc');
    v_inputs := coalesce(v_function.proargnames, '{}');

    if v_comment is null then
        raise sqlstate 'PT500' using message = format('%s has no comment', handler);
    end if;
    if mount.method = 'GET' and v_function.provolatile = 'v' then
        raise sqlstate 'PT500' using message = format('%s is volatile: a GET must not change anything', handler);
    end if;
    if v_function.prorettype not in ('json'::regtype, 'http.response'::regtype) then
        raise sqlstate 'PT500' using message = format('%s returns %s; a route needs json or http.response', handler, v_function.prorettype::regtype);
    end if;
    if v_function.pronargs <> cardinality(v_inputs) or '' = any (v_inputs) or v_function.proargmodes is not null then
        raise sqlstate 'PT500' using message = format('Every argument of %s must be an input with a name', handler);
    end if;
    if exists (select from generate_series(1, v_function.pronargdefaults) n
               where pg_get_function_arg_default(v_oid, (v_function.pronargs - n + 1)::integer) !~* '^null') then
        raise sqlstate 'PT500' using message = format('The optional arguments of %s must default to null: the API binds every argument', handler);
    end if;
    if has_function_privilege('public', v_oid, 'execute') then
        raise sqlstate 'PT500' using message = format('%s is granted to PUBLIC: grant it to the roles that may call it', handler);
    end if;
    foreach v_argument in array http.path_arguments(path) || http.query_arguments(path) loop
        if v_argument <> all (v_inputs) then
            raise sqlstate 'PT500' using message = format('%s has no argument %s, which the path names', handler, v_argument);
        end if;
    end loop;
    foreach v_argument in array v_inputs loop
        if v_argument not in ('given', 'idempotency_key') and v_comment !~ format('(^|\n)\s*%s: ', v_argument) then
            raise sqlstate 'PT500' using message = format('The comment of %s does not describe its argument %s', handler, v_argument);
        end if;
    end loop;
    if shape is not null and to_regtype(shape) is null then
        raise sqlstate 'PT500' using message = format('There is no type %s', shape);
    end if;

    insert into http.route values (mount.method, mount.path, mount.handler, mount.status, mount.shape)
    on conflict on constraint route_pkey do update
        set handler = excluded.handler, status = excluded.status, shape = excluded.shape;
    notify http_routes;
end
$$;
comment on function http.mount is
    $$Makes a function answer a path, in every running API within a second. Refuses a function that is missing, overloaded, uncommented, granted to PUBLIC, or volatile under a GET

path: arguments in it are named in braces; those of the query as {?a,b}; all others come from the body (of a GET, from the query).
shape: the composite type that data has, for the OpenAPI document$$;

create function http.unmount(method text, path text) returns void
language plpgsql volatile
as $$
begin
    delete from http.route r where r.method = unmount.method and r.path = unmount.path;
    if not found then
        raise sqlstate 'PT500' using message = format('%s %s is not mounted', unmount.method, unmount.path);
    end if;
    notify http_routes;
end
$$;
comment on function http.unmount is $$Takes a route away, in every running API$$;

create view http.endpoint as
select r.method, r.path, r.handler, r.status, r.shape,
       http.path_arguments(r.path)                     as path_arguments,
       http.query_arguments(r.path)                    as query_arguments,
       coalesce(p.proargnames, '{}')                   as argument_names,
       array(select a::regtype::text from unnest(p.proargtypes) with ordinality as t (a, n) order by n) as argument_types,
       p.pronargs - p.pronargdefaults                  as required_count,
       p.provolatile <> 'v'                            as read_only,
       p.procost > 1000                                as slow,
       p.prorettype = 'http.response'::regtype         as full_response,
       array(select role from unnest(array['anonymous', 'kid', 'member', 'reseller', 'admin']) as role
             where has_function_privilege(role, p.oid, 'execute')) as roles,
       obj_description(p.oid, 'pg_proc')               as comment
from http.route r
join pg_proc p on p.oid = to_regproc(r.handler);
comment on view http.endpoint is $$Each route with what its function's signature, grants and comment say$$;
comment on column http.endpoint.read_only is $$Stable or immutable: may be called again where an answer was lost$$;
comment on column http.endpoint.slow      is $$Declared with a COST above 1000: a password hash, a long query. Kept off the fast connections$$;

create view http.type as
select t.oid::regtype::text as name, 'domain' as kind, t.typbasetype::regtype::text as base,
       obj_description(t.oid, 'pg_type') as comment, null::json as attributes
from pg_type t
where t.typtype = 'd' and t.typnamespace in ('app'::regnamespace, 'api'::regnamespace)
union all
select c.oid::regclass::text, 'composite', null, obj_description(c.reltype, 'pg_type'),
       (select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::regtype::text, 'comment', col_description(c.oid, a.attnum)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
from pg_class c
where c.relkind = 'c' and c.relnamespace = 'api'::regnamespace;
comment on view http.type is $$Domains of arguments and shapes of answers, with their comments, for error messages and the OpenAPI document$$;

grant select on http.endpoint, http.type to syncstream_api;
grant execute on function http.path_arguments, http.query_arguments to syncstream_api;

commit;
