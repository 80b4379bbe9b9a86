-- The words of the verify scripts, which include this file (\ir) and roll it back with their transaction. Each raises
-- unless what it says is so, null included; of privileges it says who has them and that nobody else does.

create function pg_temp.require(fact text, holds boolean) returns void
language plpgsql
as $$
begin
    if holds is not true then
        raise exception 'It is not so that %', fact;
    end if;
end
$$;

-- Those of our roles for which a has_…_privilege function answers yes, or nobody; the object's owner left out.
create function pg_temp.roles(has text, object oid, privilege text, owner oid) returns text
language plpgsql
as $$
declare
    v_role  text;
    v_holds boolean;
    v_roles text[] := '{}';
begin
    foreach v_role in array array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'usher', 'analyst', 'syncstream_api', 'syncstream_relay'] loop
        execute format('select %I($1::name, $2, $3)', has) into v_holds using v_role, object, privilege;
        if v_holds and v_role <> owner::regrole::text then
            v_roles := v_roles || v_role;
        end if;
    end loop;
    return coalesce(nullif(array_to_string(v_roles, ' '), ''), 'nobody');
end
$$;

-- select, insert and update: of any column.
create function pg_temp.require_granted(privilege text, relation text, roles text) returns void
language plpgsql
as $$
declare
    v_has   text := case when privilege in ('select', 'insert', 'update') then 'has_any_column_privilege' else 'has_table_privilege' end;
    v_roles text := (select pg_temp.roles(v_has, c.oid, privilege, c.relowner) from pg_class c where c.oid = relation::regclass);
begin
    perform pg_temp.require(format('%s on %s is for %s (it is for %s)', privilege, relation, roles, v_roles), v_roles = roles);
end
$$;

create function pg_temp.require_usage(schema text, roles text) returns void
language plpgsql
as $$
declare
    v_roles text := (select pg_temp.roles('has_schema_privilege', n.oid, 'usage', n.nspowner) from pg_namespace n where n.oid = schema::regnamespace);
begin
    perform pg_temp.require(format('schema %s is for %s (it is for %s)', schema, roles, v_roles), v_roles = roles);
end
$$;

create function pg_temp.require_callers(function text, roles text) returns void
language plpgsql
as $$
declare
    v_roles text := (select pg_temp.roles('has_function_privilege', p.oid, 'execute', p.proowner) from pg_proc p where p.oid = function::regproc);
begin
    perform pg_temp.require(format('%s is for %s (it is for %s)', function, roles, v_roles), v_roles = roles);
end
$$;

create function pg_temp.require_forced_security(relation text) returns void
language plpgsql
as $$
begin
    perform pg_temp.require(format('row-level security is enabled and forced on %s', relation),
        (select relrowsecurity and relforcerowsecurity from pg_class where oid = relation::regclass));
end
$$;

create function pg_temp.require_definer(function text, owner text) returns void
language plpgsql
as $$
begin
    perform pg_temp.require(format('%s runs as %s, its search path pinned', function, owner),
        (select prosecdef and proowner = owner::regrole and proconfig = '{"search_path=\"\""}' from pg_proc where oid = function::regproc));
end
$$;

create function pg_temp.require_invoker(function text, volatility text) returns void
language plpgsql
as $$
begin
    perform pg_temp.require(format('%s runs as its caller and is %s', function, volatility),
        (select not prosecdef and provolatile = left(volatility, 1)::"char" from pg_proc where oid = function::regproc));
end
$$;

-- A GET reads only, unless it writes (the trail); all else writes.
create function pg_temp.require_route(
    method text, path text, handler text, roles text, shape text default null, status integer default 200, slow boolean default false, writes boolean default null
) returns void
language plpgsql
as $$
begin
    perform pg_temp.require(format('%s %s is answered by %s with %s %s', method, path, handler, status, shape), exists (
        select from http.endpoint e
        where (e.method, e.path, e.handler, e.status, e.slow) = (require_route.method, require_route.path, require_route.handler, require_route.status, require_route.slow)
          and e.shape is not distinct from require_route.shape
          and e.read_only <> coalesce(writes, require_route.method <> 'GET')));
    perform pg_temp.require_callers(handler, roles);
end
$$;

-- Of a table or view the columns that a role reads, by name and in their order: all of them, and no other.
create function pg_temp.require_columns(role text, relation text, columns text) returns void
language plpgsql
as $$
declare
    v_columns text := (select string_agg(a.attname, ' ' order by a.attnum) from pg_attribute a
                       where a.attrelid = relation::regclass and a.attnum > 0 and not a.attisdropped and has_column_privilege(role, a.attrelid, a.attnum, 'select'));
begin
    perform pg_temp.require(format('%s reads of %s: %s (it reads: %s)', role, relation, columns, v_columns), v_columns is not distinct from columns);
end
$$;

-- A view that passes no policy by, which analysts read, of staff alone or all, and nobody writes.
create function pg_temp.require_analysts_view(view text, staff_only boolean) returns void
language plpgsql
as $$
begin
    perform pg_temp.require(format('%s reads with the rights of who asks', view),
        (select reloptions @> '{security_invoker=true}' from pg_class where oid = view::regclass));
    perform pg_temp.require(format('%s is for %s', view, case when staff_only then 'staff' else 'all analysts' end),
        has_table_privilege('analyst_staff', view, 'select') and has_table_privilege('analyst_reseller', view, 'select') <> staff_only
        and not has_any_column_privilege('analyst_staff', view, 'insert') and not has_any_column_privilege('analyst_staff', view, 'update')
        and not has_table_privilege('analyst_staff', view, 'delete') and not has_any_column_privilege('member', view, 'select'));
end
$$;
