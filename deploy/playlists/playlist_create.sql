-- Deploy syncstream:playlists/playlist_create to pg

begin;

create function private.require_credentials(source private.source) returns void
language plpgsql stable
as $$
begin
    if source.kind = 'xtream' and source.username is null then
        perform private.refuse_field('username', 'An xtream playlist needs a username');
    elsif source.kind = 'xtream' and source.password is null then
        perform private.refuse_field('password', 'An xtream playlist needs a password');
    end if;
end
$$;
comment on function private.require_credentials is $$400 invalid where a playlist lacks a username or password that its kind needs$$;
grant execute on function private.require_credentials to member;

create function api.playlist_create(
    name app.name, url app.web_address, kind app.playlist_kind default null, username app.credential default null,
    password app.credential default null, epg_url app.web_address default null, fallback_urls app.web_addresses default null,
    visible_to app.visibility default null
) returns json
language plpgsql volatile
as $$
declare
    v_account     uuid := http.current_account_id();
    v_source      private.source := private.source(playlist_create.kind, playlist_create.url, 'url');
    v_credentials api.playlist_credentials;
    v_rev         bigint;
    v_playlist    app.playlist;
begin
    v_source.username := coalesce(playlist_create.username, v_source.username);
    v_source.password := coalesce(playlist_create.password, v_source.password);
    perform private.require_credentials(v_source);
    v_credentials := row(v_source.address, v_source.username, v_source.password, private.web_address_text(playlist_create.epg_url, 'epg_url'),
                         private.fallback_addresses(v_source.kind, playlist_create.fallback_urls));

    v_rev := private.account_next_rev(v_account);  -- the lock that playlists are counted under
    perform private.require_within(
        (private.current_plan(v_account)).max_playlists,
        (select count(*) from app.playlist p where p.account_id = v_account),
        'max_playlists', 'playlists');
    insert into app.playlist (account_id, name, kind, url, username_hint, has_epg, fallback_count, visible_to, position, rev)
    values (v_account, playlist_create.name, v_source.kind, v_source.url, private.username_hint(v_source.username),
            v_credentials.epg_url is not null, cardinality(v_credentials.fallback_urls), coalesce(playlist_create.visible_to, 'all'),
            (select coalesce(max(p.position) + 1, 0) from app.playlist p where p.account_id = v_account), v_rev)
    returning * into v_playlist;
    perform private.playlist_secret_write(v_playlist.id, v_credentials);
    return row_to_json(private.playlist_shape(v_playlist));
end
$$;
comment on function api.playlist_create is $$Adds a playlist. The address that a provider gave out, a get.php, player_api.php or panel_api.php with username and password in it, is all that is needed: it becomes xtream. Any other address needs kind

name: 1 to 100 characters
url: a pasted address; or of xtream the panel's, http://example.com:8080; or of m3u the list's. http and https, without user:password@
kind: xtream or m3u; may be left out of a pasted address
username: xtream: needed, unless it is in the address
password: xtream: needed, unless it is in the address
epg_url: the address of the programme guide
fallback_urls: at most 10 other addresses of the same playlist, with the same credentials
visible_to: all; unrestricted: not for kids profiles; all where it is not said
Errors: 400 invalid, 403 plan_limit_reached, 403 restricted_profile
Example: {"name": "Living room", "url": "http://example.com:8080/get.php?username=ada&password=secret&type=m3u_plus"}$$;
grant execute on function api.playlist_create to member;
select http.mount('POST', '/v1/playlists', 'api.playlist_create', 201, 'api.playlist');

commit;
