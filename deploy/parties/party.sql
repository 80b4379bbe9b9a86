-- Deploy syncstream:parties/party to pg
-- Watch parties: what is watched and where, who is there. No client reads these tables: members of one party are of
-- many accounts, and functions of the usher's decide.
--
-- What the rows belong to, as Citus asks, is the account that made the party; each member's own account has a row of
-- its own that leads there (app.party_seat).
--
-- Locks, in this order, all of them to the end of the transaction:
--   1. the counter of the account that joins, creates or deletes (private.account_next_rev);
--   2. the party's row (private.party_lock), several parties in the order of their ids: everything below it changes
--      under this lock alone, and numbers of events are in the order of commits because of it;
--   3. members, presence, seats.

begin;

alter table app.settings
    add column party_barrier    interval not null default '8 seconds'   check (party_barrier between '0' and '1 minute'),
    add column party_lead_least interval not null default '0.5 seconds' check (party_lead_least >= '0'),
    add column party_lead_most  interval not null default '1.5 seconds' check (party_lead_most >= party_lead_least),
    add column party_presence   interval not null default '15 seconds'  check (party_presence > '0'),
    add column party_idle       interval not null default '12 hours'    check (party_idle > '0'),
    add column party_kept       interval not null default '1 day'       check (party_kept >= '0'),
    add column party_log        integer  not null default 10000         check (party_log >= 1000),
    add column party_attempts   integer  not null default 10            check (party_attempts > 0),
    add column parties_open     integer  not null default 20            check (parties_open > 0);
comment on column app.settings.party_barrier    is $$After a seek or load the members who are online are waited for, so long at most$$;
comment on column app.settings.party_lead_least is $$play, seek and load happen at least so far ahead of being said$$;
comment on column app.settings.party_lead_most  is $$And no farther ahead than this, however slow a member's connection$$;
comment on column app.settings.party_presence   is $$A member is online whom a relay saw within it$$;
comment on column app.settings.party_idle       is $$A party in which nothing was done and nobody was online for so long ends$$;
comment on column app.settings.party_kept       is $$A party that ended can be read for so long, then it is deleted$$;
comment on column app.settings.party_log        is $$Events of a party that are kept, at least: the last so many$$;
comment on column app.settings.party_attempts   is $$Wrong codes typed by one account within attempt_window, before even a right one is refused$$;
comment on column app.settings.parties_open     is $$Parties of one account that go on at one time$$;

create table app.party (
    account_id  uuid             not null references app.account on delete cascade,
    id          uuid             not null default gen_random_uuid(),
    title       text             not null,
    content     json             not null,
    match_key   text,
    control     text             not null check (control in ('host', 'everyone')),
    status      text             not null default 'paused' check (status in ('playing', 'paused', 'waiting', 'ended')),
    resume      text             check (resume in ('playing', 'paused')),
    position_ms bigint           not null default 0,
    anchored_at timestamptz      not null,
    rate        double precision not null default 1,
    seq         bigint           not null default 0,
    max_members integer          not null,
    created_at  timestamptz      not null default now(),
    active_at   timestamptz      not null,
    due_at      timestamptz      not null,
    primary key (account_id, id),
    constraint party_resume check ((status = 'waiting') = (resume is not null))
) with (fillfactor = 50);
comment on table  app.party             is $$Watch parties$$;
comment on column app.party.account_id  is $$Who made it, and whose plan it is counted by; not necessarily who hosts it now$$;
comment on column app.party.id          is $$The party$$;
comment on column app.party.title       is $$1..100 characters$$;
comment on column app.party.content     is $$What is watched: {kind, title, year, ids, duration_ms}, and no address$$;
comment on column app.party.match_key   is $$By which each member finds it on a playlist of its own; null where nothing says what it is$$;
comment on column app.party.control     is $$Who plays, pauses, seeks: host or everyone$$;
comment on column app.party.status      is $$playing; paused; waiting for members who load; ended$$;
comment on column app.party.resume      is $$What a party that waits will do then; else null$$;
comment on column app.party.position_ms is $$Where it is, at anchored_at$$;
comment on column app.party.anchored_at is $$When it was there, or, while playing, will be: the position at t is position_ms + max(0, t - anchored_at) × rate$$;
comment on column app.party.rate        is $$How fast it plays$$;
comment on column app.party.seq         is $$The number of its last event (app.party_event)$$;
comment on column app.party.max_members is $$How many may be in it; -1: any number$$;
comment on column app.party.created_at  is $$When it was made$$;
comment on column app.party.active_at   is $$When its last event was$$;
comment on column app.party.due_at      is $$When somebody has to look at it again (relay.settle): a party that waits stops waiting, one that ended is deleted, any other is asked whether it is idle$$;
create index party_due_at on app.party (due_at);

