-- Deploy syncstream:parties/relay to pg
-- What the relay calls. It holds no rules: each function here calls those that HTTP calls, or reads.

begin;

create function private.party_argument(call json, name text, type text) returns text
language plpgsql stable
as $$
declare
    v_type text := coalesce(json_typeof(call -> name), 'null');
begin
    if v_type = 'null' then
        return null;
    elsif v_type <> type then
        perform private.refuse_field(name, format('%s must be a %s', name, type));
    end if;
    return call ->> name;
end
$$;
comment on function private.party_argument is $$A field of a call, as text; null where it is absent or null, 400 invalid where it is of another type$$;

create function private.party_required(call json, name text, type text) returns text
language plpgsql stable
as $$
declare
    v_value text := private.party_argument(call, name, type);
begin
    if v_value is null then
        perform private.refuse_field(name, format('%s is missing', name));
    end if;
    return v_value;
end
$$;
comment on function private.party_required is $$A field of a call, as text; 400 invalid where it is missing or of another type$$;

create function private.party_attach(party_id uuid, since bigint, epoch integer, relay text) returns json
language plpgsql volatile
as $$
declare
    v_party  app.party := private.party_lock(party_id);
    v_me     app.party_member := private.party_me(v_party);
    v_events json[] := '{}';
begin
    -- A heartbeat that is there already has its own pace: it is not waited for.
    insert into app.party_presence (account_id, party_id, profile_id, relay, seen_at)
    values (v_party.account_id, v_party.id, v_me.profile_id, party_attach.relay, now())
    on conflict do nothing;
    v_party := private.party_settle(v_party);
    if since <= v_party.seq and epoch is not distinct from private.party_epoch() and v_party.seq - since <= 1000 then
        v_events := private.party_events(v_party, since, 1000);
        if cardinality(v_events) < v_party.seq - since then  -- the log does not reach back so far
            v_events := '{}';
        end if;
    end if;
    return json_build_object('party', private.party_shape(v_party), 'events', array_to_json(v_events));
end
$$;
comment on function private.party_attach is
    $$The party for a member who connects, with the events after `since` where they can be served: those of this epoch, at most 1000$$;

create function private.party_act(call json) returns json
language plpgsql volatile
as $$
declare
    v_party   uuid;
    v_name    text;
    v_avatar  text;
    v_content app.party_content;
begin
    if call ->> 'op' = 'authenticate' then
        select p.name, p.avatar into v_name, v_avatar from app.profile p
        where p.account_id = http.current_account_id() and p.id = http.current_profile_id();
        return json_build_object(
            'account_id', http.current_account_id(), 'profile_id', http.current_profile_id(), 'name', v_name, 'avatar', v_avatar,
            'rev', (select c.rev from app.account_counter c where c.account_id = http.current_account_id()),
            'server_time', private.epoch_ms(clock_timestamp()));
    end if;

    v_party := private.party_required(call, 'party_id', 'string')::uuid;
    if call ->> 'op' = 'attach' then
        return private.party_attach(
            v_party, private.party_argument(call, 'since', 'number')::bigint, private.party_argument(call, 'epoch', 'number')::integer,
            coalesce(call ->> 'relay', ''));
    elsif call ->> 'op' = 'command' then
        if json_typeof(call -> 'content') <> 'null' then
            v_content := call -> 'content';
        end if;
        return private.party_command(
            v_party,
            private.party_required(call, 'id', 'string')::app.command_id,
            private.party_required(call, 'command', 'string')::app.party_action,
            private.party_argument(call, 'position_ms', 'number')::app.milliseconds,
            private.party_argument(call, 'rate', 'number')::app.playback_rate,
            v_content);
    elsif call ->> 'op' = 'ready' then
        return private.party_ready(v_party, private.party_required(call, 'ready', 'boolean')::boolean);
    elsif call ->> 'op' = 'chat' then
        return private.party_chat(
            v_party,
            private.party_required(call, 'id', 'string')::app.command_id,
            private.party_required(call, 'text', 'string')::app.chat_text);
    end if;
    raise sqlstate 'PT500' using message = format('There is no op %s', call ->> 'op');
end
$$;
comment on function private.party_act is $$Does one call of the relay's, for the member of the claims$$;

create function private.party_problem(state text, code text, message text, detail text, domain text) returns json
language plpgsql stable
as $$
declare
    v_problem json;
