-- Deploy syncstream:accounts/me_export to pg

begin;

create type api.export as (exported_at timestamptz, tables json);
comment on type api.export is $$Everything that is stored about an account$$;
comment on column api.export.exported_at is $$When$$;
comment on column api.export.tables      is $$An array of rows by the name of each table: {"profile": [{"name": "Ada", …}], "session": […], …}$$;

create function api.me_export() returns json
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account uuid := http.current_account_id();
    v_part    text;
    v_table   regclass;
    v_handler regproc;
    v_rows    json;
    v_tables  text[];
begin
    perform private.audit_write(v_account, 'export', 'account', v_account,
        (select s.device_name from app.session s where s.account_id = v_account and s.id = http.current_session_id()));
    for v_part, v_table, v_handler in select e.part, e.relation, e.handler from private.export_parts() e loop
        if v_handler is not null then
            execute format('select %s($1)', v_handler) into v_rows using v_account;
        elsif (select c.relnamespace = 'app'::regnamespace from pg_catalog.pg_class c where c.oid = v_table) then
            v_rows := private.export_rows(v_table, v_account);
        else
            raise sqlstate 'PT500' using message = format('What of %s goes into an export? A function private.export_%s has to say so', v_table, v_part);
        end if;
        if v_rows is not null then
            v_tables := v_tables || (to_json(v_part)::text || ':' || v_rows::text);
        end if;
    end loop;
    return row_to_json(row(now(), ('{' || array_to_string(v_tables, ',') || '}')::json)::api.export);
end
$$;
comment on function api.me_export is $$Everything that is stored about the account, of all its profiles, without hashes and other people's secrets. Credentials of playlists are included, and every export is written to the account's trail

Errors: 403 restricted_profile$$;
alter function api.me_export owner to gatekeeper;
grant execute on function api.me_export to member;
select http.mount('GET', '/v1/me/export', 'api.me_export', shape => 'api.export', writes => true);

commit;
