-- Deploy syncstream:accounts/device_code to pg
-- Pairing (RFC 8628): a device without a keyboard shows a short code, and someone who is signed in types it elsewhere.

begin;

alter table app.settings
    add column pairing_lifetime interval not null default '10 minutes' check (pairing_lifetime > '0'),
    add column pairing_interval integer  not null default 5            check (pairing_interval > 0),
    add column pairing_codes    integer  not null default 300          check (pairing_codes > 0),
    add column pairing_attempts integer  not null default 10           check (pairing_attempts > 0);
comment on column app.settings.pairing_lifetime is $$The code that a device shows is good for so long$$;
comment on column app.settings.pairing_interval is $$Seconds that a device waits between two questions whether its code was typed$$;
comment on column app.settings.pairing_codes    is $$Codes given out to one client address within attempt_window$$;
comment on column app.settings.pairing_attempts is $$Wrong codes typed by one account within attempt_window, before even a right one is refused$$;

-- Found by the code, when nobody knows yet whose it will be, so a table of its own without a reference to the account.
create table private.device_code (
    user_code   text        primary key check (user_code ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$'),
    secret_hash bytea       not null,
    device_name text,
    device_id   text,
    "interval"  integer     not null,
    polled_at   timestamptz,
    denied      boolean     not null default false,
    account_id  uuid,
    session_id  uuid,
    expires_at  timestamptz not null,
    constraint device_code_answer check ((account_id is null) = (session_id is null) and not (denied and account_id is not null))
);
comment on table  private.device_code             is $$Devices that wait to be signed in by someone else$$;
comment on column private.device_code.user_code   is $$What the device shows, without its hyphen: consonants, so that it spells nothing and has no look-alikes$$;
comment on column private.device_code.secret_hash is $$SHA-256 of the device code, which the device keeps to itself$$;
comment on column private.device_code.device_name is $$The device, by the name that it gave itself$$;
comment on column private.device_code.device_id   is $$The device, by the id that it gave itself$$;
comment on column private.device_code."interval"  is $$Seconds that the device must wait between two questions; more after each that came too early$$;
comment on column private.device_code.polled_at   is $$When the device last asked$$;
comment on column private.device_code.denied      is $$Someone said no$$;
comment on column private.device_code.account_id  is $$Who said yes$$;
comment on column private.device_code.session_id  is $$The session that waits for the device, counted as one of the account's devices already$$;
comment on column private.device_code.expires_at  is $$When the code ends$$;
create index device_code_account_id on private.device_code (account_id);
create index device_code_expires_at on private.device_code (expires_at);

alter table private.device_code enable row level security, force row level security;
create policy device_code_all_gatekeeper on private.device_code to gatekeeper using (true);
grant select, insert, delete, update ("interval", polled_at, denied, account_id, session_id) on private.device_code to gatekeeper;

create function private.random_code(alphabet text, code_length integer) returns text
language sql volatile
begin atomic
    -- Two bytes a character: how the alphabet's length divides 65536 tells nobody anything.
    select string_agg(substr(alphabet, 1 + (get_byte(bytes, 2 * n) * 256 + get_byte(bytes, 2 * n + 1)) % length(alphabet), 1), '' order by n)
    from extensions.gen_random_bytes(2 * code_length) as bytes, generate_series(0, code_length - 1) as n;
end;
comment on function private.random_code is $$A code that a person can type, of characters that cannot be foretold$$;

create function private.device_code_hash(device_code text) returns bytea
language sql immutable parallel safe
return sha256(convert_to(device_code, 'UTF8'));
comment on function private.device_code_hash is $$What is kept of a device code$$;

grant execute on function private.random_code, private.device_code_hash to gatekeeper;
grant execute on function private.random_code to usher;

commit;
