-- Deploy syncstream:playlists/vault to pg
-- The vault: what seals a secret with a key that is in no table, and opens it.
--
-- A key is 32 random bytes in a file, <directory>/<key id>.key, outside the data directory: whoever gets a dump, a
-- backup or a disk of the database has ciphertext. private.vault_key alone reads it, as the role vault (db/bootstrap.sql),
-- and nobody but that role may call it: a few definers that are that role's, too.

begin;

grant usage on schema app, private, http, api, extensions to vault;
grant create on schema private to vault;  -- a function's owner needs it; vault cannot log in
grant execute on function http.current_account_id to vault;

-- A table and no setting of the server's: every session could set that to a directory of its liking.
create table private.vault (
    singleton boolean primary key default true constraint vault_singleton check (singleton),
    directory text    not null check (directory ~ '^/'),
    key_id    text    not null
);
comment on table  private.vault           is $$Where the keys are, and which one seals: one row, written by `make run`, `make deploy` and `make rotate-vault-key` (db/vault.py)$$;
comment on column private.vault.singleton is $$Always true: there is one row$$;
comment on column private.vault.directory is $$The directory of the key files, on the database's machine$$;
comment on column private.vault.key_id    is $$The key that seals; older ones only open$$;

create table private.vault_fingerprint (
    key_id      text        primary key check (key_id ~ '^[a-z0-9_-]{1,64}$'),
    fingerprint bytea       not null,
    added_at    timestamptz not null default now()
);
comment on table  private.vault_fingerprint             is $$By what a key is known again: a file with another content is refused, before anything is sealed with it that the right key could not open$$;
comment on column private.vault_fingerprint.key_id      is $$The key$$;
comment on column private.vault_fingerprint.fingerprint is $$SHA-256 of a label and the key, which has 256 bits of chance: this says nothing about it$$;
comment on column private.vault_fingerprint.added_at    is $$When it was first used$$;

alter table private.vault             enable row level security, force row level security;
alter table private.vault_fingerprint enable row level security, force row level security;
create policy vault_all_vault on private.vault to vault using (true);
create policy vault_fingerprint_all_vault on private.vault_fingerprint to vault using (true);
-- No grant to a role that the API calls as.
grant select, insert, update (directory, key_id) on private.vault to vault;
grant select, insert on private.vault_fingerprint to vault;

create function private.vault_refuse(reason text) returns void
language plpgsql stable
as $$
begin
    raise log 'vault: %', reason;
    raise sqlstate 'PT503' using message = 'The vault cannot be opened at the moment. Try again later',
        constraint = 'unavailable', detail = json_build_object('retry_after', 30);
end
$$;
comment on function private.vault_refuse is $$503 unavailable, and the reason in the server's log and nowhere else. A reason names keys, files and rows, and quotes nothing that was sealed$$;

create function private.vault_file(path text) returns bytea
language plpgsql volatile
as $$
declare
    v_key bytea;
begin
    begin
        v_key := pg_catalog.pg_read_binary_file(path, 0, 33, true);
    exception when others then
        perform private.vault_refuse(format('the key file %s cannot be read: %s', path, sqlerrm));
    end;
    if v_key is null then
        perform private.vault_refuse(format('the key file %s is missing', path));
    elsif octet_length(v_key) <> 32 then
        perform private.vault_refuse(format('the key file %s does not have 32 bytes', path));
    end if;
    return v_key;
end
$$;
comment on function private.vault_file is $$The 32 bytes of a key file, which PostgreSQL's own operating system user must be able to read; else 503$$;

create function private.vault_fingerprint_of(key bytea) returns bytea
language sql immutable
return sha256(convert_to('syncstream vault key', 'UTF8') || key);
comment on function private.vault_fingerprint_of is $$By what a key is known again$$;

create function private.vault_key(key_id text) returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_path        text;
    v_fingerprint bytea;
    v_key         bytea;
begin
    select v.directory || '/' || f.key_id || '.key', f.fingerprint into v_path, v_fingerprint
    from private.vault v
    join private.vault_fingerprint f on f.key_id = vault_key.key_id;
    if not found then
        perform private.vault_refuse(format('there is no key %s', coalesce(vault_key.key_id, '(none made yet)')));
    end if;
    v_key := private.vault_file(v_path);
    if private.vault_fingerprint_of(v_key) <> v_fingerprint then
        perform private.vault_refuse(format('the key file %s does not hold the key that it did', v_path));
    end if;
    return encode(v_key, 'hex');
