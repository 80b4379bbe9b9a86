-- Deploy syncstream:parties/party_event to pg
-- A party's log: what was done and said, numbered without a gap.

begin;

create table app.party_event (
    account_id uuid        not null,
    party_id   uuid        not null,
    seq        bigint      not null,
    kind       text        not null check (kind in ('play', 'pause', 'seek', 'rate', 'load', 'ready', 'chat', 'join', 'leave', 'kick', 'ban', 'role', 'end')),
    actor_id   uuid,
    actor_name text,
    body       json        not null,
    at         timestamptz not null,
    apply_at   timestamptz,
    command_id text,
    primary key (account_id, party_id, seq),
    unique (account_id, party_id, command_id),
    foreign key (account_id, party_id) references app.party on delete cascade,
    constraint party_event_actor check ((actor_id is null) = (actor_name is null))
);
comment on table  app.party_event            is $$Events of watch parties$$;
comment on column app.party_event.account_id is $$The party's account$$;
comment on column app.party_event.party_id   is $$The party$$;
comment on column app.party_event.seq        is $$Its number in the party: one more than the one before$$;
comment on column app.party_event.kind       is $$What happened$$;
comment on column app.party_event.actor_id   is $$The profile that did it; null: the server$$;
comment on column app.party_event.actor_name is $$What that was called in the party$$;
comment on column app.party_event.body       is $$What there is to say of it, by kind$$;
comment on column app.party_event.at         is $$When it happened$$;
comment on column app.party_event.apply_at   is $$When it takes effect at everyone's; null: at once$$;
comment on column app.party_event.command_id is $$The id that a client gave it, which counts once in the party$$;

alter table app.party_event enable row level security, force row level security;
create policy party_event_all_usher on app.party_event to usher using (true);
grant select, insert, delete, update (actor_name, body) on app.party_event to usher;

create type api.party_actor as (profile_id uuid, name text);
comment on type api.party_actor is $$Who did something in a party$$;
comment on column api.party_actor.profile_id is $$The member: a profile$$;
comment on column api.party_actor.name       is $$What it was called in the party$$;

create type api.party_event as (
    "type" text, party_id uuid, seq bigint, epoch integer, kind text, actor api.party_actor, body json, at bigint, apply_at bigint
);
comment on type api.party_event is $$Something that happened in a party, as the socket sends it. Its times are milliseconds since 1970 by the server's clock$$;
comment on column api.party_event."type"   is $$party.event$$;
comment on column api.party_event.party_id is $$The party$$;
comment on column api.party_event.seq      is $$Its number in the party: one more than the one before$$;
comment on column api.party_event.epoch    is $$What the number belongs to$$;
comment on column api.party_event.kind     is $$play, pause, seek, rate, load, ready, chat, join, leave, kick, ban, role or end$$;
comment on column api.party_event.actor    is $$Who did it; null: the server$$;
comment on column api.party_event.body     is $$What there is to say of it, by kind$$;
comment on column api.party_event.at       is $$When it happened$$;
comment on column api.party_event.apply_at is $$Optional. When it takes effect at everyone's; not there: at once$$;

create function private.party_event_shape(event app.party_event, epoch integer) returns json
language plpgsql immutable parallel safe
as $$
declare
    v_actor json := case when event.actor_id is not null then json_build_object('profile_id', event.actor_id, 'name', event.actor_name) end;
begin
    if event.apply_at is null then
        return json_build_object('type', 'party.event', 'party_id', event.party_id, 'seq', event.seq, 'epoch', epoch, 'kind', event.kind,
                                 'actor', v_actor, 'body', event.body, 'at', private.epoch_ms(event.at));
    end if;
    return json_build_object('type', 'party.event', 'party_id', event.party_id, 'seq', event.seq, 'epoch', epoch, 'kind', event.kind,
                             'actor', v_actor, 'body', event.body, 'at', private.epoch_ms(event.at), 'apply_at', private.epoch_ms(event.apply_at));
end
$$;
comment on function private.party_event_shape is $$An event as it goes over the socket (api.party_event)$$;

create function private.party_post(
    party app.party, kind text, actor app.party_member, body json, at timestamptz, apply_at timestamptz default null, command_id text default null
) returns app.party_event
language plpgsql volatile
as $$
declare
    v_seq   bigint;
    v_event app.party_event;
begin
    update app.party p
    set seq = p.seq + 1, content = party.content, match_key = party.match_key, status = party.status, resume = party.resume,
        position_ms = party.position_ms, anchored_at = party.anchored_at, rate = party.rate, active_at = party_post.at, due_at = party.due_at
    where p.account_id = party.account_id and p.id = party.id
    returning p.seq into v_seq;

    insert into app.party_event (account_id, party_id, seq, kind, actor_id, actor_name, body, at, apply_at, command_id)
    values (party.account_id, party.id, v_seq, party_post.kind, actor.profile_id, actor.name, party_post.body, party_post.at,
            party_post.apply_at, party_post.command_id)
    returning * into v_event;

    perform pg_notify('party', party.id || ':' || v_seq);
    if v_seq % 1000 = 0 then
        delete from app.party_event e
        where e.account_id = party.account_id and e.party_id = party.id and e.seq <= v_seq - (select s.party_log from app.settings s);
    end if;
    return v_event;
end
$$;
comment on function private.party_post is
    $$Writes an event with the party as it is after it, under the next number, and wakes the relays. The party's row must be locked: whoever has the next number commits next$$;

create function private.party_repeated(party app.party, command_id text) returns app.party_event
language plpgsql stable
as $$
declare
    v_event app.party_event;
begin
    select e.* into v_event from app.party_event e
    where e.account_id = party.account_id and e.party_id = party.id and e.command_id = party_repeated.command_id;
    return v_event;
end
$$;
comment on function private.party_repeated is $$The event that an id led to before; null where it is new$$;

create function private.party_events(party app.party, since bigint, max integer) returns json[]
language plpgsql stable
as $$
declare
    v_epoch integer := private.party_epoch();
begin
    return array(
        select private.party_event_shape(e, v_epoch) from app.party_event e
        where e.account_id = party.account_id and e.party_id = party.id and e.seq > since and e.seq <= party.seq
        order by e.seq limit max);
end
$$;
comment on function private.party_events is $$A party's events after a number, in order$$;

grant execute on function private.party_event_shape, private.party_post, private.party_repeated, private.party_events to usher;

commit;
