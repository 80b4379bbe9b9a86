-- Deploy syncstream:library/playlist_remap to pg
-- Moving to another provider: the same content under other names.

begin;

create domain app.catalogue as json
    constraint catalogue_size check (json_typeof(value) = 'array' and json_array_length(value) <= 50000);
comment on domain app.catalogue is $$Send an array of at most 50000 items
{"type": "array", "maxItems": 50000, "items": {"type": "object"}}$$;

create type api.remap_pair as (entity text, item text, "to" text, title text, match_key text);
comment on type api.remap_pair is $$A favorite or progress, and where it goes$$;
comment on column api.remap_pair.entity    is $$favorite or progress$$;
comment on column api.remap_pair.item      is $$Its key now$$;
comment on column api.remap_pair."to"      is $$Its key in the new catalogue; null where nothing there is the same$$;
comment on column api.remap_pair.title     is $$What it is called, or null$$;
comment on column api.remap_pair.match_key is $$What it was found by; null where nothing says what it is$$;

create type api.remap_count as (mapped bigint, "left" bigint);
comment on type api.remap_count is $$How many$$;
comment on column api.remap_count.mapped is $$Found again$$;
comment on column api.remap_count."left" is $$Not found$$;

create type api.remap as (applied boolean, mapped api.remap_pair[], "left" api.remap_pair[], others api.remap_count);
comment on type api.remap is $$What maps to what$$;
comment on column api.remap.applied is $$Whether it was done, or only looked at$$;
comment on column api.remap.mapped  is $$This profile's favorites and progress that the new catalogue has, too$$;
comment on column api.remap."left"  is $$This profile's favorites and progress that it has not; they stay as they are, unless one that was found takes their key$$;
comment on column api.remap.others  is $$The account's other profiles: numbers only, what they watch is theirs$$;

create type private.remap_move as (entity text, profile_id uuid, item text, target text, provider_id text, title text, match_key text, event_at timestamptz);
comment on type private.remap_move is $$A row on a playlist, and its key in a new catalogue; target null: it is not there$$;

create function private.remap_moves(playlist_id uuid, items json) returns private.remap_move[]
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_moves   private.remap_move[];
begin
    with given as (
        select o.ord, o.item ->> 'kind' as kind, o.item ->> 'provider_id' as provider_id,
               app.match_key(o.item ->> 'kind', o.item ->> 'title', (o.item ->> 'year')::integer, (o.item -> 'series')::json, (o.item -> 'ids')::json) as match_key
        from jsonb_array_elements(items::jsonb) with ordinality as o (item, ord)
    ),
    catalogue as (  -- of several of the same content the first counts
        select distinct on (g.kind, g.match_key) g.kind, g.match_key, g.provider_id
        from given g where g.match_key is not null
        order by g.kind, g.match_key, g.ord
    ),
    rows as (
        select 'favorite' as entity, f.profile_id, f.item, f.kind, f.title, f.match_key, f.event_at
        from app.favorite f where f.account_id = v_account and f.playlist_id = remap_moves.playlist_id and f.deleted_at is null
        union all
        select 'progress', p.profile_id, p.item, p.kind, p.title, p.match_key, p.event_at
        from app.progress p where p.account_id = v_account and p.playlist_id = remap_moves.playlist_id and p.deleted_at is null
    )
    select array_agg(row(r.entity, r.profile_id, r.item, app.item_key(r.kind, remap_moves.playlist_id, c.provider_id), c.provider_id,
                         r.title, r.match_key, r.event_at)::private.remap_move order by r.entity, r.item, r.profile_id)
    into v_moves
    from rows r
    left join catalogue c on c.kind = r.kind and c.match_key = r.match_key;
    return coalesce(v_moves, '{}');
end
$$;
comment on function private.remap_moves is $$Every favorite and progress on a playlist, of all profiles, with its key in a new catalogue$$;

create function private.remap_apply(moves private.remap_move[]) returns void
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_device  text := http.current_device_id();
    v_rev     bigint;
