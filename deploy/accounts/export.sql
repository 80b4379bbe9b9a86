-- Deploy syncstream:accounts/export to pg
-- What is stored about an account, gathered so that a table which comes later cannot be forgotten silently:
--
--   * each table of the schema app that has an account_id goes in as it is;
--   * each table of the schema private that has one needs a function private.export_<table>(account_id) that says
--     what of it goes in (null: nothing). Where there is none, the export fails, and tests/db/accounts/export.sql before it;
--   * a table of app may have such a function too, which then takes its place; and so may what is no table of the account's.

begin;

create function private.export_parts() returns table (part text, relation regclass, handler regproc)
language sql stable
begin atomic
    with tables as (
        select c.oid, c.relname
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
    select coalesce(t.relname, h.part), t.oid::regclass, h.oid::regproc
    from tables t
    full join handlers h on h.part = t.relname
    order by 1;
end;
comment on function private.export_parts is
    $$The parts of an export: for each its name, the table of that name (null where there is none), and the function that says what goes in (null: the table as it is, which only tables of the schema app may be)$$;

create function private.export_rows(relation regclass, account_id uuid) returns json
language plpgsql stable
as $$
declare
    v_key  text[];
    v_rows json;
begin
    select array_agg(a.attname::text order by array_position(i.indkey, a.attnum)) into v_key
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = export_rows.relation and i.indisprimary;

    execute format('select json_agg(row_to_json(r) order by (select jsonb_agg(to_jsonb(r) -> k order by n) from unnest($2) with ordinality as u (k, n)))
                    from %s as r where r.account_id = $1', export_rows.relation)
    into v_rows using export_rows.account_id, v_key;
    return coalesce(v_rows, '[]');
end
$$;
comment on function private.export_rows is $$An account's rows of a table as they are, in the order of its primary key$$;

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

commit;