create table app.party_member (
    account_id          uuid        not null,
    party_id            uuid        not null,
    profile_id          uuid        not null,
    member_account_id   uuid        not null,
    name                text        not null,
    avatar              text,
    role                text        not null default 'member' check (role in ('host', 'member')),
    standing            text        not null default 'in' check (standing in ('in', 'out', 'banned')),
    joined_at           timestamptz not null,
    ready               boolean     not null default false,
    awaited             boolean     not null default false,
    chat_paid_until     timestamptz not null default '-infinity',
    commands_paid_until timestamptz not null default '-infinity',
    ready_paid_until    timestamptz not null default '-infinity',
    primary key (account_id, party_id, profile_id),
    foreign key (account_id, party_id) references app.party on delete cascade,
    constraint party_member_host check (role = 'member' or standing = 'in')
) with (fillfactor = 50);
comment on table  app.party_member                     is $$Who is, or was, in a party$$;
comment on column app.party_member.account_id          is $$The party's account$$;
comment on column app.party_member.party_id            is $$The party$$;
comment on column app.party_member.profile_id          is $$The member: a profile$$;
comment on column app.party_member.member_account_id   is $$Whose profile that is$$;
comment on column app.party_member.name                is $$What the profile was called when it joined$$;
comment on column app.party_member.avatar              is $$Its picture then$$;
comment on column app.party_member.role                is $$host or member$$;
comment on column app.party_member.standing            is $$in; out: left or was kicked, and may come back; banned$$;
comment on column app.party_member.joined_at           is $$When it came, the last time$$;
comment on column app.party_member.ready               is $$It said that it is ready, after the last seek or load$$;
comment on column app.party_member.awaited             is $$It was online at the last seek or load: the party waits for it$$;
comment on column app.party_member.chat_paid_until     is $$The token bucket of its chat, as one time (private.bucket_take)$$;
comment on column app.party_member.commands_paid_until is $$That of its commands$$;
comment on column app.party_member.ready_paid_until    is $$That of its being ready: a seek too many must not keep it from saying so$$;

-- Heartbeats: 2 seconds after a crash they are all there again.
create unlogged table app.party_presence (
    account_id uuid        not null,
    party_id   uuid        not null,
    profile_id uuid        not null,
    relay      text        not null,
    seen_at    timestamptz not null,
    ping_ms    integer,
    primary key (account_id, party_id, profile_id, relay),
    foreign key (account_id, party_id, profile_id) references app.party_member on delete cascade
) with (fillfactor = 50);
comment on table  app.party_presence            is $$Members who are online, by the relay that sees them$$;
comment on column app.party_presence.account_id is $$The party's account$$;
comment on column app.party_presence.party_id   is $$The party$$;
comment on column app.party_presence.profile_id is $$The member$$;
comment on column app.party_presence.relay      is $$The relay, by the name that it gave itself: a profile with two devices may be on two$$;
comment on column app.party_presence.seen_at    is $$When it was last seen there$$;
comment on column app.party_presence.ping_ms    is $$Its p95 ping; null: not measured yet$$;

create table app.party_seat (
    account_id       uuid        not null,
    profile_id       uuid        not null,
    party_id         uuid        not null,
    party_account_id uuid        not null,
    active           boolean     not null,
    joined_at        timestamptz not null,
    primary key (account_id, profile_id, party_id),
    foreign key (account_id, profile_id) references app.profile on delete cascade
);
comment on table  app.party_seat                  is $$The way from a profile to its parties, those that it left too, in rows of its own account$$;
comment on column app.party_seat.account_id       is $$Whose profile$$;
comment on column app.party_seat.profile_id       is $$The profile$$;
comment on column app.party_seat.party_id         is $$The party$$;
comment on column app.party_seat.party_account_id is $$The party's account$$;
comment on column app.party_seat.active           is $$It is in the party, and the party goes on$$;
comment on column app.party_seat.joined_at        is $$When it came, the last time$$;
create index party_seat_joined_at on app.party_seat (account_id, profile_id, joined_at, party_id) where active;

-- Lookups: an id or a code comes from outside, and whose party it is has to be found out.
create table app.party_lookup (
    party_id   uuid primary key,
    account_id uuid not null
);
comment on table  app.party_lookup            is $$From a party's id to its account$$;
comment on column app.party_lookup.party_id   is $$The party$$;
comment on column app.party_lookup.account_id is $$Its account$$;
create index party_lookup_account_id on app.party_lookup (account_id);

