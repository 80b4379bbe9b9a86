-- Deploy syncstream:resellers/client to pg
-- A reseller's clients: what the reseller is shown of them, in rows of its own. The list asks no other account's rows.

begin;

create extension pg_trgm schema extensions;
create extension btree_gin schema extensions;

create table app.reseller_client (
    account_id      uuid        not null references app.reseller,
    client_id       uuid        not null,
    email           text        not null,
    plan            text        not null,
    suspended_at    timestamptz,
    expires_at      timestamptz not null default 'infinity',
    term_started_at timestamptz,
    term_cost       bigint      not null default 0 check (term_cost >= 0),
    paid_at         timestamptz,
    paid_from       timestamptz,
    paid_cost       bigint      check (paid_cost >= 0),
    created_at      timestamptz not null,
    primary key (account_id, client_id),
    constraint reseller_client_paid check (num_nulls(paid_at, paid_from, paid_cost) in (0, 3))
);
comment on table  app.reseller_client                 is $$Resellers' clients$$;
comment on column app.reseller_client.account_id      is $$The reseller$$;
comment on column app.reseller_client.client_id       is $$The client's account$$;
comment on column app.reseller_client.email           is $$The client's address, as the reseller typed it$$;
comment on column app.reseller_client.plan            is $$What was sold to it last; free: no plan$$;
comment on column app.reseller_client.suspended_at    is $$When the reseller suspended it; null: it did not$$;
comment on column app.reseller_client.expires_at      is $$The end of its term, which may be past; infinity: it has none$$;
comment on column app.reseller_client.term_started_at is $$Since when its term is paid for; null: it never was$$;
comment on column app.reseller_client.term_cost       is $$The credits that its term cost in all$$;
comment on column app.reseller_client.paid_at         is $$When the last part of its term was paid for; null: never, or it was refunded$$;
comment on column app.reseller_client.paid_from       is $$Where that part begins; it ends with the term$$;
comment on column app.reseller_client.paid_cost       is $$The credits that it cost$$;
comment on column app.reseller_client.created_at      is $$When the reseller made it$$;
-- So that the planner tells a part of an address that many have from one that few have (private.client_search).
alter table app.reseller_client alter column email set statistics 1000;
create index reseller_client_created_at on app.reseller_client (account_id, created_at, client_id);
create index reseller_client_expires_at on app.reseller_client (account_id, expires_at);
create index reseller_client_suspended on app.reseller_client (account_id, created_at, client_id) where suspended_at is not null;
create index reseller_client_email on app.reseller_client using gin (account_id extensions.uuid_ops, email extensions.gin_trgm_ops);

-- The way back from a client to its reseller's row, for when the client deletes its account.
create table app.account_reseller (
    account_id  uuid primary key references app.account,
    reseller_id uuid not null
);
comment on table  app.account_reseller             is $$Which reseller made an account. Deleting the account asks private.reseller_forget first: no cascade$$;
comment on column app.account_reseller.account_id  is $$The client$$;
comment on column app.account_reseller.reseller_id is $$Its reseller$$;

alter table app.reseller_client  enable row level security, force row level security;
alter table app.account_reseller enable row level security, force row level security;

-- A reseller reads its own clients' rows here, and no row of its clients anywhere else.
create policy reseller_client_select_own on app.reseller_client for select to reseller
    using (account_id = (select http.current_account_id()));
create policy reseller_client_all_gatekeeper on app.reseller_client to gatekeeper using (true);
create policy account_reseller_all_gatekeeper on app.account_reseller to gatekeeper using (true);
-- Of subscriptions, those that resellers answer for.
create policy subscription_insert_gatekeeper_reseller on app.subscription for insert to gatekeeper with check (source = 'reseller');
create policy subscription_update_gatekeeper_reseller on app.subscription for update to gatekeeper using (source = 'reseller');

grant select on app.reseller_client to reseller;
grant select, insert, delete,
    update (plan, suspended_at, expires_at, term_started_at, term_cost, paid_at, paid_from, paid_cost) on app.reseller_client to gatekeeper;
grant select, insert, delete on app.account_reseller to gatekeeper;
grant insert (account_id, plan, status, source, current_period_end, trial_end),
    update (status, current_period_end, updated_at) on app.subscription to gatekeeper;

