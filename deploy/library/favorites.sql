-- Deploy syncstream:library/favorites to pg
-- Listing, keeping and dropping favorites.

begin;

create type api.favorite_page as (items api.favorite[], next_cursor text);
comment on type api.favorite_page is $$A page of favorites$$;
comment on column api.favorite_page.items       is $$By rank$$;
comment on column api.favorite_page.next_cursor is $$Where to go on; null at the end$$;

create function api.favorite_list(
    kind app.item_kind default null, "group" app.name default null, "limit" app.page_limit default null, cursor app.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_profile uuid := private.require_profile();
    v_limit   integer := coalesce(favorite_list."limit", 50);
    v_after   text[] := private.cursor_decode('favorites', favorite_list.cursor, 2);
    v_seen    uuid[];
    v_items   json[];
    v_keys    text[];
begin
    if current_user = 'kid' then
        v_seen := array(select p.id from app.playlist p where p.account_id = v_account);
    end if;
    v_items := array(
        select f.answer from app.favorite f
        where f.account_id = v_account and f.profile_id = v_profile and f.deleted_at is null
          and (favorite_list.kind is null or f.kind = favorite_list.kind)
          and (favorite_list."group" is null or f."group" = favorite_list."group")
          and (v_after is null or (f.rank, f.item) > (v_after[1]::double precision, v_after[2]))
          and (v_seen is null or f.playlist_id = any (v_seen))
        order by f.rank, f.item
        limit v_limit + 1);
    if cardinality(v_items) > v_limit then
        v_keys[v_limit] := (v_items[v_limit] ->> 'rank') || '|' || (v_items[v_limit] ->> 'item');
    end if;
    return private.page('favorites', v_items, v_keys, v_limit);
end
$$;
comment on function api.favorite_list is $$The profile's favorites, by rank

kind: only these: live, movie, series or episode
group: only those of this group
limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden$$;

create function api.favorite_put(
    playlist_id uuid, kind app.item_kind, provider_id app.provider_id,
    title app.title default null, year app.year default null, image app.address default null,
    series app.item_series default null, ids app.item_ids default null,
    "group" app.name default null, rank double precision default null, given text[] default null
) returns json
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_profile  uuid := private.require_profile();
    v_item     text := app.item_key(kind, favorite_put.playlist_id, favorite_put.provider_id);
    v_rev      bigint := private.account_next_rev(v_account);
    v_favorite app.favorite;
    v_max      integer;
begin
    perform private.require_playlist(favorite_put.playlist_id);
    select f.* into v_favorite from app.favorite f
    where f.account_id = v_account and f.profile_id = v_profile and f.item = v_item;

    if v_favorite.item is null or v_favorite.deleted_at is not null then
        v_max := (private.current_plan(v_account)).max_favorites;
        if v_max <> -1 then
            perform private.require_within(v_max,
                (select count(*) from app.favorite f where f.account_id = v_account and f.profile_id = v_profile and f.deleted_at is null),
                'max_favorites', 'favorites');
        end if;
        v_favorite := null;
        v_favorite.account_id  := v_account;
        v_favorite.profile_id  := v_profile;
        v_favorite.item        := v_item;
        v_favorite.playlist_id := favorite_put.playlist_id;
        v_favorite.kind        := favorite_put.kind;
        v_favorite.provider_id := favorite_put.provider_id;
        v_favorite.added_at    := now();
    end if;
    if 'title'  = any (given) then v_favorite.title   := favorite_put.title;   end if;
    if 'year'   = any (given) then v_favorite.year    := favorite_put.year;    end if;
    if 'image'  = any (given) then v_favorite.image   := favorite_put.image;   end if;
    if 'series' = any (given) then v_favorite.series  := favorite_put.series;  end if;
    if 'ids'    = any (given) then v_favorite.ids     := favorite_put.ids;     end if;
    if 'group'  = any (given) then v_favorite."group" := favorite_put."group"; end if;
    if 'rank'   = any (given) then v_favorite.rank    := favorite_put.rank;    end if;
    v_favorite.rank := coalesce(v_favorite.rank, private.favorite_last_rank(v_account, v_profile) + 1);
    v_favorite.event_at  := clock_timestamp();
    v_favorite.device_id := http.current_device_id();
    v_favorite.rev       := v_rev;
    perform private.favorite_store(array[v_favorite]);
    return private.favorite_answer(v_favorite);
end
$$;
comment on function api.favorite_put is $$Keeps an item, or changes what is kept of it; a field that is not sent stays as it is, null clears it

playlist_id: the playlist that it is on
kind: live, movie, series or episode
provider_id: what the provider calls it
title: what it is called
year: the year it is from
image: the address of a picture
series: of an episode: {provider_id, season, episode}
ids: what it is known by elsewhere: {tmdb, imdb, tvg}
group: the group that it goes into
rank: its place: lower comes first; at the end where it was never said, or with null
Errors: 403 forbidden, 403 plan_limit_reached, 404 not_found
Example: {"playlist_id": "7f1c9a52-0d3e-4a6b-9a6e-2b8f3c1d4e5f", "kind": "movie", "provider_id": "1042", "title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}}$$;

create function private.favorite_last_rank(account_id uuid, profile_id uuid) returns double precision
language plpgsql stable
as $$
begin
    return coalesce((select max(f.rank) from app.favorite f
                     where f.account_id = favorite_last_rank.account_id and f.profile_id = favorite_last_rank.profile_id and f.deleted_at is null), 0);
end
$$;
comment on function private.favorite_last_rank is $$The rank of the profile's last favorite; 0 without any$$;

create function private.favorite_store(favorites app.favorite[]) returns void
language plpgsql volatile
as $$
begin
    insert into app.favorite (account_id, profile_id, item, playlist_id, kind, provider_id, title, year, image, series, ids, "group", rank,
                              added_at, event_at, device_id, rev, deleted_at, answer)
    select f.account_id, f.profile_id, f.item, f.playlist_id, f.kind, f.provider_id, f.title, f.year, f.image, f.series, f.ids, f."group", coalesce(f.rank, 0),
           f.added_at, f.event_at, f.device_id, f.rev, f.deleted_at, case when f.deleted_at is null then private.favorite_answer(f) end
    from unnest(favorites) as f
    on conflict on constraint favorite_pkey do update
    set title = excluded.title, year = excluded.year, image = excluded.image, series = excluded.series, ids = excluded.ids,
        "group" = excluded."group", rank = excluded.rank, added_at = excluded.added_at, event_at = excluded.event_at,
        device_id = excluded.device_id, rev = excluded.rev, deleted_at = excluded.deleted_at, answer = excluded.answer;
end
$$;
comment on function private.favorite_store is $$Writes favorites as they are given, tombstones too. The account's counter must be locked$$;

create function private.favorite_tombstone(favorite app.favorite, event_at timestamptz, device_id text, rev bigint) returns app.favorite
language plpgsql stable
as $$
declare
    v_favorite app.favorite := favorite;
begin
    v_favorite.title := null; v_favorite.year := null; v_favorite.image := null; v_favorite.series := null; v_favorite.ids := null;
    v_favorite."group" := null; v_favorite.rank := 0;
    v_favorite.event_at := favorite_tombstone.event_at; v_favorite.device_id := favorite_tombstone.device_id; v_favorite.rev := favorite_tombstone.rev;
    v_favorite.deleted_at := now();
    return v_favorite;
end
$$;
comment on function private.favorite_tombstone is $$What stays of a favorite that is deleted$$;

create function api.favorite_delete(item app.item_key) returns json
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_profile  uuid := private.require_profile();
    v_rev      bigint := private.account_next_rev(v_account);
    v_favorite app.favorite;
begin
    select f.* into v_favorite from app.favorite f
    where f.account_id = v_account and f.profile_id = v_profile and f.item = favorite_delete.item and f.deleted_at is null;
    if found then
        perform private.favorite_store(array[private.favorite_tombstone(v_favorite, clock_timestamp(), http.current_device_id(), v_rev)]);
    end if;
    return null;
end
$$;
comment on function api.favorite_delete is $$Drops a favorite; one that is not there is dropped already

item: its key, kind:playlist_id:provider_id
Errors: 403 forbidden$$;

grant execute on function private.favorite_last_rank, private.favorite_store, private.favorite_tombstone to kid, member;
grant execute on function private.favorite_store, private.favorite_tombstone to gatekeeper;
grant execute on function api.favorite_list, api.favorite_put, api.favorite_delete to kid, member;
select http.mount('GET', '/v1/favorites', 'api.favorite_list', shape => 'api.favorite_page');
select http.mount('PUT', '/v1/favorites', 'api.favorite_put', shape => 'api.favorite');
select http.mount('DELETE', '/v1/favorites{?item}', 'api.favorite_delete');

commit;
