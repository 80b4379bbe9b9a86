-- Deploy syncstream:accounts/export to pg
-- What is stored about an account, gathered so that a table which comes later cannot be forgotten silently:
--
--   * each table of the schema app that has an account_id goes in as it is;
--   * each table of the schema private that has one needs a function private.export_<table>(account_id) that says
--     what of it goes in (null: nothing). Where there is none, the export fails, and tests/db/accounts/export.sql before it;
--   * a table of app may have such a function too, which then takes its place; and so may what is no table of the account's.

begin;

create function private.export_parts() returns table (part text, table_name text, handler text)
language sql stable
begin atomic
    with tables as (
        select c.oid, c.relname, n.nspname
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('app', 'private') and c.relkind in ('r', 'p') and not c.relispartition
          and exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped)
    ),
    handlers as (
        select p.oid, substr(p.proname, 8) as part
        from pg_catalog.pg_proc p
        where p.pronamespace = 'private'::regnamespace and p.proname like 'export\_%'
          and p.proargtypes = array['uuid'::regtype::oid]::oidvector and p.prorettype = 'json'::regtype
    )
    select coalesce(t.relname, h.part), quote_ident(t.nspname) || '.' || quote_ident(t.relname), h.oid::regproc::text
    from tables t
    full join handlers h on h.part = t.relname
    order by 1;
end;
comment on function private.export_parts is
    $$The parts of an export: for each its name, the table of that name (null where there is none), and the function that says what goes in (null: the table as it is, which only tables of the schema app may be)$$;

create function private.export_rows(table_name text, account_id uuid) returns json
language plpgsql stable
as $$
declare
    v_columns text;
    v_order   text;
    v_rows    json;
begin
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into v_columns
    from pg_catalog.pg_attribute a
    where a.attrelid = export_rows.table_name::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> 'account_id';
    select string_agg(pg_catalog.pg_get_indexdef(i.indexrelid, n, true), ', ' order by n) into v_order
    from pg_catalog.pg_index i, generate_series(1, i.indnkeyatts) as n
    where i.indrelid = export_rows.table_name::regclass and i.indisprimary;

    -- Dynamic SQL: names that the catalogue gave, quoted; the value is bound.
    execute format('select json_agg(row_to_json(r)) from (select %s from %s where account_id = $1 order by %s) as r',
                   coalesce(v_columns, ''), export_rows.table_name, coalesce(v_order, '1'))
    into v_rows using export_rows.account_id;
    return coalesce(v_rows, '[]');
end
$$;
comment on function private.export_rows is $$An account's rows of a table as it is, in the order of its primary key, without account_id$$;

create function private.export_account_password(account_id uuid) returns json
language sql immutable
return null::json;
comment on function private.export_account_password is $$Nothing: a hash$$;

create function private.export_refresh_token(account_id uuid) returns json
language sql immutable
return null::json;
comment on function private.export_refresh_token is $$Nothing: hashes. The sessions that they belong to are a part$$;

create function private.export_profile_pin(account_id uuid) returns json
language plpgsql stable
as $$
begin
    return (select coalesce(json_agg(json_build_object('profile_id', p.profile_id, 'failures', p.failures, 'locks', p.locks,
                                                       'locked_until', p.locked_until) order by p.profile_id), '[]')
            from private.profile_pin p where p.account_id = export_profile_pin.account_id);
end
$$;
comment on function private.export_profile_pin is $$Which profiles have a PIN, and the guesses at it; not its hash$$;

create function private.export_device_code(account_id uuid) returns json
language plpgsql stable
as $$
begin
    return (select coalesce(json_agg(json_build_object('device_name', d.device_name, 'device_id', d.device_id, 'session_id', d.session_id,
                                                       'expires_at', d.expires_at) order by d.expires_at), '[]')
            from private.device_code d where d.account_id = export_device_code.account_id);
end
$$;
comment on function private.export_device_code is $$Devices that were approved and have not asked for their tokens yet; not their codes$$;

create function private.export_throttle(account_id uuid) returns json
language plpgsql stable
as $$
declare
    v_email text;
begin
    select lower(a.email) into v_email from app.account a where a.account_id = export_throttle.account_id;
    return (select coalesce(json_agg(json_build_object('bucket', t.bucket, 'attempts', t.attempts) order by t.bucket), '[]')
            from private.throttle t where t.subject in (v_email, export_throttle.account_id::text));
end
$$;
comment on function private.export_throttle is $$Failed attempts that still count against the account$$;

grant execute on function private.export_parts, private.export_rows, private.export_account_password, private.export_refresh_token,
    private.export_profile_pin, private.export_device_code, private.export_throttle to gatekeeper;

-- What the gatekeeper did not have to read before.
create policy audit_select_gatekeeper on app.audit for select to gatekeeper using (true);
grant select on app.audit to gatekeeper;

commit;
