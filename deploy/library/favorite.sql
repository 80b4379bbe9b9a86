-- Deploy syncstream:library/favorite to pg
-- What a profile keeps at hand, in groups and in its own order.

begin;

create table app.favorite (
    account_id  uuid             not null,
    profile_id  uuid             not null,
    item        text             not null,
    playlist_id uuid             not null,
    kind        text             not null,
    provider_id text             not null,
    title       text,
    year        integer,
    image       text,
    series      json,
    ids         json,
    match_key   text generated always as (app.match_key(kind, title, year, series, ids)) stored,
    "group"     text,
    rank        double precision not null default 0,
    added_at    timestamptz      not null,
    event_at    timestamptz      not null,
    device_id   text,
    rev         bigint           not null,
    deleted_at  timestamptz,
    answer      json,
    primary key (account_id, profile_id, item),
    foreign key (account_id, profile_id) references app.profile on delete cascade,
    constraint favorite_answer check ((deleted_at is null) = (answer is not null))
);
comment on table  app.favorite             is $$Favorites, and tombstones of those that were deleted$$;
comment on column app.favorite.account_id  is $$Whose$$;
comment on column app.favorite.profile_id  is $$Which profile's$$;
comment on column app.favorite.item        is $$kind:playlist_id:provider_id$$;
comment on column app.favorite.playlist_id is $$On which playlist. No reference: a tombstone outlives it$$;
comment on column app.favorite.kind        is $$live, movie, series or episode$$;
comment on column app.favorite.provider_id is $$What the provider calls it$$;
comment on column app.favorite.title       is $$What it is called$$;
comment on column app.favorite.year        is $$The year it is from$$;
comment on column app.favorite.image       is $$The address of a picture$$;
comment on column app.favorite.series      is $$Of an episode: {provider_id, season, episode}$$;
comment on column app.favorite.ids         is $${tmdb, imdb, tvg}$$;
comment on column app.favorite.match_key   is $$The same for the same content on another playlist; null where nothing says what it is$$;
comment on column app.favorite."group"     is $$The group that it is in; null: none$$;
comment on column app.favorite.rank        is $$Its place: lower comes first. A number between two others moves it between them$$;
comment on column app.favorite.added_at    is $$When it was added$$;
comment on column app.favorite.event_at    is $$When the user last did something to it, by the server's clock$$;
comment on column app.favorite.device_id   is $$The device that did$$;
comment on column app.favorite.rev         is $$The account's number (app.account_counter) of its last change$$;
comment on column app.favorite.deleted_at  is $$When it was deleted; a tombstone: what it said is gone, that it was deleted has to reach the other devices. Null: it is there$$;
comment on column app.favorite.answer      is $$The row as the API shows it, made when it is written: a list of 20 costs half of what building it would, and as json it is not parsed again$$;
-- A profile is one account's. Unless it is told so, the planner expects a single row of an account and profile in a large table, takes
-- any index that begins with the two for as good as the primary key, and reads all that the profile has.
create statistics app.favorite_profile (dependencies) on account_id, profile_id from app.favorite;
create index favorite_rev on app.favorite (account_id, profile_id, rev);
create index favorite_rank on app.favorite (account_id, profile_id, rank, item) where deleted_at is null;

alter table app.favorite enable row level security, force row level security;
create policy favorite_all_own on app.favorite to kid, member
    using (account_id = (select http.current_account_id()) and profile_id = (select http.current_profile_id()));
-- A playlist that goes takes the favorites of every profile along.
create policy favorite_all_gatekeeper on app.favorite to gatekeeper using (true);
-- That something changed, not what: for the relay (relay.pulse).
create policy favorite_select_usher on app.favorite for select to usher using (true);
grant select on app.favorite to kid, member;
grant insert (account_id, profile_id, item, playlist_id, kind, provider_id, title, year, image, series, ids, "group", rank, added_at, event_at, device_id, rev, deleted_at, answer),
      update (title, year, image, series, ids, "group", rank, added_at, event_at, device_id, rev, deleted_at, answer)
    on app.favorite to kid, member;
grant select, insert, update, delete on app.favorite to gatekeeper;
grant select (account_id, profile_id, rev, device_id) on app.favorite to usher;

create type api.favorite as (
    item text, playlist_id uuid, kind text, provider_id text, title text, year integer, image text, series json, ids json,
    match_key text, "group" text, rank double precision, added_at timestamptz, device_id text, event_at timestamptz, rev bigint
);
comment on type api.favorite is $$A favorite$$;
comment on column api.favorite.item        is $$Its key: kind:playlist_id:provider_id$$;
comment on column api.favorite.playlist_id is $$The playlist that it is on$$;
comment on column api.favorite.kind        is $$live, movie, series or episode$$;
comment on column api.favorite.provider_id is $$What the provider calls it$$;
comment on column api.favorite.title       is $$What it is called, or null$$;
comment on column api.favorite.year        is $$The year it is from, or null$$;
comment on column api.favorite.image       is $$The address of a picture, or null$$;
comment on column api.favorite.series      is $$Of an episode: {provider_id, season, episode}; else null$$;
comment on column api.favorite.ids         is $${tmdb, imdb, tvg}, or null$$;
comment on column api.favorite.match_key   is $$The same for the same content on another playlist; null where nothing says what it is$$;
comment on column api.favorite."group"     is $$The group that it is in; null: none$$;
comment on column api.favorite.rank        is $$Its place: lower comes first$$;
comment on column api.favorite.added_at    is $$When it was added$$;
comment on column api.favorite.device_id   is $$The device that changed it last, or null$$;
comment on column api.favorite.event_at    is $$When the user changed it last$$;
comment on column api.favorite.rev         is $$The number of its last change$$;

create function private.favorite_answer(favorite app.favorite) returns json
language sql stable parallel safe
return row_to_json(row(
    favorite.item, favorite.playlist_id, favorite.kind, favorite.provider_id, favorite.title, favorite.year, favorite.image,
    favorite.series, favorite.ids, app.match_key(favorite.kind, favorite.title, favorite.year, favorite.series, favorite.ids),
    favorite."group", favorite.rank, favorite.added_at, favorite.device_id, favorite.event_at, favorite.rev)::api.favorite);
comment on function private.favorite_answer is $$A favorite as the API shows it. Asks app.match_key itself: the generated column has no value before the row is stored$$;

create function private.require_profile() returns uuid
language plpgsql stable
as $$
declare
    v_profile uuid := http.current_profile_id();
begin
    if v_profile is null then
        raise sqlstate 'PT403' using message = 'Select a profile first', constraint = 'forbidden';
    end if;
    return v_profile;
end
$$;
comment on function private.require_profile is $$The profile of the token; 403 forbidden without one$$;

create function private.require_playlist(playlist_id uuid) returns void
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
begin
    if not exists (select from app.playlist p where p.account_id = v_account and p.id = require_playlist.playlist_id) then
        raise sqlstate 'PT404' using message = 'There is no such playlist', constraint = 'not_found';
    end if;
end
$$;
comment on function private.require_playlist is $$404 not_found for a playlist that is not the account's, or that this profile does not see$$;

create function app.item_key(kind text, playlist_id uuid, provider_id text) returns text
language sql immutable parallel safe
return kind || ':' || playlist_id::text || ':' || provider_id;
comment on function app.item_key is $$The key of an item: kind:playlist_id:provider_id$$;

grant execute on function private.favorite_answer, private.require_profile, private.require_playlist, app.item_key to kid, member, gatekeeper;
grant execute on function private.require_profile to usher;

commit;
