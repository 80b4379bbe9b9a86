-- Deploy syncstream:library/sync to pg
-- One call brings a device up to date in both directions, however long it was away and whatever its clock says.
--
-- Every change takes the account's next number under the row lock of app.account_counter, and so numbers become
-- visible in their order: whoever has seen number n has seen all below it. That is what makes a number a cursor.

begin;

alter table app.account_counter add column pruned_rev bigint not null default 0;
comment on column app.account_counter.pruned_rev is $$The highest number of a tombstone that was pruned: a cursor below it may have missed one and starts over$$;
grant update (pruned_rev) on app.account_counter to gatekeeper;

create table app.sync_op (
    account_id uuid        not null references app.account on delete cascade,
    op_id      text        not null,
    rev        bigint      not null,
    created_at timestamptz not null default now(),
    primary key (account_id, op_id)
);
comment on table  app.sync_op            is $$Operations that were applied, so that one sent again counts once$$;
comment on column app.sync_op.account_id is $$Whose$$;
comment on column app.sync_op.op_id      is $$What the device called it$$;
comment on column app.sync_op.rev        is $$The number that it was applied with$$;
comment on column app.sync_op.created_at is $$When; forgotten after app.settings.sync_memory$$;

alter table app.sync_op enable row level security, force row level security;
create policy sync_op_select_own on app.sync_op for select to kid, member
    using (account_id = (select http.current_account_id()));
create policy sync_op_insert_own on app.sync_op for insert to kid, member
    with check (account_id = (select http.current_account_id()));
create policy sync_op_all_gatekeeper on app.sync_op to gatekeeper using (true);
grant select, insert (account_id, op_id, rev) on app.sync_op to kid, member;
grant select, delete on app.sync_op to gatekeeper;

alter table app.settings add column sync_memory interval not null default '90 days' check (sync_memory > '0');
comment on column app.settings.sync_memory is $$Tombstones and operation ids are kept for so long$$;

create domain app.sync_limit as integer
    constraint sync_limit_range check (value between 1 and 2000);
comment on domain app.sync_limit is $$Ask for 1 to 2000 changes
{"minimum": 1, "maximum": 2000, "default": 500}$$;

create domain app.sync_ops as json
    constraint sync_ops_size check (json_typeof(value) = 'array' and json_array_length(value) <= 2000);
comment on domain app.sync_ops is $$Send an array of at most 2000 operations
{"type": "array", "maxItems": 2000}$$;

create type private.sync_step as (
    ord integer, problem text, op_id text, entity text, type text, item text, kind text, playlist_id uuid, provider_id text,
    base_rev bigint, event_at timestamptz, playback_id text, data jsonb
);
comment on type private.sync_step is $$An operation of a device, taken apart and looked at; problem: the code that it is rejected with$$;
comment on column private.sync_step.ord         is $$Its place among them, from 1$$;
comment on column private.sync_step.problem     is $$The code that it is rejected with; null: it can be understood$$;
comment on column private.sync_step.op_id       is $$As it was sent$$;
comment on column private.sync_step.entity      is $$favorite or progress$$;
comment on column private.sync_step.type        is $$put or delete$$;
comment on column private.sync_step.item        is $$Its key$$;
comment on column private.sync_step.kind        is $$Of the item$$;
comment on column private.sync_step.playlist_id is $$Of the item$$;
comment on column private.sync_step.provider_id is $$Of the item$$;
comment on column private.sync_step.base_rev    is $$The rev of the row that the device had seen, or null$$;
comment on column private.sync_step.event_at    is $$When it happened, by the server's clock$$;
comment on column private.sync_step.playback_id is $$The viewing, or null$$;
comment on column private.sync_step.data        is $$What a put says of the row$$;

create function private.sync_data_problem(entity text, data jsonb) returns text
language plpgsql immutable
as $$
declare
    v_key   text;
    v_value jsonb;
    v_fits  boolean;