create type api.client as (
    id uuid, email text, status text, plan text, expires_at timestamptz, created_at timestamptz
);
comment on type api.client is $$A reseller's client: all that a reseller is told of it$$;
comment on column api.client.id         is $$The client's account$$;
comment on column api.client.email      is $$Its address$$;
comment on column api.client.status     is $$active, suspended (by its reseller) or expired$$;
comment on column api.client.plan       is $$The code of the plan that was sold to it last; free: none was$$;
comment on column api.client.expires_at is $$The end of its term; null: it has none$$;
comment on column api.client.created_at is $$When it was made$$;

create function private.client_shape(client app.reseller_client) returns api.client
language sql stable
return row(client.client_id, client.email,
           case when client.suspended_at is not null then 'suspended' when client.expires_at <= now() then 'expired' else 'active' end,
           client.plan, nullif(client.expires_at, 'infinity'), client.created_at)::api.client;
comment on function private.client_shape is $$A client as the API shows it to its reseller$$;

create function private.client_require(client_id uuid) returns app.reseller_client
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_client  app.reseller_client;
begin
    select c.* into v_client from app.reseller_client c where c.account_id = v_account and c.client_id = client_require.client_id;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such client', constraint = 'not_found';
    end if;
    return v_client;
end
$$;
comment on function private.client_require is $$A client of the reseller that is signed in; 404 not_found$$;

create function private.client_lock(client_id uuid) returns app.reseller_client
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
begin
    perform from app.reseller_client c where c.account_id = v_account and c.client_id = client_lock.client_id for no key update;
    return private.client_require(client_lock.client_id);
end
$$;
comment on function private.client_lock is $$A client of the reseller that is signed in, its row locked; 404 not_found. Whoever moves credits has locked the reseller before$$;

create function private.client_subscription_write(client app.reseller_client, trial boolean) returns void
language plpgsql volatile
as $$
declare
    v_status  text := case when trial then 'trialing' else 'active' end;
    v_running app.subscription;
begin
    select s.* into v_running
    from app.subscription s
    where s.account_id = client.client_id and s.source = 'reseller' and s.status in ('active', 'trialing') and s.current_period_end > now();
    if client.expires_at <= clock_timestamp() then
        update app.subscription s set status = 'canceled', current_period_end = client.expires_at, updated_at = now()
        where s.account_id = client.client_id and s.id = v_running.id;
    elsif v_running.plan = client.plan and v_running.status = v_status then
        update app.subscription s set current_period_end = client.expires_at, updated_at = now()
        where s.account_id = client.client_id and s.id = v_running.id;
    else
        -- Another plan, a trial that is paid for now, a client that comes back: a subscription of its own. The old one
        -- stays as it ended, and so the table says who had which plan when.
        update app.subscription s set status = 'canceled', current_period_end = now(), updated_at = now()
        where s.account_id = client.client_id and s.id = v_running.id;
        insert into app.subscription (account_id, plan, status, source, current_period_end, trial_end)
        values (client.client_id, client.plan, v_status, 'reseller', client.expires_at, case when trial then client.expires_at end);
    end if;
end
$$;
comment on function private.client_subscription_write is $$Writes a client's term as the subscription of its account: the same one while a term goes on, a new one for each that begins$$;

create function private.client_write(client app.reseller_client) returns void
language plpgsql volatile
as $$
begin
    update app.reseller_client c
    set plan = client.plan, expires_at = client.expires_at, term_started_at = client.term_started_at, term_cost = client.term_cost,
        paid_at = client.paid_at, paid_from = client.paid_from, paid_cost = client.paid_cost
    where c.account_id = client.account_id and c.client_id = client.client_id;
    perform private.client_subscription_write(client, false);
end
$$;
comment on function private.client_write is $$Writes a client's term, in its reseller's list and as the subscription of its account$$;

create function private.unused_credits(cost bigint, starts_at timestamptz, ends_at timestamptz, at timestamptz) returns bigint
language sql immutable parallel safe
return case when cost > 0 and ends_at > greatest(starts_at, at) then
    floor(cost * extract(epoch from ends_at - greatest(starts_at, at)) / extract(epoch from ends_at - starts_at))::bigint