end
$$;
comment on function private.vault_key is $$A key, in hexadecimal since pgcrypto takes text; 503 where its file is missing, unreadable or another$$;

create function private.vault_seal(account_id uuid, row_id uuid, key_id text, secret json) returns bytea
language plpgsql volatile
as $$
begin
    -- A key of 256 random bits cannot be guessed, so stretching it (s2k-mode 3: some 100,000 bytes hashed each time)
    -- would cost half a millisecond and protect nothing. Mode 1 hashes it once with a salt: each text has a key of its own.
    return extensions.pgp_sym_encrypt_bytea(
        convert_to(json_build_object('account', account_id, 'row', row_id, 'key', key_id, 'secret', secret)::text, 'UTF8'),
        private.vault_key(key_id),
        'cipher-algo=aes256, s2k-mode=1, s2k-digest-algo=sha256, compress-algo=0');
end
$$;
comment on function private.vault_seal is $$A secret, encrypted together with whose it is, its row and its key, so that it opens nowhere else$$;

create function private.vault_open(account_id uuid, row_id uuid, key_id text, ciphertext bytea) returns json
language plpgsql volatile
as $$
declare
    v_key   text := private.vault_key(key_id);
    v_plain json;
begin
    begin
        -- OpenPGP's older kind of packet has no checksum of its content: only the kind that vault_seal makes is opened.
        if get_byte(ciphertext, get_byte(ciphertext, 1) + 2) = 210 then
            v_plain := convert_from(extensions.pgp_sym_decrypt_bytea(ciphertext, v_key), 'UTF8')::json;
        end if;
    exception when others then  -- what it says may quote what it read
        v_plain := null;
    end;
    if v_plain is null then
        perform private.vault_refuse(format('the secret of row %s of account %s does not open with key %s: it was changed', row_id, account_id, key_id));
    end if;
    if v_plain ->> 'account' is distinct from account_id::text or v_plain ->> 'row' is distinct from row_id::text
       or v_plain ->> 'key' is distinct from key_id then
        perform private.vault_refuse(format('the secret of row %s of account %s is another row''s: it was moved', row_id, account_id));
    end if;
    return v_plain -> 'secret';
end
$$;
comment on function private.vault_open is $$What vault_seal was given; 503 for a ciphertext that was changed or moved, or a key that is not there. Never anything else$$;

-- Whoever seals holds this lock, shared, to the end of the transaction; whoever makes another key the sealing one takes
-- it alone. So when the change of keys is committed, nobody is still sealing with the old one.
create function private.vault_sealing_key() returns text
language plpgsql volatile
as $$
begin
    perform pg_advisory_xact_lock_shared('private.vault'::regclass::oid::bigint);
    return (select v.key_id from private.vault v);
end
$$;
comment on function private.vault_sealing_key is $$The key to seal with in this transaction$$;

create function private.vault_use(directory text, key_id text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_key bytea := private.vault_file(vault_use.directory || '/' || vault_use.key_id || '.key');
begin
    perform pg_advisory_xact_lock('private.vault'::regclass::oid::bigint);
    insert into private.vault_fingerprint (key_id, fingerprint) values (vault_use.key_id, private.vault_fingerprint_of(v_key))
    on conflict do nothing;
    insert into private.vault (directory, key_id) values (vault_use.directory, vault_use.key_id)
    on conflict on constraint vault_pkey do update set directory = excluded.directory, key_id = excluded.key_id;
    perform private.vault_key(vault_use.key_id);  -- a key that is known already must be the same one
end
$$;
comment on function private.vault_use is $$For administrators: from here on seal with this key, whose file is in this directory$$;

alter function private.vault_key owner to vault;
alter function private.vault_use owner to vault;
-- For the role vault, and nobody else: the definers that it owns.
grant execute on function private.vault_refuse, private.vault_file, private.vault_fingerprint_of, private.vault_seal, private.vault_open,
    private.vault_sealing_key to vault;

commit;
