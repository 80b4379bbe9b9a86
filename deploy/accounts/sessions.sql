-- Deploy syncstream:accounts/sessions to pg
-- The account's devices: listing them, signing one out.

begin;

create type api.session as (
    id uuid, device_name text, device_id text, current boolean, created_at timestamptz, last_seen_at timestamptz
);
comment on type api.session is $$A device that is signed in$$;
comment on column api.session.id           is $$The session$$;
comment on column api.session.device_name  is $$The name that it gave itself, or null$$;
comment on column api.session.device_id    is $$The id that it gave itself, or null$$;
comment on column api.session.current      is $$Whether it is the one that asks$$;
comment on column api.session.created_at   is $$When it signed in$$;
comment on column api.session.last_seen_at is $$When it last refreshed its tokens or selected a profile$$;

create type api.session_page as (items api.session[], next_cursor text);
comment on type api.session_page is $$A page of the account's devices$$;
comment on column api.session_page.items       is $$Newest first$$;
comment on column api.session_page.next_cursor is $$Where to go on; null at the end$$;

create function api.session_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_session uuid := http.current_session_id();
    v_limit   integer := coalesce(session_list."limit", 50);
    v_after   text[] := private.cursor_decode('sessions', session_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(row(s.id, s.device_name, s.device_id, s.id = v_session, s.created_at, s.last_seen_at)::api.session)),
           array_agg(concat_ws('|', s.created_at, s.id))
    into v_items, v_keys
    from (select * from app.session s
          where s.account_id = v_account and s.expires_at > now()
            and (v_after is null or (s.created_at, s.id) < (v_after[1]::timestamptz, v_after[2]::uuid))
          order by s.created_at desc, s.id desc
          limit v_limit + 1) as s;
    return private.page('sessions', v_items, v_keys, v_limit);
end
$$;
comment on function api.session_list is $$The devices that are signed in, newest first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 restricted_profile$$;
grant execute on function api.session_list to member;
select http.mount('GET', '/v1/sessions', 'api.session_list', shape => 'api.session_page');

create function private.session_end(session_id uuid) returns void
language plpgsql volatile
as $$
declare
    v_account     uuid := http.current_account_id();
    v_device_name text;
begin
    delete from app.session s
    where s.account_id = v_account and s.id = session_end.session_id
    returning s.device_name into v_device_name;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such session', constraint = 'not_found';
    end if;
    perform private.audit_write(v_account, 'sign_out', 'session', session_end.session_id, v_device_name);
end
$$;
comment on function private.session_end is $$Signs a device of the account out; 404 not_found$$;
grant execute on function private.session_end, private.audit_write to kid, member;

create function api.session_delete(id uuid) returns json
language plpgsql volatile
as $$
begin
    perform private.session_end(session_delete.id);
    return null;
end
$$;
comment on function api.session_delete is $$Signs a device out: its tokens stop working at once

id: the session
Errors: 403 restricted_profile, 404 not_found$$;
grant execute on function api.session_delete to member;
select http.mount('DELETE', '/v1/sessions/{id}', 'api.session_delete');

commit;