else 0 end;
comment on function private.unused_credits is $$The part of a term's cost that is not used up: floor(cost × unused ÷ term)$$;

grant execute on function private.client_shape, private.client_require to reseller, gatekeeper;
grant execute on function private.client_lock, private.client_subscription_write, private.client_write, private.unused_credits to gatekeeper;

create domain app.client_status as text
    constraint client_status_values check (value in ('active', 'suspended', 'expired'));
comment on domain app.client_status is $$Ask for active, suspended or expired
{"enum": ["active", "suspended", "expired"]}$$;

create domain app.search as text
    constraint search_length check (length(value) <= 254);
comment on domain app.search is $$Search for at most 254 characters
{"maxLength": 254}$$;

create type api.client_page as (items api.client[], next_cursor text);
comment on type api.client_page is $$A page of a reseller's clients$$;
comment on column api.client_page.items       is $$Newest first$$;
comment on column api.client_page.next_cursor is $$Where to go on; null at the end$$;

-- As the gatekeeper: under a policy that is not simply true, a comparison with LIKE would have to wait for the policy,
-- and no index could answer it (the operator is not leakproof). The account is in the query instead.
--
-- The statement is put together and planned for each call, with its values: an address that few have is found through
-- the trigrams, one that many have by walking the list until the page is full, and only the values tell which.
create function private.client_search(q text, status text, before timestamptz, before_id uuid, max integer) returns setof app.reseller_client
language plpgsql stable security definer set search_path = ''
as $$
declare
    v_where text := '';
begin
    if q <> '' then
        v_where := v_where || ' and c.email ilike $2';
    end if;
    if status is not null then
        v_where := v_where || case status
            when 'suspended' then ' and c.suspended_at is not null'
            when 'expired' then ' and c.suspended_at is null and c.expires_at <= now()'
            else ' and c.suspended_at is null and c.expires_at > now()' end;
    end if;
    if before is not null then
        v_where := v_where || ' and (c.created_at, c.client_id) < ($3, $4)';
    end if;
    -- Dynamic SQL: put together from the texts above; the values are bound.
    return query execute 'select c.* from app.reseller_client c where c.account_id = $1' || v_where || ' order by c.created_at desc, c.client_id desc limit $5'
        using http.current_account_id(), '%' || regexp_replace(q, '([%_\\])', '\\\1', 'g') || '%', before, before_id, max;
end
$$;
comment on function private.client_search is $$Clients of the reseller that is signed in, newest first: by a part of the address and the status where they are given, from a place in the list on$$;
alter function private.client_search owner to gatekeeper;

create function api.client_list(
    q app.search default null, status app.client_status default null, "limit" app.page_limit default null, cursor app.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
    v_limit integer := coalesce(client_list."limit", 50);
    v_after text[] := private.cursor_decode('clients', client_list.cursor, 2);
    v_items json[];
    v_keys  text[];
begin
    select array_agg(row_to_json(private.client_shape(c)) order by c.created_at desc, c.client_id desc),
           array_agg(concat_ws('|', c.created_at, c.client_id) order by c.created_at desc, c.client_id desc)
    into v_items, v_keys
    from private.client_search(client_list.q, client_list.status, v_after[1]::timestamptz, v_after[2]::uuid, v_limit + 1) as c;
    return private.page('clients', v_items, v_keys, v_limit);
end
$$;
comment on function api.client_list is $$The reseller's own clients, newest first

q: a part of the address, without case
status: active, suspended or expired
limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden$$;

create function api.client_get(id uuid) returns json
language plpgsql stable
as $$
begin
    return row_to_json(private.client_shape(private.client_require(client_get.id)));
end
$$;
comment on function api.client_get is $$A client of the reseller's own

id: the client
Errors: 403 forbidden, 404 not_found$$;

grant execute on function private.client_search, api.client_list, api.client_get to reseller;
select http.mount('GET', '/v1/reseller/clients', 'api.client_list', shape => 'api.client_page');
select http.mount('GET', '/v1/reseller/clients/{id}', 'api.client_get', shape => 'api.client');

commit;
