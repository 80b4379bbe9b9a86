-- Deploy syncstream:library/progress to pg
-- How far a profile is in what it watches, and what it has watched to the end.

begin;

create table app.progress (
    account_id  uuid        not null,
    profile_id  uuid        not null,
    item        text        not null,
    playlist_id uuid        not null,
    kind        text        not null,
    provider_id text        not null,
    title       text,
    year        integer,
    image       text,
    series      json,
    ids         json,
    match_key   text generated always as (app.match_key(kind, title, year, series, ids)) stored,
    position_ms bigint      not null,
    duration_ms bigint      not null,
    completed   boolean     not null,
    plays       integer     not null,
    playback_id text,
    event_at    timestamptz not null,
    device_id   text,
    rev         bigint      not null,
    deleted_at  timestamptz,
    primary key (account_id, profile_id, item),
    foreign key (account_id, profile_id) references app.profile on delete cascade
);
comment on table  app.progress             is $$Watch progress, and tombstones of what was deleted$$;
comment on column app.progress.account_id  is $$Whose$$;
comment on column app.progress.profile_id  is $$Which profile's$$;
comment on column app.progress.item        is $$kind:playlist_id:provider_id$$;
comment on column app.progress.playlist_id is $$On which playlist. No reference: a tombstone outlives it$$;
comment on column app.progress.kind        is $$live, movie, series or episode$$;
comment on column app.progress.provider_id is $$What the provider calls it$$;
comment on column app.progress.title       is $$What it is called$$;
comment on column app.progress.year        is $$The year it is from$$;
comment on column app.progress.image       is $$The address of a picture$$;
comment on column app.progress.series      is $$Of an episode: {provider_id, season, episode}$$;
comment on column app.progress.ids         is $${tmdb, imdb, tvg}$$;
comment on column app.progress.match_key   is $$The same for the same content on another playlist; null where nothing says what it is$$;
comment on column app.progress.position_ms is $$How far$$;
comment on column app.progress.duration_ms is $$How long the whole is; 0: unknown$$;
comment on column app.progress.completed   is $$Watched to 90 %, or said to be; cleared only when that is said$$;
comment on column app.progress.plays       is $$Viewings that were finished$$;
comment on column app.progress.playback_id is $$The viewing that wrote it last$$;
comment on column app.progress.event_at    is $$When that was, by the server's clock$$;
comment on column app.progress.device_id   is $$The device that did$$;
comment on column app.progress.rev         is $$The account's number (app.account_counter) of its last change$$;
comment on column app.progress.deleted_at  is $$When it was deleted; a tombstone: what it said is gone, that it was deleted has to reach the other devices. Null: it is there$$;
-- As for favorites: at ten million rows a heartbeat took ten times as long without these.
create statistics app.progress_profile (dependencies) on account_id, profile_id from app.progress;
create index progress_rev on app.progress (account_id, profile_id, rev);
create index progress_match_key on app.progress (account_id, profile_id, match_key) where deleted_at is null and match_key is not null;

create table app.history (
    account_id  uuid        not null,
    profile_id  uuid        not null,
    id          uuid        not null default gen_random_uuid(),
    item        text        not null,
    kind        text        not null,
    title       text,
    match_key   text,
    playback_id text,
    finished_at timestamptz not null,
    device_id   text,
    primary key (account_id, profile_id, id),
    unique (account_id, profile_id, item, playback_id),
    foreign key (account_id, profile_id) references app.profile on delete cascade
);
comment on table  app.history             is $$Finished viewings: kept when progress starts over, or goes$$;
comment on column app.history.account_id  is $$Whose$$;
comment on column app.history.profile_id  is $$Which profile's$$;
comment on column app.history.id          is $$The viewing$$;
comment on column app.history.item        is $$kind:playlist_id:provider_id$$;
comment on column app.history.kind        is $$live, movie, series or episode$$;
comment on column app.history.title       is $$What it was called$$;
comment on column app.history.match_key   is $$The same for the same content on another playlist$$;
comment on column app.history.playback_id is $$What the device called the viewing: it counts once$$;
comment on column app.history.finished_at is $$When it was finished$$;
comment on column app.history.device_id   is $$Where$$;
create statistics app.history_profile (dependencies) on account_id, profile_id from app.history;
create index history_finished_at on app.history (account_id, profile_id, finished_at, id);