begin
    for v_key, v_value in select * from jsonb_each(data) loop
        -- null clears what may be absent
        v_fits := case
            when v_key = 'title'  then jsonb_typeof(v_value) in ('string', 'null') and length(coalesce(v_value #>> '{}', 'x')) between 1 and 500
            when v_key = 'image'  then jsonb_typeof(v_value) in ('string', 'null') and length(coalesce(v_value #>> '{}', 'x')) between 1 and 2000
            when v_key = 'year'   then jsonb_typeof(v_value) = 'null' or app.is_count(v_value::json, 2200) and v_value::integer >= 1850
            when v_key = 'series' then jsonb_typeof(v_value) = 'null' or app.is_series(v_value::json)
            when v_key = 'ids'    then jsonb_typeof(v_value) = 'null' or app.is_ids(v_value::json)
            when entity = 'favorite' and v_key = 'group' then jsonb_typeof(v_value) in ('string', 'null') and length(coalesce(v_value #>> '{}', 'x')) between 1 and 100
            when entity = 'favorite' and v_key = 'rank'  then jsonb_typeof(v_value) in ('number', 'null') and coalesce((v_value #>> '{}')::double precision, 0) < 'infinity'
            when entity = 'progress' and v_key in ('position_ms', 'duration_ms') then
                jsonb_typeof(v_value) = 'number' and v_value::text ~ '^[0-9]{1,12}$' or v_key = 'duration_ms' and jsonb_typeof(v_value) = 'null'
            when entity = 'progress' and v_key = 'completed' then jsonb_typeof(v_value) in ('boolean', 'null')
        end;
        if v_fits is null then
            return 'unknown_field';
        elsif not v_fits then
            return 'invalid';
        end if;
    end loop;
    return case when entity = 'progress' and not data ? 'position_ms' then 'invalid' end;
end
$$;
comment on function private.sync_data_problem is $$What is wrong with the data of a put: invalid, unknown_field, or null$$;

create function private.sync_step(op jsonb, ord bigint, server_now timestamptz, client_now timestamptz) returns private.sync_step
language plpgsql stable
as $$
declare
    v_step     private.sync_step;
    v_item     text;
    v_kind     text;
    v_playlist text;
    v_provider text;
begin
    v_step.ord := ord;
    v_step.problem := 'invalid';
    if jsonb_typeof(op) <> 'object' then
        return v_step;
    end if;
    v_step.op_id := op ->> 'op_id';
    if op - '{op_id,entity,type,item,base_rev,event_at,playback_id,data}'::text[] <> '{}' then
        v_step.problem := 'unknown_field';
        return v_step;
    end if;
    -- Apart by hand: a regular expression that captures the parts takes 0.3 ms, more than all the rest of an operation.
    v_item     := op ->> 'item';
    v_kind     := split_part(v_item, ':', 1);
    v_playlist := split_part(v_item, ':', 2);
    v_provider := substr(v_item, length(v_kind) + length(v_playlist) + 3);
    if jsonb_typeof(op -> 'op_id') is distinct from 'string' or length(v_step.op_id) not between 1 and 64
        or op ->> 'entity' is null or op ->> 'entity' not in ('favorite', 'progress')
        or op ->> 'type' is null or op ->> 'type' not in ('put', 'delete')
        or jsonb_typeof(op -> 'item') is distinct from 'string' or v_kind not in ('live', 'movie', 'series', 'episode')
        or v_playlist !~ '^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$' or length(v_provider) not between 1 and 200
        or coalesce(jsonb_typeof(op -> 'base_rev'), 'null') not in ('number', 'null') or coalesce(op ->> 'base_rev', '0') !~ '^[0-9]{1,18}$'
        or coalesce(jsonb_typeof(op -> 'playback_id'), 'null') not in ('string', 'null') or length(coalesce(op ->> 'playback_id', 'x')) not between 1 and 200
        or coalesce(jsonb_typeof(op -> 'data'), 'null') not in ('object', 'null')
        or jsonb_typeof(op -> 'event_at') is distinct from 'string'
        or op ->> 'event_at' !~* '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$'
    then
        return v_step;
    end if;
    v_step.entity      := op ->> 'entity';
    v_step.type        := op ->> 'type';
    v_step.item        := v_item;
    v_step.kind        := v_kind;
    v_step.playlist_id := v_playlist;
    v_step.provider_id := v_provider;
    v_step.base_rev    := op ->> 'base_rev';
    v_step.playback_id := op ->> 'playback_id';
    v_step.data        := case when jsonb_typeof(op -> 'data') = 'object' then op -> 'data' else '{}' end;
    -- The device's clock may be years off; how long ago something happened, it knows.
    v_step.event_at    := greatest(least(server_now - (client_now - (op ->> 'event_at')::timestamptz), server_now), 'epoch');
    v_step.problem     := case when v_step.type = 'put' then private.sync_data_problem(v_step.entity, v_step.data) end;
    return v_step;
exception when data_exception then  -- the 30th of February; a rank of 1e400
    v_step.problem := 'invalid';
    return v_step;
end
$$;
comment on function private.sync_step is $$An operation as the device sent it, taken apart; one that cannot be understood has a problem$$;

create function private.sync_push(device_id text, client_now timestamptz, ops json) returns json
language plpgsql volatile
as $$
declare
    v_account   uuid := http.current_account_id();
    v_profile   uuid := http.current_profile_id();
    v_count     integer := json_array_length(ops);
    v_base      bigint := private.account_next_rev(v_account, v_count) - v_count;
    v_now       timestamptz := clock_timestamp();  -- after the lock
    v_max       integer := (private.current_plan(v_account)).max_favorites;
    v_used      bigint;
    v_steps     private.sync_step[];
    v_favorites app.favorite[];
    v_progress  app.progress[];
    v_history   app.history[] := '{}';
    v_finished  boolean[] := '{}';
    v_results   json[];
    v_revs      bigint[];
    v_step      private.sync_step;
    v_look      record;
    v_favorite  app.favorite;
    v_row       app.progress;
    v_plays     integer;
    v_current   json;
    v_rev       bigint;
    v_status    text;
    v_code      text;
    v_rank      double precision;
begin
    v_steps := array(
        select private.sync_step(o.op, o.ord, v_now, client_now)
        from jsonb_array_elements(ops::jsonb) with ordinality as o (op, ord) order by o.ord);
    -- The rows that are spoken of, in slots: each step finds its row, and leaves it there for the next, without a look-up.
    v_favorites := array(
        select f from (select distinct s.item from unnest(v_steps) as s where s.entity = 'favorite') as i
        left join app.favorite f on f.account_id = v_account and f.profile_id = v_profile and f.item = i.item
        order by i.item);
    v_progress := array(
        select p from (select distinct s.item from unnest(v_steps) as s where s.entity = 'progress') as i
        left join app.progress p on p.account_id = v_account and p.profile_id = v_profile and p.item = i.item
        order by i.item);
    v_results := array_fill(null::json, array[v_count]);
    v_revs    := array_fill(null::bigint, array[v_count]);
    select count(*) into v_used from app.favorite f where f.account_id = v_account and f.profile_id = v_profile and f.deleted_at is null;
    v_rank := private.favorite_last_rank(v_account, v_profile);

    for v_look in
        select s as step, o.rev as seen_rev,
               first_value(s.ord) over (partition by s.op_id order by s.ord) as first_ord,
               dense_rank() over (partition by s.entity order by s.item) as slot,
               first_value(s.ord) over (partition by s.item, s.playback_id order by s.ord) as viewing,
               l.id is not null as has_playlist,
               h.id is not null as counted
        from unnest(v_steps) as s
        left join app.sync_op o on o.account_id = v_account and o.op_id = s.op_id
        left join app.playlist l on l.account_id = v_account and l.id = s.playlist_id
        left join app.history h on h.account_id = v_account and h.profile_id = v_profile and h.item = s.item and h.playback_id = s.playback_id
        order by s.ord
    loop
        v_step    := v_look.step;
        v_rev     := coalesce(v_look.seen_rev, v_revs[v_look.first_ord]);
        v_current := null;
        v_code    := v_step.problem;

        if v_step.problem is not null then
            v_status := 'rejected';
        elsif v_rev is not null then
            v_status := 'duplicate';
        elsif v_step.type = 'put' and not v_look.has_playlist then
            v_status := 'rejected';
            v_code   := 'not_found';
        elsif v_step.entity = 'favorite' then
            v_favorite := v_favorites[v_look.slot];
            v_rev      := v_base + v_step.ord;
            v_status   := 'applied';
            if v_step.type = 'delete' then
                -- Of two deletions the later one counts.
                if v_step.event_at >= v_favorite.event_at or v_step.base_rev = v_favorite.rev and v_favorite.deleted_at is null then
                    v_used := v_used - (v_favorite.deleted_at is null)::integer;
                    v_favorites[v_look.slot] := private.favorite_tombstone(v_favorite, v_step.event_at, device_id, v_rev);
                elsif v_favorite.item is not null and v_favorite.deleted_at is null then
                    v_status := 'conflict';
                end if;
            elsif v_favorite.item is not null and v_step.event_at <= v_favorite.event_at and v_step.base_rev is distinct from v_favorite.rev then
                v_status := 'conflict';
            elsif (v_favorite.item is null or v_favorite.deleted_at is not null) and v_max <> -1 and v_used >= v_max then
                v_status := 'rejected';
                v_code   := 'plan_limit_reached';
            else
                if v_favorite.item is null or v_favorite.deleted_at is not null then
                    v_favorite := null;
                    v_favorite.account_id  := v_account;
                    v_favorite.profile_id  := v_profile;
                    v_favorite.item        := v_step.item;
                    v_favorite.playlist_id := v_step.playlist_id;
                    v_favorite.kind        := v_step.kind;
                    v_favorite.provider_id := v_step.provider_id;
                    v_favorite.added_at    := v_step.event_at;
                    v_used := v_used + 1;
                end if;
                v_favorite := jsonb_populate_record(v_favorite, v_step.data);
                if v_favorite.rank is null then
                    v_favorite.rank := v_rank + 1;
                end if;
                v_rank := greatest(v_rank, v_favorite.rank);
                v_favorite.event_at  := v_step.event_at;
                v_favorite.device_id := device_id;
                v_favorite.rev       := v_rev;
                v_favorites[v_look.slot] := v_favorite;
            end if;
            if v_status = 'conflict' and v_favorite.deleted_at is null and v_look.has_playlist then
                v_current := private.favorite_answer(v_favorite);
            end if;
        else
            v_row    := v_progress[v_look.slot];
            v_rev    := v_base + v_step.ord;
            v_status := 'applied';
            if v_step.type = 'delete' then
                if v_step.event_at >= v_row.event_at or v_step.base_rev = v_row.rev and v_row.deleted_at is null then
                    v_progress[v_look.slot] := private.progress_tombstone(v_row, v_step.event_at, device_id, v_rev);
                elsif v_row.item is not null and v_row.deleted_at is null then
                    v_status := 'conflict';
                end if;
            elsif private.progress_may_follow(v_row, v_step) then
                if v_row.item is null then
                    v_row.account_id  := v_account;
                    v_row.profile_id  := v_profile;
                    v_row.item        := v_step.item;
                    v_row.playlist_id := v_step.playlist_id;
                    v_row.kind        := v_step.kind;
                    v_row.provider_id := v_step.provider_id;
                end if;
                v_plays := coalesce(v_row.plays, 0);
                v_row := private.progress_advance(
                    jsonb_populate_record(v_row, v_step.data - '{position_ms,duration_ms,completed}'::text[]),
                    (v_step.data ->> 'position_ms')::bigint, (v_step.data ->> 'duration_ms')::bigint, (v_step.data ->> 'completed')::boolean,
                    v_step.playback_id,
                    v_look.counted or coalesce(v_finished[v_look.viewing], false),
                    v_step.event_at, device_id, v_rev);
                if v_row.plays > v_plays then
                    v_history := v_history || private.history_of(v_row);
                    v_finished[v_look.viewing] := true;
                end if;
                v_progress[v_look.slot] := v_row;
            else
                v_status := 'conflict';
            end if;
            if v_status = 'conflict' and v_row.deleted_at is null and v_look.has_playlist then
                v_current := row_to_json(private.progress_shape(
                    v_row, app.match_key(v_row.kind, v_row.title, v_row.year, v_row.series, v_row.ids)));
            end if;
        end if;

        if v_status = 'applied' then
            v_revs[v_look.first_ord] := v_rev;  -- there, all that have the same op_id find it
        end if;
        v_results[v_step.ord] := case v_status
            when 'rejected' then json_build_object('op_id', v_step.op_id, 'status', v_status, 'code', v_code)
            when 'conflict' then json_build_object('op_id', v_step.op_id, 'status', v_status, 'current', v_current)
            else json_build_object('op_id', v_step.op_id, 'status', v_status, 'rev', v_rev) end;
    end loop;

    perform private.favorite_store(array(select f from unnest(v_favorites) as f where f.rev > v_base));
    perform private.progress_store(array(select p from unnest(v_progress) as p where p.rev > v_base), v_history);
    insert into app.sync_op (account_id, op_id, rev)
    select v_account, s.op_id, v_revs[s.ord] from unnest(v_steps) as s where v_revs[s.ord] is not null;
    return array_to_json(v_results);
end
$$;
comment on function private.sync_push is
    $$Takes a device's operations in their order: reads every row once, decides in memory, writes every row once. Answers a result for each$$;

create function private.progress_may_follow(current app.progress, step private.sync_step) returns boolean
language sql immutable parallel safe
return current.item is null                                                                     -- there never was a row
    or step.base_rev is not null and step.base_rev = current.rev                                -- the device had seen it
    or current.deleted_at is null and step.playback_id = current.playback_id and step.event_at >= current.event_at   -- the same viewing goes on
    or step.event_at > current.event_at
        and (current.deleted_at is not null
             or (step.data ->> 'position_ms')::bigint > current.position_ms
             or coalesce((step.data ->> 'completed')::boolean, false));
comment on function private.progress_may_follow is
    $$Whether a put of progress applies over the row that is there. A device that has not seen the row must be later, and further: one that resumes an old position now would beat a newer viewing by its clock alone$$;

create function private.sync_prune() returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_before  timestamptz := now() - (select sync_memory from app.settings);
    v_pruned  bigint;
begin
    -- As every writer does: this first, then the rows.
    perform from app.account_counter c where c.account_id = v_account for no key update;
    with favorites as (
        delete from app.favorite f where f.account_id = v_account and f.deleted_at < v_before returning f.rev
    ), progress as (
        delete from app.progress p where p.account_id = v_account and p.deleted_at < v_before returning p.rev
    ), account as (
        delete from app.account_tombstone t where t.account_id = v_account and t.deleted_at < v_before returning t.rev
    )
    select max(rev) into v_pruned
    from (select rev from favorites union all select rev from progress union all select rev from account) as pruned;
    if v_pruned is not null then
        update app.account_counter c set pruned_rev = greatest(c.pruned_rev, v_pruned) where c.account_id = v_account;
    end if;
    delete from app.sync_op o where o.account_id = v_account and o.created_at < v_before;
end
$$;
comment on function private.sync_prune is $$Forgets the account's tombstones and operation ids that are older than app.settings.sync_memory, and how far that reached$$;
alter function private.sync_prune owner to gatekeeper;

create type api.sync_result as (op_id text, status text, rev bigint, current json, code text);
create type api.sync_change as (entity text, key text, rev bigint, deleted boolean, data json, device_id text);
comment on type api.sync_change is $$A row that changed$$;
comment on column api.sync_change.entity    is $$favorite, progress, playlist or profile$$;
comment on column api.sync_change.key       is $$Of a favorite or progress its item; else its id$$;
comment on column api.sync_change.rev       is $$The number of the change$$;
comment on column api.sync_change.deleted   is $$It is gone$$;
comment on column api.sync_change.data      is $$The row as its own call answers it; null where it is gone$$;
comment on column api.sync_change.device_id is $$The device that changed it, or null$$;
comment on type api.sync_result is $$What became of an operation$$;
comment on column api.sync_result.op_id   is $$Which, or null where it had none that could be read$$;
comment on column api.sync_result.status  is $$applied, duplicate, conflict or rejected$$;
comment on column api.sync_result.rev     is $$Optional. Of an applied one its number, of a duplicate that of the first time$$;
comment on column api.sync_result.current is $$Optional. Of a conflict the row that stays; null for one that was deleted$$;
comment on column api.sync_result.code    is $$Optional. Of a rejected one the reason: invalid, unknown_field, not_found, plan_limit_reached$$;

create type api.sync_answer as (
    server_now timestamptz, results api.sync_result[], changes api.sync_change[], next_cursor text, has_more boolean, resync boolean
);
comment on type api.sync_answer is $$What became of the operations, and what changed$$;
comment on column api.sync_answer.server_now  is $$The server's clock$$;
comment on column api.sync_answer.results     is $$One for each operation, in their order$$;
comment on column api.sync_answer.changes     is $$What changed since the cursor, by rev, the caller's own among it$$;
comment on column api.sync_answer.next_cursor is $$For the next call$$;
comment on column api.sync_answer.has_more    is $$There is more: call again at once$$;
comment on column api.sync_answer.resync      is $$The cursor was too old, and this starts over: once has_more is false, here or on a later page, drop what was not sent again$$;

create function api.device_sync(
    device_id app.device_id, client_now timestamptz, cursor app.page_cursor default null, "limit" app.sync_limit default null,
    ops app.sync_ops default null
) returns json
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_profile uuid := private.require_profile();
    v_limit   integer := coalesce(device_sync."limit", 500);
    v_list    text := 'sync ' || v_profile;
    v_kids    boolean := current_user = 'kid';
    -- What was seen up to; where what is being fetched in pages began; by a kids profile or not.
    v_cursor  bigint[] := private.cursor_decode(v_list, device_sync.cursor, 3);
    v_since   bigint := v_cursor[1];
    v_start   bigint := v_cursor[2];
    v_counter app.account_counter;
    v_results json := '[]';
    v_resync  boolean;
    v_changes json;
    v_last    bigint;
    v_more    boolean;
begin
    if json_array_length(device_sync.ops) > 0 then
        v_results := private.sync_push(device_sync.device_id, device_sync.client_now, device_sync.ops);
    end if;
    if random() < 0.01 then
        perform private.sync_prune();
    end if;

    select c.* into v_counter from app.account_counter c where c.account_id = v_account;
    v_resync := coalesce(
        greatest(v_since, v_start) < case when v_kids then greatest(v_counter.pruned_rev, v_counter.shown_rev) else v_counter.pruned_rev end
        or v_cursor[3] <> v_kids::integer                -- a kids profile sees less
        or v_since > v_counter.rev, false);              -- the server was set back to a backup
    if v_resync or v_since is null then
        v_since := null;
        v_start := v_counter.rev;
    end if;

    -- One statement, one snapshot. Of what is sent for the first time the tombstones are left out.
    select json_agg(row_to_json(row(c.entity, c.key, c.rev, c.deleted, c.data, c.device_id)::api.sync_change) order by c.rev, c.deleted desc)
               filter (where c.place <= v_limit),
           max(c.rev) filter (where c.place <= v_limit),
           count(*) > v_limit
    into v_changes, v_last, v_more
    from (
        select n.*, row_number() over (order by n.rev, n.deleted desc) as place
        from (
            (select 'favorite' as entity, f.item as key, f.rev, f.deleted_at is not null as deleted, f.answer as data, f.device_id
             from app.favorite f
             where f.account_id = v_account and f.profile_id = v_profile and f.rev > coalesce(v_since, 0)
               and (v_since is not null or f.deleted_at is null)
               and (not v_kids or f.playlist_id in (select p.id from app.playlist p where p.account_id = v_account))
             order by f.rev limit v_limit + 1)
            union all
            (select 'progress', p.item, p.rev, p.deleted_at is not null,
                    case when p.deleted_at is null then row_to_json(private.progress_shape(p, p.match_key)) end, p.device_id
             from app.progress p
             where p.account_id = v_account and p.profile_id = v_profile and p.rev > coalesce(v_since, 0)
               and (v_since is not null or p.deleted_at is null)
               and (not v_kids or p.playlist_id in (select l.id from app.playlist l where l.account_id = v_account))
             order by p.rev limit v_limit + 1)
            union all
            (select 'playlist', l.id::text, l.rev, false, row_to_json(private.playlist_shape(l)), null
             from app.playlist l
             where l.account_id = v_account and l.rev > coalesce(v_since, 0)
             order by l.rev limit v_limit + 1)
            union all
            (select 'profile', p.id::text, p.rev, false, row_to_json(private.profile_shape(p)), null
             from app.profile p
             where p.account_id = v_account and p.rev > coalesce(v_since, 0)
             order by p.rev limit v_limit + 1)
            union all
            -- A playlist that only kids profiles no longer see is there for the others, and no tombstone to them.
            (select t.entity, t.id::text, t.rev, true, null, null
             from app.account_tombstone t
             where t.account_id = v_account and t.rev > v_since
               and not exists (select from app.playlist l where l.account_id = v_account and l.id = t.id)
             order by t.rev limit v_limit + 1)
        ) as n
        order by n.rev, n.deleted desc
        limit v_limit + 1
    ) as c;

    v_last := case when v_more then v_last else greatest(v_last, v_counter.rev) end;  -- no change of this profile's is left below that
    if v_last > coalesce(v_since, 0) then
        -- Heartbeats do not wait for the disk (api.progress_put). A device that goes on from their numbers must not do
        -- so before they are there: after a crash those numbers would be given out again. To have written anything makes this
        -- transaction's commit wait for all that came before it.
        perform pg_logical_emit_message(true, 'sync', '');
    end if;

    return json_build_object(
        'server_now', clock_timestamp(),
        'results', v_results,
        'changes', coalesce(v_changes, '[]'),
        'next_cursor', private.cursor_encode(v_list, array[v_last, v_start, v_kids::integer]::text[]),
        'has_more', v_more,
        'resync', v_resync);
end
$$;
comment on function api.device_sync is $$Sends a device's operations and answers what changed since its cursor. A cursor never skips a change. Each operation stands or falls by itself; the rules for which one wins are in docs/app-developers.md

device_id: the device's own name for itself
client_now: the device's clock as it sends this: only differences to it count
cursor: next_cursor of the last call; null: everything
limit: how many changes at most; 500 where it is not said
ops: at most 2000 of {op_id, entity, type, item, base_rev, event_at, playback_id, data}
Errors: 403 forbidden
Example: {"device_id": "tv-1", "cursor": null, "client_now": "2026-01-31T20:00:00Z", "ops": [{"op_id": "1", "entity": "progress", "type": "put", "item": "movie:7f1c9a52-0d3e-4a6b-9a6e-2b8f3c1d4e5f:1042", "event_at": "2026-01-31T19:59:00Z", "playback_id": "tv-1/1", "data": {"position_ms": 3600000}}]}$$;

grant execute on function private.sync_data_problem, private.sync_step, private.sync_push, private.progress_may_follow, private.sync_prune to kid, member;
grant execute on function api.device_sync to kid, member;
select http.mount('POST', '/v1/sync', 'api.device_sync', shape => 'api.sync_answer');

commit;
