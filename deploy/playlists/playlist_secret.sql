-- Deploy syncstream:playlists/playlist_secret to pg
-- The credentials and addresses of playlists, sealed. Only the role vault touches the table, in the three functions here.

begin;

create table private.playlist_secret (
    account_id  uuid  not null,
    playlist_id uuid  not null,
    key_id      text  not null check (key_id ~ '^[a-z0-9_-]{1,64}$'),
    ciphertext  bytea not null,
    primary key (account_id, playlist_id),
    foreign key (account_id, playlist_id) references app.playlist on delete cascade
);
comment on table  private.playlist_secret             is $$api.playlist_credentials of each playlist, sealed by private.vault_seal$$;
comment on column private.playlist_secret.account_id  is $$Whose$$;
comment on column private.playlist_secret.playlist_id is $$Of which playlist$$;
comment on column private.playlist_secret.key_id      is $$The key that opens it$$;
comment on column private.playlist_secret.ciphertext  is $$OpenPGP, AES-256; whose it is, the row and the key are inside, too$$;

alter table private.playlist_secret enable row level security, force row level security;
create policy playlist_secret_all_vault on private.playlist_secret to vault using (true);
grant select, insert, update (key_id, ciphertext) on private.playlist_secret to vault;

create type api.playlist_credentials as (url text, username text, password text, epg_url text, fallback_urls text[]);
comment on type api.playlist_credentials is $$What a player needs in order to open a playlist$$;
comment on column api.playlist_credentials.url           is $$xtream: the panel's address. m3u: the whole address$$;
comment on column api.playlist_credentials.username      is $$The username, or null$$;
comment on column api.playlist_credentials.password      is $$The password, or null$$;
comment on column api.playlist_credentials.epg_url       is $$The address of its programme guide, or null$$;
comment on column api.playlist_credentials.fallback_urls is $$Other addresses, to be tried in this order$$;

create function private.playlist_secret_write(playlist_id uuid, credentials api.playlist_credentials) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account    uuid := http.current_account_id();
    v_key_id     text := private.vault_sealing_key();
    v_ciphertext bytea := private.vault_seal(v_account, playlist_secret_write.playlist_id, v_key_id, row_to_json(credentials));
begin
    insert into private.playlist_secret (account_id, playlist_id, key_id, ciphertext)
    values (v_account, playlist_secret_write.playlist_id, v_key_id, v_ciphertext)
    on conflict on constraint playlist_secret_pkey do update set key_id = excluded.key_id, ciphertext = excluded.ciphertext;
end
$$;
comment on function private.playlist_secret_write is $$Seals the credentials of a playlist of the account that is signed in; 503 without a key$$;

create function private.playlist_secret_read(playlist_id uuid, action text, device_name text) returns api.playlist_credentials
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_secret  private.playlist_secret;
begin
    -- As the role vault, the policy that hides a playlist from kids profiles does not hold here.
    if not exists (select from app.playlist p
                   where p.account_id = v_account and p.id = playlist_secret_read.playlist_id
                     and (p.visible_to = 'all' or current_setting('role') <> 'kid')) then
        raise sqlstate 'PT404' using message = 'There is no such playlist', constraint = 'not_found';
    end if;
    select s.* into v_secret from private.playlist_secret s
    where s.account_id = v_account and s.playlist_id = playlist_secret_read.playlist_id;
    if not found then
        perform private.vault_refuse(format('playlist %s of account %s has no secret', playlist_id, v_account));
    end if;
    -- Written here, so that nothing leaves the vault without it.
    perform private.audit_write(v_account, action, 'playlist', playlist_id, device_name);
    return json_populate_record(null::api.playlist_credentials,
        private.vault_open(v_secret.account_id, v_secret.playlist_id, v_secret.key_id, v_secret.ciphertext));
end
$$;
comment on function private.playlist_secret_read is
    $$The credentials of a playlist of the account that is signed in, with an entry in its trail; 404 not_found, 503 where they cannot be opened$$;

create type private.rotation as (sealed integer, failed integer);
comment on type private.rotation is $$What private.playlist_secret_rotate did$$;
comment on column private.rotation.sealed is $$Secrets that are sealed with the new key now$$;
comment on column private.rotation.failed is $$Secrets that could not be opened: left as they are, each with a line in the log$$;

create function private.playlist_secret_rotate(account_id uuid) returns private.rotation
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_key_id text := private.vault_sealing_key();
    v_secret private.playlist_secret;
    v_plain  json;
    v_done   private.rotation := row(0, 0);
begin
    -- Rows that a request is writing now are left out: they get the new key by that, or in the next round.
    for v_secret in
        select s.* from private.playlist_secret s
        where s.account_id = playlist_secret_rotate.account_id and s.key_id <> v_key_id
        for update skip locked
    loop
        begin
            v_plain := private.vault_open(v_secret.account_id, v_secret.playlist_id, v_secret.key_id, v_secret.ciphertext);
        exception when sqlstate 'PT503' then
            v_done.failed := v_done.failed + 1;
            continue;
        end;
        v_secret.ciphertext := private.vault_seal(v_secret.account_id, v_secret.playlist_id, v_key_id, v_plain);
        update private.playlist_secret s set key_id = v_key_id, ciphertext = v_secret.ciphertext
        where s.account_id = v_secret.account_id and s.playlist_id = v_secret.playlist_id;
        v_done.sealed := v_done.sealed + 1;
    end loop;
    return v_done;
end
$$;
comment on function private.playlist_secret_rotate is $$For administrators: seals an account's secrets anew with the key that seals now$$;

grant execute on function private.audit_write to vault;
alter function private.playlist_secret_write  owner to vault;
alter function private.playlist_secret_read   owner to vault;
alter function private.playlist_secret_rotate owner to vault;
grant execute on function private.playlist_secret_write to member;
grant execute on function private.playlist_secret_read to kid, member;
-- playlist_secret_rotate: its owner alone.

create function private.export_playlist_secret(account_id uuid) returns json
language plpgsql volatile
as $$
begin
    return (select coalesce(json_agg(json_build_object(
                'playlist_id', p.id,
                'credentials', private.playlist_secret_read(p.id, 'credentials_read', null)) order by p.id), '[]')
            from app.playlist p where p.account_id = export_playlist_secret.account_id);
end
$$;
comment on function private.export_playlist_secret is $$The credentials of all playlists, each reading in the trail$$;
grant execute on function private.playlist_secret_read, private.export_playlist_secret to gatekeeper;

commit;
