-- Deploy syncstream:playlists/playlist_delete to pg

begin;

create function api.playlist_delete(id uuid) returns json
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
begin
    perform private.account_next_rev(v_account);  -- the lock, before anything is looked at
    perform private.playlist_require(playlist_delete.id);
    perform private.playlist_forget(playlist_delete.id);
    delete from app.playlist p where p.account_id = v_account and p.id = playlist_delete.id;
    return null;
end
$$;
comment on function api.playlist_delete is $$Deletes a playlist with its credentials, and the favorites and progress on it. History stays

id: the playlist
Errors: 403 restricted_profile, 404 not_found$$;
grant execute on function api.playlist_delete to member;
select http.mount('DELETE', '/v1/playlists/{id}', 'api.playlist_delete');

commit;
