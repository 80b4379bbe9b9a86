-- Deploy syncstream:playlists/playlist_list to pg
-- Reading playlists: all, one.

begin;

create type api.playlist_page as (items api.playlist[], next_cursor text);
comment on type api.playlist_page is $$A page of the account's playlists$$;
comment on column api.playlist_page.items       is $$By position$$;
comment on column api.playlist_page.next_cursor is $$Where to go on; null at the end$$;

create function api.playlist_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_limit   integer := coalesce(playlist_list."limit", 50);
    v_after   text[] := private.cursor_decode('playlists', playlist_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(private.playlist_shape(p))), array_agg(concat_ws('|', p.position, p.id))
    into v_items, v_keys
    from (select * from app.playlist p
          where p.account_id = v_account
            and (v_after is null or (p.position, p.id) > (v_after[1]::integer, v_after[2]::uuid))
          order by p.position, p.id
          limit v_limit + 1) as p;
    return private.page('playlists', v_items, v_keys, v_limit);
end
$$;
comment on function api.playlist_list is $$The account's playlists, by position; for a kids profile those that are for all

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before$$;

create function private.playlist_require(playlist_id uuid) returns app.playlist
language plpgsql stable
as $$
declare
    v_account  uuid := http.current_account_id();
    v_playlist app.playlist;
begin
    select p.* into v_playlist from app.playlist p where p.account_id = v_account and p.id = playlist_require.playlist_id;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such playlist', constraint = 'not_found';
    end if;
    return v_playlist;
end
$$;
comment on function private.playlist_require is $$A playlist of the account that is signed in, if the caller may see it; 404 not_found$$;

create function api.playlist_get(id uuid) returns json
language plpgsql stable
as $$
begin
    return row_to_json(private.playlist_shape(private.playlist_require(playlist_get.id)));
end
$$;
comment on function api.playlist_get is $$A playlist, without its credentials

id: the playlist
Errors: 404 not_found$$;

grant execute on function private.playlist_require, api.playlist_list, api.playlist_get to kid, member;
select http.mount('GET', '/v1/playlists', 'api.playlist_list', shape => 'api.playlist_page');
select http.mount('GET', '/v1/playlists/{id}', 'api.playlist_get', shape => 'api.playlist');

commit;