create table app.party_code (
    code       text primary key check (code ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$'),
    party_id   uuid not null,
    account_id uuid not null
);
comment on table  app.party_code            is $$From the code of an invitation to the party, while that goes on$$;
comment on column app.party_code.code       is $$Consonants, so that it spells nothing and has no look-alikes$$;
comment on column app.party_code.party_id   is $$The party$$;
comment on column app.party_code.account_id is $$Its account$$;
create index party_code_account_id on app.party_code (account_id, party_id);

alter table app.party          enable row level security, force row level security;
alter table app.party_member   enable row level security, force row level security;
alter table app.party_presence enable row level security, force row level security;
alter table app.party_seat     enable row level security, force row level security;
alter table app.party_lookup   enable row level security, force row level security;
alter table app.party_code     enable row level security, force row level security;

create policy party_all_usher on app.party to usher using (true);
create policy party_member_all_usher on app.party_member to usher using (true);
create policy party_presence_all_usher on app.party_presence to usher using (true);
create policy party_seat_all_usher on app.party_seat to usher using (true);
create policy party_lookup_all_usher on app.party_lookup to usher using (true);
create policy party_code_all_usher on app.party_code to usher using (true);
-- For an account's export.
create policy party_select_gatekeeper on app.party for select to gatekeeper using (true);
create policy party_lookup_select_gatekeeper on app.party_lookup for select to gatekeeper using (true);
create policy party_code_select_gatekeeper on app.party_code for select to gatekeeper using (true);

grant select, insert, delete,
    update (content, match_key, status, resume, position_ms, anchored_at, rate, seq, active_at, due_at) on app.party to usher;
grant select, insert, delete,
    update (name, avatar, role, standing, joined_at, ready, awaited, chat_paid_until, commands_paid_until, ready_paid_until) on app.party_member to usher;
grant select, insert, delete, update (seen_at, ping_ms) on app.party_presence to usher;
grant select, insert, delete, update (active, joined_at) on app.party_seat to usher;
grant select, insert, delete on app.party_lookup, app.party_code to usher;
grant select on app.party, app.party_lookup, app.party_code to gatekeeper;

create view app.party_online with (security_invoker = true) as
select p.account_id, p.party_id, p.profile_id, p.ping_ms
from app.party_presence p
where p.seen_at > now() - (select s.party_presence from app.settings s);
comment on view app.party_online is $$Members whom a relay saw within app.settings.party_presence: a row for each relay that did$$;
grant select on app.party_online to usher;

create function private.epoch_ms(at timestamptz) returns bigint
language sql immutable parallel safe
return round(extract(epoch from at) * 1000)::bigint;
comment on function private.epoch_ms is $$A time in milliseconds since 1970$$;

create function private.party_clock() returns timestamptz
language sql volatile
return date_trunc('milliseconds', clock_timestamp());
comment on function private.party_clock is $$The time that parties go by: the server's clock, in whole milliseconds as everybody is told it$$;

create function private.party_epoch() returns integer
language sql stable
return ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer;
comment on function private.party_epoch is
    $$What numbers of events belong to: the server's timeline. One that took over, or was set back to a backup, may give out numbers again that clients have seen with other events, and is on another timeline$$;

create type api.party_member as (profile_id uuid, name text, avatar text, role text, online boolean, ready boolean);
comment on type api.party_member is $$A member of a party$$;
comment on column api.party_member.profile_id is $$The member: a profile$$;
comment on column api.party_member.name       is $$What the profile was called when it joined$$;
comment on column api.party_member.avatar     is $$Its picture then, or null$$;
comment on column api.party_member.role       is $$host or member$$;
comment on column api.party_member.online     is $$It is connected to the socket$$;
comment on column api.party_member.ready      is $$It said that it is ready, after the last seek or load$$;

create type api.party as (
    id uuid, title text, content json, match_key text, control text, status text, position_ms bigint, anchored_at bigint,
    rate double precision, seq bigint, epoch integer, members api.party_member[], max_members integer, created_at timestamptz
);
comment on type api.party is $$A watch party. Its times are milliseconds since 1970 by the server's clock$$;
comment on column api.party.id          is $$The party$$;
comment on column api.party.title       is $$What it is called$$;
comment on column api.party.content     is $$What is watched: {kind, title, year, ids, duration_ms}$$;
comment on column api.party.match_key   is $$By which it is found on a playlist of one's own; null where nothing says what it is$$;
comment on column api.party.control     is $$Who plays, pauses, seeks: host or everyone$$;
comment on column api.party.status      is $$playing, paused, waiting or ended$$;
comment on column api.party.position_ms is $$Where it is, at anchored_at$$;
comment on column api.party.anchored_at is $$While playing, the position at t is position_ms + max(0, t - anchored_at) × rate; else it is position_ms$$;
comment on column api.party.rate        is $$How fast it plays$$;
comment on column api.party.seq         is $$The number of its last event$$;
comment on column api.party.epoch       is $$What numbers of events belong to: those of another epoch are not these$$;
comment on column api.party.members     is $$Who is in it, longest first$$;
comment on column api.party.max_members is $$How many may be$$;
comment on column api.party.created_at  is $$When it was made$$;

create function private.party_shape(party app.party) returns api.party
language plpgsql stable
as $$
declare
    v_members api.party_member[];
begin
    select array_agg(
        row(m.profile_id, m.name, m.avatar, m.role,
            exists (select from app.party_online o where o.account_id = party.account_id and o.party_id = party.id and o.profile_id = m.profile_id),
            m.ready)::api.party_member
        order by m.joined_at, m.profile_id)
    into v_members
    from app.party_member m
    where m.account_id = party.account_id and m.party_id = party.id and m.standing = 'in';
    return row(party.id, party.title, party.content, party.match_key, party.control, party.status, party.position_ms,
               private.epoch_ms(party.anchored_at), party.rate, party.seq, private.party_epoch(), coalesce(v_members, '{}'),
               party.max_members, party.created_at)::api.party;
end
$$;
comment on function private.party_shape is $$A party as the API shows it$$;

create function private.party_read(party_id uuid) returns app.party
language plpgsql stable
as $$
declare
    v_account uuid;
    v_party   app.party;
begin
    select l.account_id into v_account from app.party_lookup l where l.party_id = party_read.party_id;
    select p.* into v_party from app.party p where p.account_id = v_account and p.id = party_read.party_id;
    return v_party;
end
$$;
comment on function private.party_read is $$A party; null where there is none$$;

create function private.party_lock(party_id uuid) returns app.party
language plpgsql volatile
as $$
declare
    v_account uuid;
    v_party   app.party;
begin
    select l.account_id into v_account from app.party_lookup l where l.party_id = party_lock.party_id;
    select p.* into v_party from app.party p where p.account_id = v_account and p.id = party_lock.party_id for no key update;
    return v_party;
end
$$;
comment on function private.party_lock is $$A party, its row locked to the end of the transaction; null where there is none$$;

create function private.party_me(party app.party) returns app.party_member
language plpgsql stable
as $$
declare
    v_profile uuid := private.require_profile();
    v_member  app.party_member;
begin
    select m.* into v_member from app.party_member m
    where m.account_id = party.account_id and m.party_id = party.id and m.profile_id = v_profile
      and m.member_account_id = http.current_account_id();
    if v_member.standing = 'banned' then
        raise sqlstate 'PT403' using message = 'You were banned from this party', constraint = 'banned';
    elsif v_member.standing is distinct from 'in' then
        raise sqlstate 'PT404' using message = 'You are in no such party', constraint = 'not_found';
    end if;
    return v_member;
end
$$;
comment on function private.party_me is $$The member of a party who calls; 403 forbidden without a profile, 403 banned, 404 not_found for everybody else$$;

create function private.require_host(member app.party_member) returns void
language plpgsql volatile
as $$
begin
    if member.role <> 'host' then
        raise sqlstate 'PT403' using message = 'Only the host of the party can do this', constraint = 'forbidden';
    end if;
end
$$;
comment on function private.require_host is $$403 forbidden for a member who is not the host$$;

create function private.require_going_on(party app.party) returns void
language plpgsql volatile
as $$
begin
    if party.status = 'ended' then
        raise sqlstate 'PT409' using message = 'This party has ended', constraint = 'conflict';
    end if;
end
$$;
comment on function private.require_going_on is $$409 conflict for a party that has ended$$;

create function private.bucket_take(paid_until timestamptz, burst integer, per_second integer) returns timestamptz
language plpgsql volatile
as $$
declare
    v_now   timestamptz := clock_timestamp();
    v_until timestamptz := greatest(paid_until, v_now) + interval '1 second' / per_second;
    v_wait  interval := v_until - v_now - burst * (interval '1 second' / per_second);
begin
    if v_wait > interval '0' then
        raise sqlstate 'PT429' using message = 'Slower, please. Try again in a moment', constraint = 'rate_limited',
            detail = json_build_object('retry_after', ceil(extract(epoch from v_wait))::integer);
    end if;
    return v_until;
end
$$;
comment on function private.bucket_take is
    $$A token bucket as one time: until then all that was taken is paid for, and no more than a burst may be ahead. The new time; 429 rate_limited$$;

grant execute on function private.epoch_ms, private.party_clock, private.party_epoch, private.party_shape, private.party_read, private.party_lock,
    private.party_me, private.require_host, private.require_going_on, private.bucket_take to usher;

commit;