begin
    -- A number for each row that comes and each that goes.
    v_rev := private.account_next_rev(v_account, 2 * cardinality(moves) + 1) - 2 * cardinality(moves) - 1;

    -- A key that one row leaves may be taken by another: providers count from 1, all of them. Where a row that was not
    -- found has the key that one comes to, it goes: its key names other content now. Of two that come, the newer stays.
    perform private.favorite_store(array(
        with places as (
            select m.*, coalesce(m.target, m.item) as place, row_number() over () as n from unnest(moves) as m where m.entity = 'favorite'
        ),
        kept as (
            select distinct on (m.profile_id, m.place) m.* from places m order by m.profile_id, m.place, m.target is null, m.event_at desc, m.item
        )
        select jsonb_populate_record(f, jsonb_build_object('item', k.place, 'provider_id', k.provider_id, 'rev', v_rev + 2 * k.n))
        from kept k
        join app.favorite f on f.account_id = v_account and f.profile_id = k.profile_id and f.item = k.item
        where k.item <> k.place
        union all
        select private.favorite_tombstone(f, clock_timestamp(), v_device, v_rev + 2 * m.n - 1)
        from places m
        join app.favorite f on f.account_id = v_account and f.profile_id = m.profile_id and f.item = m.item
        where m.item <> m.place and not exists (select from kept k where k.profile_id = m.profile_id and k.place = m.item)));

    perform private.progress_store(array(
        with places as (
            select m.*, coalesce(m.target, m.item) as place, row_number() over () as n from unnest(moves) as m
        ),
        kept as (
            select distinct on (m.profile_id, m.place) m.* from places m where m.entity = 'progress'
            order by m.profile_id, m.place, m.target is null, m.event_at desc, m.item
        )
        select jsonb_populate_record(p, jsonb_build_object('item', k.place, 'provider_id', k.provider_id, 'rev', v_rev + 2 * k.n))
        from kept k
        join app.progress p on p.account_id = v_account and p.profile_id = k.profile_id and p.item = k.item
        where k.item <> k.place
        union all
        select private.progress_tombstone(p, clock_timestamp(), v_device, v_rev + 2 * m.n - 1)
        from places m
        join app.progress p on p.account_id = v_account and p.profile_id = m.profile_id and p.item = m.item
        where m.entity = 'progress' and m.item <> m.place and not exists (select from kept k where k.profile_id = m.profile_id and k.place = m.item)), null);
end
$$;
comment on function private.remap_apply is $$Gives rows the keys that private.remap_moves found, and leaves tombstones under the old ones$$;

create function private.remap_pairs(moves private.remap_move[], found boolean) returns api.remap_pair[]
language sql stable
return array(select row(m.entity, m.item, m.target, m.title, m.match_key)::api.remap_pair
             from unnest(moves) as m
             where m.profile_id = http.current_profile_id() and (m.target is not null) = found);
comment on function private.remap_pairs is $$Of the selected profile alone: those that were found again, or those that were not$$;

grant execute on function private.remap_moves, private.remap_apply, private.remap_pairs to gatekeeper;

create function api.playlist_remap(id uuid, items app.catalogue, apply boolean default null) returns json
language plpgsql volatile security definer set search_path = ''
cost 10000
as $$
declare
    v_moves private.remap_move[];
begin
    perform private.require_playlist(playlist_remap.id);
    if exists (select from jsonb_array_elements(items::jsonb) as i
               where case when jsonb_typeof(i) <> 'object' then true else
                     coalesce(i ->> 'kind', '') not in ('live', 'movie', 'series', 'episode')
                     or jsonb_typeof(i -> 'provider_id') is distinct from 'string' or length(i ->> 'provider_id') not between 1 and 200
                     or private.sync_data_problem('item', i - '{kind,provider_id}'::text[]) is not null end) then
        raise sqlstate 'PT400' using message = 'Each item must be {kind, provider_id, title, year, series, ids}', constraint = 'invalid', detail = '{"field": "items"}';
    end if;

    perform private.account_next_rev(http.current_account_id());
    v_moves := private.remap_moves(playlist_remap.id, items);
    if playlist_remap.apply then
        perform private.remap_apply(v_moves);
    end if;
    return row_to_json(row(
        coalesce(playlist_remap.apply, false),
        private.remap_pairs(v_moves, true),
        private.remap_pairs(v_moves, false),
        (select row(count(*) filter (where m.target is not null), count(*) filter (where m.target is null))::api.remap_count
         from unnest(v_moves) as m where m.profile_id is distinct from http.current_profile_id()))::api.remap);
end
$$;
comment on function api.playlist_remap is $$After a move to another provider: finds the account's favorites and progress on the playlist again in the new catalogue, by match_key. Looks only, unless told to apply, which is done whole or not at all

id: the playlist
items: the new catalogue: {kind, provider_id, title, year, series, ids} each
apply: true: do it
Errors: 403 restricted_profile, 404 not_found
Example: {"items": [{"kind": "movie", "provider_id": "77", "title": "The Matrix", "year": 1999}], "apply": false}$$;
alter function api.playlist_remap owner to gatekeeper;
grant execute on function api.playlist_remap to member;
select http.mount('POST', '/v1/playlists/{id}/remap', 'api.playlist_remap', shape => 'api.remap');

grant execute on function app.is_count, app.is_series, app.is_ids, app.is_short_text, private.sync_data_problem to gatekeeper;

commit;
