-- Deploy syncstream:library/progress_list to pg
-- Reading progress: the list, where to go on, what was finished; and deleting it.

begin;

create type api.progress_page as (items api.progress[], next_cursor text);
comment on type api.progress_page is $$A page of progress$$;
comment on column api.progress_page.items       is $$Newest first$$;
comment on column api.progress_page.next_cursor is $$Where to go on; null at the end$$;

create domain app.progress_state as text
    constraint progress_state check (value in ('watching', 'completed'));
comment on domain app.progress_state is $$Must be watching or completed
{"enum": ["watching", "completed"]}$$;

create function api.progress_list(
    kind app.item_kind default null, state app.progress_state default null, "limit" app.page_limit default null, cursor app.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_profile uuid := private.require_profile();
    v_limit   integer := coalesce(progress_list."limit", 50);
    v_after   text[] := private.cursor_decode('progress', progress_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(private.progress_shape(p, p.match_key)) order by p.event_at desc, p.item desc),
           array_agg(concat_ws('|', p.event_at, p.item) order by p.event_at desc, p.item desc)
    into v_items, v_keys
    from (select p.*
          from app.progress p
          where p.account_id = v_account and p.profile_id = v_profile and p.deleted_at is null
            and (progress_list.kind is null or p.kind = progress_list.kind)
            and (progress_list.state is null or p.completed = (progress_list.state = 'completed'))
            and (v_after is null or (p.event_at, p.item) < (v_after[1]::timestamptz, v_after[2]))
            and (current_user <> 'kid' or p.playlist_id in (select l.id from app.playlist l where l.account_id = v_account))
          order by p.event_at desc, p.item desc
          limit v_limit + 1) as p;
    return private.page('progress', v_items, v_keys, v_limit);
end
$$;
comment on function api.progress_list is $$What the profile watches and has watched, newest first

kind: only these: live, movie, series or episode
state: watching or completed; both where it is not said
limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden$$;

create function api.progress_resume(match_key app.match_key) returns json
language plpgsql stable
as $$
declare
    v_account  uuid := http.current_account_id();
    v_profile  uuid := private.require_profile();
    v_progress app.progress;
begin
    select p.* into v_progress
    from app.progress p
    where p.account_id = v_account and p.profile_id = v_profile and p.match_key = progress_resume.match_key and p.deleted_at is null
      and (current_user <> 'kid' or p.playlist_id in (select l.id from app.playlist l where l.account_id = v_account))
    order by p.event_at desc, p.item
    limit 1;
    return case when v_progress.item is not null then row_to_json(private.progress_shape(v_progress, v_progress.match_key)) end;
end
$$;
comment on function api.progress_resume is $$Where to go on with the same content, whichever playlist it was watched on: the newest progress, or null

match_key: as favorites and progress have it
Errors: 403 forbidden$$;

create function api.progress_delete(item app.item_key) returns json
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_profile  uuid := private.require_profile();
    v_rev      bigint := private.account_next_rev(v_account);
    v_progress app.progress;
begin
    select p.* into v_progress from app.progress p
    where p.account_id = v_account and p.profile_id = v_profile and p.item = progress_delete.item and p.deleted_at is null;
    if found then
        perform private.progress_store(
            array[private.progress_tombstone(v_progress, greatest(clock_timestamp(), v_progress.event_at), http.current_device_id(), v_rev)], null);
    end if;
    return null;
end
$$;
comment on function api.progress_delete is $$Forgets how far an item was watched; history stays. What is not there is forgotten already

item: its key, kind:playlist_id:provider_id
Errors: 403 forbidden$$;

create type api.viewing as (
    item text, kind text, title text, match_key text, playback_id text, finished_at timestamptz, device_id text
);
comment on type api.viewing is $$A finished viewing$$;
comment on column api.viewing.item        is $$What was watched: kind:playlist_id:provider_id$$;
comment on column api.viewing.kind        is $$live, movie, series or episode$$;
comment on column api.viewing.title       is $$What it was called, or null$$;
comment on column api.viewing.match_key   is $$The same for the same content on another playlist, or null$$;
comment on column api.viewing.playback_id is $$The viewing, by the device's name for it, or null$$;
comment on column api.viewing.finished_at is $$When it was finished$$;
comment on column api.viewing.device_id   is $$Where, or null$$;

create type api.history_page as (items api.viewing[], next_cursor text);
comment on type api.history_page is $$A page of finished viewings$$;
comment on column api.history_page.items       is $$Newest first$$;
comment on column api.history_page.next_cursor is $$Where to go on; null at the end$$;

create function api.history_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_profile uuid := private.require_profile();
    v_limit   integer := coalesce(history_list."limit", 50);
    v_after   text[] := private.cursor_decode('history', history_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(row(h.item, h.kind, h.title, h.match_key, h.playback_id, h.finished_at, h.device_id)::api.viewing)),
           array_agg(concat_ws('|', h.finished_at, h.id))
    into v_items, v_keys
    from (select h.*
          from app.history h
          where h.account_id = v_account and h.profile_id = v_profile
            and (v_after is null or (h.finished_at, h.id) < (v_after[1]::timestamptz, v_after[2]::uuid))
            and (current_user <> 'kid' or split_part(h.item, ':', 2)::uuid in (select l.id from app.playlist l where l.account_id = v_account))
          order by h.finished_at desc, h.id desc
          limit v_limit + 1) as h;
    return private.page('history', v_items, v_keys, v_limit);
end
$$;
comment on function api.history_list is $$What the profile has watched to the end, newest first: a row a viewing, kept when progress starts over. Of a kids profile only what is on playlists that it sees now

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden$$;

grant execute on function api.progress_list, api.progress_resume, api.progress_delete, api.history_list to kid, member;
select http.mount('GET', '/v1/progress', 'api.progress_list', shape => 'api.progress_page');
select http.mount('GET', '/v1/progress/resume', 'api.progress_resume', shape => 'api.progress');
select http.mount('DELETE', '/v1/progress{?item}', 'api.progress_delete');
select http.mount('GET', '/v1/history', 'api.history_list', shape => 'api.history_page');

commit;
