-- Deploy syncstream:playlists/playlist_credentials to pg

begin;

create function api.playlist_credentials(id uuid) returns json
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_playlist app.playlist := private.playlist_require(playlist_credentials.id);
begin
    return row_to_json(private.playlist_secret_read(v_playlist.id, 'credentials_read',
        (select s.device_name from app.session s where s.account_id = v_account and s.id = http.current_session_id())));
end
$$;
comment on function api.playlist_credentials is $$A playlist's address and credentials, for a player. Each reading is written to the account's trail

id: the playlist
Errors: 404 not_found$$;
grant execute on function api.playlist_credentials to kid, member;
-- It writes, to the trail: so it is called where writes are, and not again where its answer was lost.
select http.mount('GET', '/v1/playlists/{id}/credentials', 'api.playlist_credentials', shape => 'api.playlist_credentials', writes => true);

commit;
