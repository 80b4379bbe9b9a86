-- Deploy syncstream:playlists/playlist to pg
-- An account's playlists: what anyone of the account may see of them. What is secret is in private.playlist_secret.

begin;

create table app.playlist (
    account_id     uuid        not null references app.account on delete cascade,
    id             uuid        not null default gen_random_uuid(),
    name           text        not null,
    kind           text        not null check (kind in ('xtream', 'm3u')),
    url            text        not null,
    username_hint  text,
    has_epg        boolean     not null default false,
    fallback_count integer     not null default 0 check (fallback_count >= 0),
    visible_to     text        not null default 'all' check (visible_to in ('all', 'unrestricted')),
    position       integer     not null check (position >= 0),
    status         json,
    rev            bigint      not null,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    primary key (account_id, id),
    constraint playlist_url_without_query check (url !~ '[?#]')
);
comment on table  app.playlist                is $$Playlists$$;
comment on column app.playlist.account_id     is $$Whose$$;
comment on column app.playlist.id             is $$The playlist$$;
comment on column app.playlist.name           is $$1..100 characters$$;
comment on column app.playlist.kind           is $$xtream or m3u$$;
comment on column app.playlist.url            is $$The address without its query, which may hold a password; the whole of it is in the vault$$;
comment on column app.playlist.username_hint  is $$The beginning of the username, by which its owner knows it again$$;
comment on column app.playlist.has_epg        is $$Whether the vault has an address of its programme guide$$;
comment on column app.playlist.fallback_count is $$How many other addresses of it the vault has$$;
comment on column app.playlist.visible_to     is $$all; unrestricted: not for kids profiles$$;
comment on column app.playlist.position       is $$Its place in the list: the lowest comes first; no two of an account are the same$$;
comment on column app.playlist.status         is $$What its panel said last (api.playlist_status); null: nothing since the address or the credentials changed$$;
comment on column app.playlist.rev            is $$The account's number (app.account_counter) of its last change$$;
comment on column app.playlist.created_at     is $$When it was made$$;
comment on column app.playlist.updated_at     is $$When it was last edited$$;

alter table app.playlist enable row level security, force row level security;

-- A kids profile sees what is for all, and changes nothing.
create policy playlist_select_own on app.playlist for select to member
    using (account_id = (select http.current_account_id()));
create policy playlist_select_kid on app.playlist for select to kid
    using (account_id = (select http.current_account_id()) and visible_to = 'all');
create policy playlist_insert_own on app.playlist for insert to member
    with check (account_id = (select http.current_account_id()));
create policy playlist_update_own on app.playlist for update to member
    using (account_id = (select http.current_account_id()));
create policy playlist_delete_own on app.playlist for delete to member
    using (account_id = (select http.current_account_id()));
create policy playlist_select_vault on app.playlist for select to vault
    using (account_id = (select http.current_account_id()));
create policy playlist_select_gatekeeper on app.playlist for select to gatekeeper using (true);
-- That something changed, not what: for the relay (relay.pulse).
create policy playlist_select_usher on app.playlist for select to usher using (true);

grant select on app.playlist to kid, member, vault, gatekeeper;
grant insert (account_id, id, name, kind, url, username_hint, has_epg, fallback_count, visible_to, position, rev) on app.playlist to member;
grant update (name, kind, url, username_hint, has_epg, fallback_count, visible_to, position, status, rev, updated_at) on app.playlist to member;
grant delete on app.playlist to member;
grant select (account_id, visible_to, rev) on app.playlist to usher;

create type api.playlist_status as (
    state text, expires_at timestamptz, is_trial boolean, max_connections integer, active_connections integer, timezone text, checked_at timestamptz
);
comment on type api.playlist_status is $$What a playlist's panel said of its account$$;
comment on column api.playlist_status.state              is $$active, expired, banned, disabled, unauthorized or unknown$$;
comment on column api.playlist_status.expires_at         is $$When it ends; null: never, or not said$$;
comment on column api.playlist_status.is_trial           is $$Whether it is a trial; null: not said$$;
comment on column api.playlist_status.max_connections    is $$Streams allowed at one time; null: not said$$;
comment on column api.playlist_status.active_connections is $$Streams running then; null: not said$$;
comment on column api.playlist_status.timezone           is $$The panel's time zone; null: not said$$;
comment on column api.playlist_status.checked_at         is $$When it was said$$;

create type api.playlist as (
    id uuid, name text, kind text, url text, username_hint text, has_epg boolean, fallback_count integer, visible_to text, "position" integer,
    status api.playlist_status, created_at timestamptz, updated_at timestamptz, rev bigint
);
comment on type api.playlist is $$A playlist, without its credentials$$;
comment on column api.playlist.id             is $$The playlist$$;
comment on column api.playlist.name           is $$1..100 characters$$;
comment on column api.playlist.kind           is $$xtream or m3u$$;
comment on column api.playlist.url            is $$xtream: the panel's address. m3u: the address without its query$$;
comment on column api.playlist.username_hint  is $$The beginning of the username, or null$$;
comment on column api.playlist.has_epg        is $$Whether it has an address of a programme guide$$;
comment on column api.playlist.fallback_count is $$How many other addresses it has$$;
comment on column api.playlist.visible_to     is $$all; unrestricted: not for kids profiles$$;
comment on column api.playlist."position"     is $$Its place in the list: the lowest comes first$$;
comment on column api.playlist.status         is $$What its panel said last; null: nothing since the address or the credentials changed$$;
comment on column api.playlist.created_at     is $$When it was made$$;
comment on column api.playlist.updated_at     is $$When it was last edited$$;
comment on column api.playlist.rev            is $$The number of its last change$$;

create function private.playlist_shape(playlist app.playlist) returns api.playlist
language sql stable parallel safe
return row(playlist.id, playlist.name, playlist.kind, playlist.url, playlist.username_hint, playlist.has_epg, playlist.fallback_count,
           playlist.visible_to, playlist.position,
           case when playlist.status is not null then json_populate_record(null::api.playlist_status, playlist.status) end,
           playlist.created_at, playlist.updated_at, playlist.rev)::api.playlist;
comment on function private.playlist_shape is $$A playlist as the API shows it$$;
grant execute on function private.playlist_shape to kid, member, gatekeeper;

create function private.username_hint(username text) returns text
language sql immutable parallel safe
return left(username, least(length(username) / 3, 3)) || '***';
comment on function private.username_hint is $$At most the first three characters, and no more than a third; null for null$$;
grant execute on function private.username_hint to member;

commit;
