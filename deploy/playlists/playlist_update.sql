-- Deploy syncstream:playlists/playlist_update to pg

begin;

create function private.playlist_move(playlist_id uuid, from_position integer, to_position integer) returns void
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_step    integer := case when to_position < from_position then 1 else -1 end;
    v_id      uuid;
    v_rev     bigint;
begin
    if not exists (select from app.playlist p
                   where p.account_id = v_account and p.position = to_position and p.id <> playlist_move.playlist_id) then
        return;
    end if;
    for v_id in
        select p.id from app.playlist p
        where p.account_id = v_account and p.id <> playlist_move.playlist_id
          and p.position between least(from_position, to_position) and greatest(from_position, to_position)
    loop
        v_rev := private.account_next_rev(v_account);
        update app.playlist p set position = p.position + v_step, rev = v_rev
        where p.account_id = v_account and p.id = v_id;
    end loop;
end
$$;
comment on function private.playlist_move is $$Makes room for a playlist at another position: where that is taken, those between it and the old one move up by one$$;

create function api.playlist_update(
    id uuid, name app.name default null, url app.web_address default null, kind app.playlist_kind default null,
    username app.credential default null, password app.credential default null, epg_url app.web_address default null,
    fallback_urls app.web_addresses default null, visible_to app.visibility default null, "position" app.list_position default null,
    given text[] default null
) returns json
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_rev      bigint := private.account_next_rev(v_account);
    v_playlist app.playlist := private.playlist_require(playlist_update.id);
    v_device   text;
    v_source   private.source;
    v_old      api.playlist_credentials;
    v_new      api.playlist_credentials;
    v_whole    boolean;
begin
    if 'name' = any (given) and playlist_update.name is null then
        perform private.refuse_field('name', 'A playlist needs a name');
    elsif 'url' = any (given) and playlist_update.url is null then
        perform private.refuse_field('url', 'A playlist needs an address');
    elsif 'kind' = any (given) and playlist_update.kind is null then
        perform private.refuse_field('kind', 'A playlist needs a kind');
    elsif 'position' = any (given) and playlist_update."position" is null then
        perform private.refuse_field('position', 'A playlist needs a position');
    end if;
    if 'name' = any (given) then v_playlist.name := playlist_update.name; end if;
    if 'visible_to' = any (given) and v_playlist.visible_to <> coalesce(playlist_update.visible_to, 'all') then
        v_playlist.visible_to := coalesce(playlist_update.visible_to, 'all');
        if v_playlist.visible_to = 'all' then
            perform private.playlist_show();
        else
            perform private.playlist_hide(v_playlist.id, v_rev);
        end if;
    end if;
    if 'position' = any (given) then
        perform private.playlist_move(v_playlist.id, v_playlist.position, playlist_update."position");
        v_playlist.position := playlist_update."position";
    end if;

    if given && array['url', 'kind', 'username', 'password', 'epg_url', 'fallback_urls'] then
        v_device := (select s.device_name from app.session s where s.account_id = v_account and s.id = http.current_session_id());
        v_playlist.kind := coalesce(playlist_update.kind, v_playlist.kind);
        if 'url' = any (given) then
            v_source := private.source(v_playlist.kind, playlist_update.url, 'url');
        end if;
        -- Where all of the credentials is sent anew, the old need not be read: this is how a household goes on when a key is lost.
        v_whole := 'url' = any (given)
            and (('username' = any (given) and 'password' = any (given)) or (v_source.username is not null and v_source.password is not null))
            and ('epg_url' = any (given) or not v_playlist.has_epg)
            and ('fallback_urls' = any (given) or v_playlist.fallback_count = 0);
        begin
            v_old := private.playlist_secret_read(v_playlist.id, 'credentials_changed', v_device);
        exception when sqlstate 'PT503' then
            if not v_whole then
                raise;
            end if;
            perform private.audit_write(v_account, 'credentials_changed', 'playlist', v_playlist.id, v_device);
        end;

        if not 'url' = any (given) then
            v_source := private.source(v_playlist.kind, v_old.url, 'url');
        end if;
        if v_source.username is null and v_source.password is null then
            v_source.username := v_old.username;
            v_source.password := v_old.password;
        end if;
        if 'username' = any (given) then v_source.username := playlist_update.username; end if;
        if 'password' = any (given) then v_source.password := playlist_update.password; end if;
        perform private.require_credentials(v_source);
        v_new := row(v_source.address, v_source.username, v_source.password,
            case when 'epg_url' = any (given) then private.web_address_text(playlist_update.epg_url, 'epg_url') else v_old.epg_url end,
            private.fallback_addresses(v_source.kind,
                case when 'fallback_urls' = any (given) then playlist_update.fallback_urls::text[] else v_old.fallback_urls end));

        if row(v_new.url, v_new.username, v_new.password) is distinct from row(v_old.url, v_old.username, v_old.password) then
            v_playlist.status := null;  -- it was another panel's, or another subscription's
        end if;
        v_playlist.url := v_source.url;
        v_playlist.username_hint := private.username_hint(v_new.username);
        v_playlist.has_epg := v_new.epg_url is not null;
        v_playlist.fallback_count := cardinality(v_new.fallback_urls);
        perform private.playlist_secret_write(v_playlist.id, v_new);
    end if;

    update app.playlist p
    set name = v_playlist.name, kind = v_playlist.kind, url = v_playlist.url, username_hint = v_playlist.username_hint,
        has_epg = v_playlist.has_epg, fallback_count = v_playlist.fallback_count, visible_to = v_playlist.visible_to,
        position = v_playlist.position, status = v_playlist.status, rev = v_rev, updated_at = now()
    where p.account_id = v_account and p.id = playlist_update.id
    returning * into v_playlist;
    return row_to_json(private.playlist_shape(v_playlist));
end
$$;
comment on function api.playlist_update is $$Changes a playlist: the fields that are sent; null clears an optional one. Favorites and progress stay, with another address and other credentials, too

id: the playlist
name: 1 to 100 characters, not null
url: another address, as in POST: one with a username and password in it changes those, too; not null
kind: xtream or m3u, not null
username: xtream: cannot be cleared
password: xtream: cannot be cleared
epg_url: the address of the programme guide
fallback_urls: at most 10 other addresses; takes the place of all old ones
visible_to: all; unrestricted: not for kids profiles
position: its place in the list. Where that is taken, those between it and the old one move up; not null
Errors: 400 invalid, 403 restricted_profile, 404 not_found
Example: {"url": "https://new.example.com:8443", "position": 0}$$;
grant execute on function private.playlist_move, api.playlist_update to member;
select http.mount('PATCH', '/v1/playlists/{id}', 'api.playlist_update', shape => 'api.playlist');

commit;