alter table app.progress enable row level security, force row level security;
alter table app.history  enable row level security, force row level security;
create policy progress_all_own on app.progress to kid, member
    using (account_id = (select http.current_account_id()) and profile_id = (select http.current_profile_id()));
create policy progress_all_gatekeeper on app.progress to gatekeeper using (true);
create policy progress_select_usher on app.progress for select to usher using (true);
create policy history_select_own on app.history for select to kid, member
    using (account_id = (select http.current_account_id()) and profile_id = (select http.current_profile_id()));
create policy history_insert_own on app.history for insert to kid, member
    with check (account_id = (select http.current_account_id()) and profile_id = (select http.current_profile_id()));
create policy history_select_gatekeeper on app.history for select to gatekeeper using (true);
grant select on app.progress to kid, member;
grant select on app.history to kid, member, gatekeeper;
grant insert (account_id, profile_id, item, playlist_id, kind, provider_id, title, year, image, series, ids, position_ms, duration_ms, completed, plays,
              playback_id, event_at, device_id, rev, deleted_at),
      update (title, year, image, series, ids, position_ms, duration_ms, completed, plays, playback_id, event_at, device_id, rev, deleted_at)
    on app.progress to kid, member;
grant insert (account_id, profile_id, item, kind, title, match_key, playback_id, finished_at, device_id) on app.history to kid, member;
grant select, insert, update, delete on app.progress to gatekeeper;
grant select (account_id, profile_id, rev, device_id) on app.progress to usher;

create type api.progress as (
    item text, playlist_id uuid, kind text, provider_id text, title text, year integer, image text, series json, ids json, match_key text,
    position_ms bigint, duration_ms bigint, completed boolean, plays integer, playback_id text, device_id text, event_at timestamptz, rev bigint
);
comment on type api.progress is $$How far an item was watched$$;
comment on column api.progress.item        is $$Its key: kind:playlist_id:provider_id$$;
comment on column api.progress.playlist_id is $$The playlist that it is on$$;
comment on column api.progress.kind        is $$live, movie, series or episode$$;
comment on column api.progress.provider_id is $$What the provider calls it$$;
comment on column api.progress.title       is $$What it is called, or null$$;
comment on column api.progress.year        is $$The year it is from, or null$$;
comment on column api.progress.image       is $$The address of a picture, or null$$;
comment on column api.progress.series      is $$Of an episode: {provider_id, season, episode}; else null$$;
comment on column api.progress.ids         is $${tmdb, imdb, tvg}, or null$$;
comment on column api.progress.match_key   is $$The same for the same content on another playlist; null where nothing says what it is$$;
comment on column api.progress.position_ms is $$How far, in milliseconds$$;
comment on column api.progress.duration_ms is $$How long the whole is, in milliseconds; 0: unknown$$;
comment on column api.progress.completed   is $$Watched to 90 %, or said to be$$;
comment on column api.progress.plays       is $$Viewings that were finished$$;
comment on column api.progress.playback_id is $$The viewing that wrote it last, or null$$;
comment on column api.progress.device_id   is $$The device that wrote it last, or null$$;
comment on column api.progress.event_at    is $$When that was$$;
comment on column api.progress.rev         is $$The number of its last change$$;

create function private.progress_shape(progress app.progress, match_key text) returns api.progress
language sql immutable parallel safe
return row(
    progress.item, progress.playlist_id, progress.kind, progress.provider_id, progress.title, progress.year, progress.image, progress.series,
    progress.ids, match_key, progress.position_ms, progress.duration_ms, progress.completed, progress.plays, progress.playback_id,
    progress.device_id, progress.event_at, progress.rev)::api.progress;
comment on function private.progress_shape is $$Progress as the API shows it. The key is given apart: the generated column has no value before the row is stored$$;

create function private.progress_advance(
    progress app.progress, position_ms bigint, duration_ms bigint, completed boolean, playback_id text, counted boolean,
    event_at timestamptz, device_id text, rev bigint
) returns app.progress
language plpgsql immutable
as $$
declare
    v_progress app.progress := progress;
    v_finished boolean;
