-- Deploy syncstream:resellers/idempotency to pg
-- A POST that moves credits or money counts once for each Idempotency-Key. Such a function has a last argument
-- `idempotency_key app.request_key default null` and begins with
--
--     if idempotency_key is not null then
--         return private.once('api.this_function', idempotency_key, json_build_array(its other arguments));
--     end if;
--
-- and goes on as if there were no keys: it raises its refusals, and knows nothing of storing answers.

begin;

alter table app.settings
    add column idempotency_lifetime interval not null default '24 hours' check (idempotency_lifetime > '0');
comment on column app.settings.idempotency_lifetime is $$The answer to an Idempotency-Key is kept for so long$$;

create domain app.request_key as text
    constraint request_key_length check (length(value) between 1 and 200);
comment on domain app.request_key is $$Send an Idempotency-Key of 1 to 200 characters
{"minLength": 1, "maxLength": 200}$$;

-- A request may hold a password, and a plain digest of it would be quicker to guess at than the password's own hash.
-- So the request's digest is keyed with the client's key, and of that key, too, there is only a digest here.
create table app.idempotency_key (
    account_id   uuid        not null references app.account on delete cascade,
    handler      text        not null,
    key_hash     bytea       not null,
    request_hash bytea       not null,
    status       integer,
    message      text,
    data         json,
    created_at   timestamptz not null default clock_timestamp(),
    primary key (account_id, handler, key_hash)
);
comment on table  app.idempotency_key              is $$Answers to requests with an Idempotency-Key, for app.settings.idempotency_lifetime$$;
comment on column app.idempotency_key.account_id   is $$Who asked$$;
comment on column app.idempotency_key.handler      is $$The function that answered: a route and its aliases share its keys$$;
comment on column app.idempotency_key.key_hash     is $$SHA-256 of the key$$;
comment on column app.idempotency_key.request_hash is $$HMAC-SHA-256 of the function's arguments, by the key: another one is another request$$;
comment on column app.idempotency_key.status       is $$The answer's status; null: the route's own, a success$$;
comment on column app.idempotency_key.message      is $$The answer's message$$;
comment on column app.idempotency_key.data         is $$The answer's data$$;
comment on column app.idempotency_key.created_at   is $$When it was first asked$$;
create index idempotency_key_created_at on app.idempotency_key (account_id, created_at);

alter table app.idempotency_key enable row level security, force row level security;
create policy idempotency_key_all_gatekeeper on app.idempotency_key to gatekeeper using (true);
grant select, insert, delete, update (request_hash, status, message, data, created_at) on app.idempotency_key to gatekeeper;

create function private.once(handler regproc, idempotency_key text, arguments json) returns http.response
language plpgsql volatile
as $$
declare
    v_account    uuid := http.current_account_id();
    v_key        bytea := sha256(convert_to(once.idempotency_key, 'UTF8'));
    v_request    bytea := extensions.hmac(convert_to(once.arguments::text, 'UTF8'), convert_to(once.idempotency_key, 'UTF8'), 'sha256');
    v_now        timestamptz := clock_timestamp();
    v_lifetime   interval;
    v_kept       app.idempotency_key;
    v_answer     http.response;
    v_constraint text;
    v_detail     text;
begin
    select s.idempotency_lifetime into v_lifetime from app.settings s;

    -- Whoever comes second waits here for the first to commit, and then finds its answer; where the first was rolled
    -- back, there is no row, and the second is the first.
    insert into app.idempotency_key as k (account_id, handler, key_hash, request_hash, created_at)
    values (v_account, once.handler::text, v_key, v_request, v_now)
    on conflict on constraint idempotency_key_pkey do update
        set request_hash = excluded.request_hash, status = null, message = null, data = null, created_at = excluded.created_at
        where k.created_at <= excluded.created_at - v_lifetime;
    if not found then
        select k.* into v_kept from app.idempotency_key k
        where k.account_id = v_account and k.handler = once.handler::text and k.key_hash = v_key;
        if v_kept.request_hash <> v_request then
            raise sqlstate 'PT409' using
                message = 'This Idempotency-Key was sent with another request. Use a new key', constraint = 'idempotency_mismatch';
        end if;
        return row(v_kept.status, v_kept.message, v_kept.data, null)::http.response;
    end if;

    -- The function itself, without a key. A refusal undoes what it did, and is an answer to keep; what is for the
    -- client to try again (429, a deadlock, a lost connection) undoes the key as well.
    begin
        -- Dynamic SQL: put together from names of the catalogue; the values are bound.
        execute (
            select format('select t.status, t.message, t.data from %s(%s, null) as t', once.handler,
                          string_agg(format('($1->>%s)::%s', a.n - 1, a.type::regtype), ', ' order by a.n))
            from pg_catalog.pg_proc p
            cross join unnest(p.proargtypes) with ordinality as a (type, n)
            where p.oid = once.handler and a.n < p.pronargs)
        into v_answer.status, v_answer.message, v_answer.data
        using once.arguments;
    exception when others then
        if sqlstate not like 'PT4__' or sqlstate = 'PT429' then
            raise;
        end if;
        get stacked diagnostics v_constraint = constraint_name, v_detail = pg_exception_detail;
        v_answer := http.refusal(substr(sqlstate, 3)::integer, coalesce(nullif(v_constraint, ''), 'invalid'), sqlerrm, nullif(v_detail, '')::json);
    end;

    update app.idempotency_key k set status = v_answer.status, message = v_answer.message, data = v_answer.data
    where k.account_id = v_account and k.handler = once.handler::text and k.key_hash = v_key;

    if random() < 0.02 then
        delete from app.idempotency_key k
        where k.account_id = v_account
          and (k.handler, k.key_hash) in (
            select o.handler, o.key_hash from app.idempotency_key o
            where o.account_id = v_account and o.created_at <= v_now - v_lifetime
            order by o.created_at limit 200 for update skip locked);
    end if;
    return v_answer;
end
$$;
comment on function private.once is
    $$Calls a function of the schema api for an Idempotency-Key, once: the same key with the same arguments answers what was answered first, at any concurrency; with others 409 idempotency_mismatch. Keys belong to account and function. Refusals (4xx) are kept like successes, 429 and errors are not$$;
grant execute on function private.once to gatekeeper;

create function private.export_idempotency_key(account_id uuid) returns json
language plpgsql stable
as $$
begin
    return (select coalesce(json_agg(json_build_object('handler', k.handler, 'status', k.status, 'created_at', k.created_at) order by k.created_at), '[]')
            from app.idempotency_key k where k.account_id = export_idempotency_key.account_id);
end
$$;
comment on function private.export_idempotency_key is $$Which calls had a key, and when; neither hashes nor the answers, which the account has already$$;
grant execute on function private.export_idempotency_key to gatekeeper;

commit;
