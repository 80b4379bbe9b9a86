-- Deploy syncstream:accounts/audit to pg
-- The account's trail: who signed in, guessed a PIN, read credentials, exported.

begin;

create table app.audit (
    account_id   uuid        not null references app.account on delete cascade,
    at           timestamptz not null,
    id           uuid        not null,
    action       text        not null,
    subject_type text        not null,
    subject_id   uuid,
    device_name  text,
    ip           inet,
    primary key (account_id, at, id)
);
comment on table  app.audit              is $$Audit trails$$;
comment on column app.audit.account_id   is $$Whose$$;
comment on column app.audit.at           is $$When$$;
comment on column app.audit.id           is $$The entry$$;
comment on column app.audit.action       is $$What happened: sign_in, sign_out, password_failed, …$$;
comment on column app.audit.subject_type is $$To what: account, session, profile, playlist$$;
comment on column app.audit.subject_id   is $$To which one$$;
comment on column app.audit.device_name  is $$The device that did it, by the name that it gave itself$$;
comment on column app.audit.ip           is $$From where$$;

alter table app.audit enable row level security, force row level security;
create policy audit_select_own on app.audit for select to member
    using (account_id = (select http.current_account_id()));
create policy audit_insert_gatekeeper on app.audit for insert to gatekeeper with check (true);
create policy audit_select_gatekeeper on app.audit for select to gatekeeper using (true);  -- for the export
-- No update and no delete, for anyone; and no insert but through private.audit_write.
grant select on app.audit to member;
grant select, insert on app.audit to gatekeeper;

create function private.audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text default null) returns void
language sql volatile security definer set search_path = ''
begin atomic
    insert into app.audit values (account_id, clock_timestamp(), gen_random_uuid(), action, subject_type, subject_id, device_name, http.client_address());
end;
comment on function private.audit_write is $$Adds an entry to an account's trail$$;
alter function private.audit_write owner to gatekeeper;

create type api.audit_entry as (
    id uuid, action text, subject_type text, subject_id uuid, device_name text, ip text, at timestamptz
);
comment on type api.audit_entry is $$An entry of the account's trail$$;
comment on column api.audit_entry.id           is $$The entry$$;
comment on column api.audit_entry.action       is $$What happened: sign_in, sign_out, password_failed, pin_failed, …$$;
comment on column api.audit_entry.subject_type is $$To what: account, session, profile, playlist$$;
comment on column api.audit_entry.subject_id   is $$To which one, or null$$;
comment on column api.audit_entry.device_name  is $$The device that did it, by the name that it gave itself, or null$$;
comment on column api.audit_entry.ip           is $$The address that the request came from, or null$$;
comment on column api.audit_entry.at           is $$When$$;

create type api.audit_page as (items api.audit_entry[], next_cursor text);
comment on type api.audit_page is $$A page of the account's trail$$;
comment on column api.audit_page.items       is $$Newest first$$;
comment on column api.audit_page.next_cursor is $$Where to go on; null at the end$$;

create function api.audit_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_limit   integer := coalesce(audit_list."limit", 50);
    v_after   text[] := private.cursor_decode('audit', audit_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(row(a.id, a.action, a.subject_type, a.subject_id, a.device_name, host(a.ip), a.at)::api.audit_entry)),
           array_agg(concat_ws('|', a.at, a.id))
    into v_items, v_keys
    from (select * from app.audit a
          where a.account_id = v_account
            and (v_after is null or (a.at, a.id) < (v_after[1]::timestamptz, v_after[2]::uuid))
          order by a.at desc, a.id desc
          limit v_limit + 1) as a;
    return private.page('audit', v_items, v_keys, v_limit);
end
$$;
comment on function api.audit_list is $$The account's trail, newest first: sign-ins, failed passwords and PINs, readings of credentials, exports

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 restricted_profile$$;
grant execute on function api.audit_list to member;
select http.mount('GET', '/v1/audit', 'api.audit_list', shape => 'api.audit_page');

commit;