begin
    v_progress.position_ms := progress_advance.position_ms;
    v_progress.duration_ms := coalesce(nullif(progress_advance.duration_ms, 0), v_progress.duration_ms, 0);
    v_finished := coalesce(progress_advance.completed,
                           v_progress.duration_ms > 0 and v_progress.position_ms * 10 >= v_progress.duration_ms * 9);
    v_progress.plays := coalesce(v_progress.plays, 0)
        + (v_finished and not case when progress_advance.playback_id is null then coalesce(v_progress.completed, false) else counted end)::integer;
    v_progress.completed := case when progress_advance.completed is false then false else v_finished or coalesce(v_progress.completed, false) end;
    v_progress.playback_id := progress_advance.playback_id;
    v_progress.event_at    := progress_advance.event_at;
    v_progress.device_id   := progress_advance.device_id;
    v_progress.rev         := progress_advance.rev;
    v_progress.deleted_at  := null;
    return v_progress;
end
$$;
comment on function private.progress_advance is
    $$The row after a device said where it is. 90 % watched completes, unless `completed: false` says otherwise, which alone clears it; a viewing adds to plays once: by its playback_id (`counted`: it did before), else as completed becomes true. Where plays grew, a row of history is due$$;

create function private.progress_store(progress app.progress[], history app.history[]) returns void
language plpgsql volatile
as $$
begin
    insert into app.progress (account_id, profile_id, item, playlist_id, kind, provider_id, title, year, image, series, ids, position_ms, duration_ms,
                              completed, plays, playback_id, event_at, device_id, rev, deleted_at)
    select p.account_id, p.profile_id, p.item, p.playlist_id, p.kind, p.provider_id, p.title, p.year, p.image, p.series, p.ids, p.position_ms, p.duration_ms,
           p.completed, p.plays, p.playback_id, p.event_at, p.device_id, p.rev, p.deleted_at
    from unnest(progress_store.progress) as p
    on conflict on constraint progress_pkey do update
    set title = excluded.title, year = excluded.year, image = excluded.image, series = excluded.series, ids = excluded.ids,
        position_ms = excluded.position_ms, duration_ms = excluded.duration_ms, completed = excluded.completed, plays = excluded.plays,
        playback_id = excluded.playback_id, event_at = excluded.event_at, device_id = excluded.device_id, rev = excluded.rev, deleted_at = excluded.deleted_at;

    if cardinality(progress_store.history) > 0 then
        insert into app.history (account_id, profile_id, item, kind, title, match_key, playback_id, finished_at, device_id)
        select h.account_id, h.profile_id, h.item, h.kind, h.title, h.match_key, h.playback_id, h.finished_at, h.device_id
        from unnest(progress_store.history) as h
        on conflict do nothing;
    end if;
end
$$;
comment on function private.progress_store is $$Writes progress as it is given, tombstones too, and finished viewings. The account's counter must be locked$$;

create function private.progress_tombstone(progress app.progress, event_at timestamptz, device_id text, rev bigint) returns app.progress
language plpgsql stable
as $$
declare
    v_progress app.progress := progress;
begin
    v_progress.title := null; v_progress.year := null; v_progress.image := null; v_progress.series := null; v_progress.ids := null;
    v_progress.position_ms := 0; v_progress.duration_ms := 0; v_progress.completed := false; v_progress.plays := 0; v_progress.playback_id := null;
    v_progress.event_at := progress_tombstone.event_at; v_progress.device_id := progress_tombstone.device_id; v_progress.rev := progress_tombstone.rev;
    v_progress.deleted_at := now();
    return v_progress;
end
$$;
comment on function private.progress_tombstone is $$What stays of progress that is deleted$$;

create function private.history_of(progress app.progress) returns app.history
language sql immutable
return row(progress.account_id, progress.profile_id, null, progress.item, progress.kind, progress.title,
           app.match_key(progress.kind, progress.title, progress.year, progress.series, progress.ids),
           progress.playback_id, progress.event_at, progress.device_id)::app.history;
comment on function private.history_of is $$The finished viewing that a row of progress has come to$$;

grant execute on function private.progress_shape, private.progress_advance, private.progress_store, private.progress_tombstone, private.history_of to kid, member;
grant execute on function private.progress_tombstone, private.progress_store to gatekeeper;

commit;