begin
    if state ~ '^PT[1-4]' then
        v_problem := json_build_object('status', substr(state, 3)::integer, 'code', code, 'message', message);
        return case when detail = '' then v_problem else (v_problem::jsonb || detail::jsonb)::json end;
    elsif state ~ '^2[23]' then
        return json_build_object('status', 400, 'code', 'invalid', 'message', coalesce(
            split_part(obj_description(to_regtype('app.' || nullif(domain, '')), 'pg_type'), E'\n', 1), 'A value is not valid'));
    end if;
    raise warning 'relay: % %', state, message;
    return json_build_object('status', 500, 'code', 'internal', 'message', 'Something went wrong here. Try again');
end
$$;
comment on function private.party_problem is $$What a call of the relay's that failed is told: status, code and a sentence that a person can act on. What is our own fault is in the server's log$$;

create function relay.perform(calls json) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_call    json;
    v_claims  json;
    v_results json[] := '{}';
    v_state   text;
    v_code    text;
    v_message text;
    v_detail  text;
    v_domain  text;
begin
    for v_call in select json_array_elements(calls) loop
        begin
            v_claims := v_call -> 'claims';
            perform http.begin_request((v_claims ->> 0)::uuid, (v_claims ->> 1)::uuid, v_claims ->> 2, (v_claims ->> 3)::uuid,
                                       (v_claims ->> 4)::integer, v_claims ->> 5, null);
            v_results := v_results || json_build_object('ok', private.party_act(v_call));
        exception when others then
            get stacked diagnostics v_state = returned_sqlstate, v_code = constraint_name, v_message = message_text,
                v_detail = pg_exception_detail, v_domain = pg_datatype_name;
            -- A deadlock, a lock that did not come, a server that stops: none of it happened, and all of it may be sent again.
            if v_state ~ '^(08|25|40|53|55|57|58)' then
                raise;
            end if;
            v_results := v_results || json_build_object('error', private.party_problem(v_state, v_code, v_message, v_detail, v_domain));
        end;
    end loop;
    return array_to_json(v_results);
end
$$;
comment on function relay.perform is
    $$Does calls of many members in one transaction, each with an error of its own: [{claims: [account_id, session_id, role, profile_id, profile_version, address], op: authenticate|attach|command|ready|chat, …}] answers [{ok: data} or {error: {status, code, message, …}}] in the same order. Sort them by party_id, and send at most 50: a transaction with more than 64 parts slows down the whole server$$;

create function relay.events(wants json) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
    v_want    json;
    v_party   app.party;
    v_epoch   integer := private.party_epoch();
    v_answers json[] := '{}';
begin
    for v_want in select json_array_elements(wants) loop
        v_party := private.party_read((v_want ->> 'party_id')::uuid);
        v_answers := v_answers || json_build_object(
            'party_id', v_want ->> 'party_id',
            'epoch', v_epoch,
            'seq', v_party.seq,
            'events', array_to_json(private.party_events(v_party, (v_want ->> 'since')::bigint, 1000)));
    end loop;
    return array_to_json(v_answers);
end
$$;
comment on function relay.events is
    $$What happened in parties after a number: [{party_id, since}] answers [{party_id, epoch, seq, events}], at most 1000 events each; seq is the last there is, null for a party that is gone$$;

create function relay.heads(party_ids uuid[]) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
    return (
        select coalesce(json_object_agg(p.id, p.seq), '{}')
        from app.party_lookup l
        join app.party p on p.account_id = l.account_id and p.id = l.party_id
        where l.party_id = any (heads.party_ids));
end
$$;
comment on function relay.heads is $$The number of the last event of each of these parties: {id: seq}. One that is gone is not in it$$;

create function relay.presence(seen json, gone json, relay text default '') returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_waiting uuid[] := '{}';
    v_id      uuid;
