-- Deploy syncstream:library/progress_put to pg

begin;

create function api.progress_put(
    playlist_id uuid, kind app.item_kind, provider_id app.provider_id, position_ms app.milliseconds,
    duration_ms app.milliseconds default null, completed boolean default null, playback_id app.device_id default null,
    event_at timestamptz default null,
    title app.title default null, year app.year default null, image app.address default null,
    series app.item_series default null, ids app.item_ids default null, given text[] default null
) returns json
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_profile  uuid := private.require_profile();
    v_item     text := app.item_key(kind, progress_put.playlist_id, progress_put.provider_id);
    v_rev      bigint := private.account_next_rev(v_account);
    v_now      timestamptz := clock_timestamp();  -- after the lock: not before what its last holder wrote
    v_event_at timestamptz := least(coalesce(progress_put.event_at, v_now), v_now);
    v_old      app.progress;
    v_new      app.progress;
    v_match    text;
    v_counted  boolean := false;
begin
    select p.* into v_old from app.progress p
    where p.account_id = v_account and p.profile_id = v_profile and p.item = v_item;

    if v_old.item is null or v_old.deleted_at is not null or current_user = 'kid' then  -- else it has its playlist
        perform private.require_playlist(progress_put.playlist_id);
    end if;
    if v_event_at < v_old.event_at then
        raise sqlstate 'PT409' using
            message = 'Another device has watched on since. Load it again', constraint = 'conflict',
            detail = json_build_object('current', case when v_old.deleted_at is null then private.progress_shape(v_old, v_old.match_key) end);
    end if;
    if progress_put.playback_id is not null and (
        progress_put.completed
        or progress_put.position_ms * 10 >= coalesce(nullif(progress_put.duration_ms, 0), v_old.duration_ms, 0) * 9)  -- else it counts in no case
    then
        v_counted := exists (select from app.history h
                             where h.account_id = v_account and h.profile_id = v_profile and h.item = v_item and h.playback_id = progress_put.playback_id);
    end if;

    v_new := v_old;
    if v_old.item is null then
        v_new.account_id  := v_account;
        v_new.profile_id  := v_profile;
        v_new.item        := v_item;
        v_new.playlist_id := progress_put.playlist_id;
        v_new.kind        := progress_put.kind;
        v_new.provider_id := progress_put.provider_id;
    end if;
    if 'title'  = any (given) then v_new.title  := progress_put.title;  end if;
    if 'year'   = any (given) then v_new.year   := progress_put.year;   end if;
    if 'image'  = any (given) then v_new.image  := progress_put.image;  end if;
    if 'series' = any (given) then v_new.series := progress_put.series; end if;
    if 'ids'    = any (given) then v_new.ids    := progress_put.ids;    end if;
    v_new := private.progress_advance(v_new, progress_put.position_ms, progress_put.duration_ms, progress_put.completed,
                                      progress_put.playback_id, v_counted, v_event_at, http.current_device_id(), v_rev);

    if v_old.item is not null and v_new.plays = v_old.plays and not given && '{title,year,image,series,ids}' then
        -- A heartbeat, by far the most frequent call. Losing half a second of them in a crash costs nobody anything,
        -- since the next one says the same again; so it does not wait for the disk. What the item is called did not
        -- change: leaving those columns alone spares the match_key.
        perform set_config('synchronous_commit', 'off', true);
        update app.progress p
        set position_ms = v_new.position_ms, duration_ms = v_new.duration_ms, completed = v_new.completed, playback_id = v_new.playback_id,
            event_at = v_new.event_at, device_id = v_new.device_id, rev = v_new.rev, deleted_at = null
        where p.account_id = v_account and p.profile_id = v_profile and p.item = v_item;
        v_match := v_old.match_key;
    else
        perform private.progress_store(array[v_new], case when v_new.plays > coalesce(v_old.plays, 0) then array[private.history_of(v_new)] end);
        v_match := app.match_key(v_new.kind, v_new.title, v_new.year, v_new.series, v_new.ids);
    end if;
    return row_to_json(private.progress_shape(v_new, v_match));
end
$$;
comment on function api.progress_put is $$Says where playback is, from a device that is online. A field of the item that is not sent stays as it is, null clears it. A crash of the server may lose the last half second of these, but none that finishes a viewing

playlist_id: the playlist that it is on
kind: live, movie, series or episode
provider_id: what the provider calls it
position_ms: how far, in milliseconds
duration_ms: how long the whole is; 0 or nothing: unknown
completed: true: watched; false: not watched, the only thing that says so; else 90 % decides
playback_id: the viewing: it adds to plays once
event_at: when it was; now where it is not said. Earlier than what is stored: 409 conflict with `current`
title: what it is called
year: the year it is from
image: the address of a picture
series: of an episode: {provider_id, season, episode}
ids: what it is known by elsewhere: {tmdb, imdb, tvg}
Errors: 403 forbidden, 404 not_found, 409 conflict
Example: {"playlist_id": "7f1c9a52-0d3e-4a6b-9a6e-2b8f3c1d4e5f", "kind": "movie", "provider_id": "1042", "position_ms": 3600000, "duration_ms": 8160000, "playback_id": "tv-1"}$$;
grant execute on function api.progress_put to kid, member;
select http.mount('PUT', '/v1/progress', 'api.progress_put', shape => 'api.progress');

commit;