begin
    -- Parties first, then who is in them: the order of locks (deploy/parties/party.sql).
    for v_id in select distinct (g ->> 'party_id')::uuid from json_array_elements(gone) as g order by 1 loop
        if (private.party_read(v_id)).status = 'waiting' then
            perform private.party_lock(v_id);
            v_waiting := v_waiting || v_id;
        end if;
    end loop;

    -- The lock is the one that the foreign key takes, but before: whoever is being deleted at this moment is left out, and no error.
    with here as (
        select m.account_id, m.party_id, m.profile_id, s.ping_ms
        from json_to_recordset(seen) as s (party_id uuid, profile_id uuid, ping_ms double precision)
        join app.party_lookup l on l.party_id = s.party_id
        join app.party_member m on m.account_id = l.account_id and m.party_id = s.party_id and m.profile_id = s.profile_id
        where m.standing = 'in'
        order by m.party_id, m.profile_id
        for key share of m
    )
    insert into app.party_presence (account_id, party_id, profile_id, relay, seen_at, ping_ms)
    select h.account_id, h.party_id, h.profile_id, presence.relay, now(), max(h.ping_ms)
    from here h
    group by h.account_id, h.party_id, h.profile_id
    order by h.party_id, h.profile_id
    on conflict on constraint party_presence_pkey do update set seen_at = excluded.seen_at, ping_ms = coalesce(excluded.ping_ms, party_presence.ping_ms);

    delete from app.party_presence p
    using json_to_recordset(gone) as g (party_id uuid, profile_id uuid), app.party_lookup l
    where l.party_id = g.party_id and p.account_id = l.account_id and p.party_id = g.party_id and p.profile_id = g.profile_id
      and p.relay = presence.relay;

    foreach v_id in array v_waiting loop
        perform private.party_settle(private.party_read(v_id));
    end loop;

    return (
        select coalesce(json_agg(json_build_object('party_id', c.party_id, 'online', array(
            select distinct o.profile_id from app.party_online o where o.account_id = c.account_id and o.party_id = c.party_id order by o.profile_id))), '[]')
        from (select distinct l.party_id, l.account_id
              from app.party_lookup l
              where l.party_id in (select (s ->> 'party_id')::uuid from json_array_elements(seen) as s
                                   union all select (g ->> 'party_id')::uuid from json_array_elements(gone) as g)) as c);
end
$$;
comment on function relay.presence is
    $$Notes who is connected to a relay: seen [{party_id, profile_id, ping_ms}], gone [{party_id, profile_id}]. Answers for each of these parties who is online, on any relay: [{party_id, online: [profile_id]}]

relay: the relay's name for itself, another one at each start$$;

create function relay.settle() returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_settings app.settings;
    v_party    app.party;
    v_next     timestamptz;
begin
    select s.* into v_settings from app.settings s;
    -- Over all accounts: what is due is nobody's in particular. What another relay looks at now, it settles.
    for v_party in
        select p.* from app.party p
        where p.due_at <= now() + v_settings.party_barrier
        order by p.due_at
        limit 200
        for update skip locked
    loop
        if v_party.status = 'ended' then
            if v_party.due_at <= now() then
                perform private.party_delete(v_party);
            end if;
        elsif v_party.status = 'waiting' then
            perform private.party_settle(v_party);
        elsif v_party.due_at <= now() then
            v_next := v_settings.party_idle + greatest(v_party.active_at, (
                select max(o.seen_at) from app.party_presence o where o.account_id = v_party.account_id and o.party_id = v_party.id));
            if v_next <= now() then
                perform private.party_end(v_party, null);
            else
                update app.party p set due_at = v_next where p.account_id = v_party.account_id and p.id = v_party.id;
            end if;
        end if;
    end loop;
    delete from app.party_presence o
    where (o.account_id, o.party_id, o.profile_id, o.relay) in (
        select s.account_id, s.party_id, s.profile_id, s.relay from app.party_presence s
        where s.seen_at < now() - 4 * v_settings.party_presence limit 1000 for update skip locked);

    select min(p.due_at) into v_next from app.party p;
    return json_build_object(
        'next_ms', case when v_next is not null then greatest(50, private.epoch_ms(v_next) - private.epoch_ms(clock_timestamp())) end,
        'server_time', private.epoch_ms(clock_timestamp()));
end
$$;
comment on function relay.settle is
    $$Does what time has brought about: parties stop waiting, idle ones end, those that ended long ago are deleted. Any relay may call it, beside others. Answers {next_ms, server_time}: when there will be more to do, null where nothing is known of$$;

create function relay.now() returns double precision
language sql volatile
return extract(epoch from clock_timestamp()) * 1000;
comment on function relay.now is $$The database's clock, in milliseconds since 1970$$;

create function relay.is_deployed(change text) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
    return http.is_deployed(is_deployed.change);
end
$$;
comment on function relay.is_deployed is $$Whether a change of the plan is deployed: a relay is ready when the last one that it knows is$$;

alter function relay.perform owner to usher;
alter function relay.events owner to usher;
alter function relay.heads owner to usher;
alter function relay.presence owner to usher;
alter function relay.settle owner to usher;
grant execute on function private.party_argument, private.party_required, private.party_attach, private.party_act, private.party_problem to usher;
grant execute on function relay.perform, relay.events, relay.heads, relay.presence, relay.settle, relay.now, relay.is_deployed to syncstream_relay;

commit;
