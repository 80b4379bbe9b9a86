-- Deploy syncstream:accounts/account to pg
-- An account: the tenant. Its id comes first in the key of everything that belongs to it, here and in every later
-- table, so that the tables can be distributed by it.

begin;

create table app.account (
    account_id uuid        primary key default gen_random_uuid(),
    email      text        not null,
    role       text        not null default 'user'   check (role in ('user', 'reseller', 'admin')),
    status     text        not null default 'active' check (status in ('active', 'suspended')),
    created_at timestamptz not null default now()
);
comment on table  app.account            is $$Accounts$$;
comment on column app.account.account_id is $$The account$$;
comment on column app.account.email      is $$The address as it was typed; unique through app.account_email$$;
comment on column app.account.role       is $$user, reseller or admin$$;
comment on column app.account.status     is $$active, or suspended: no call is answered but with 403 account_suspended$$;
comment on column app.account.created_at is $$When it signed up$$;

-- Unique over all accounts, so a table of its own, keyed by what is looked up. No reference to the account: this
-- table would be distributed by address.
create table app.account_email (
    email      text primary key check (email = lower(email)),
    account_id uuid not null
);
comment on table  app.account_email            is $$From an email address to its account$$;
comment on column app.account_email.email      is $$The address in lower case: addresses compare without case$$;
comment on column app.account_email.account_id is $$Whose it is$$;
create index account_email_account_id on app.account_email (account_id);

create table private.account_password (
    account_id uuid primary key references app.account on delete cascade,
    hash       text not null
);
comment on table  private.account_password            is $$Password hashes, apart from the row that an account may read$$;
comment on column private.account_password.account_id is $$Whose password$$;
comment on column private.account_password.hash       is $$bcrypt, cost 10$$;

create table app.account_counter (
    account_id uuid   primary key references app.account on delete cascade,
    rev        bigint not null default 0
) with (fillfactor = 50);
comment on table  app.account_counter            is
    $$The number of an account's last change. Taken with update … returning before anything else is looked at, so that its row lock makes the order of numbers the order of commits, and every limit is counted under it$$;
comment on column app.account_counter.account_id is $$Whose changes$$;
comment on column app.account_counter.rev        is $$The last number given out$$;

alter table app.account              enable row level security, force row level security;
alter table app.account_email        enable row level security, force row level security;
alter table private.account_password enable row level security, force row level security;
alter table app.account_counter      enable row level security, force row level security;

-- An account reads its own row; nobody but the gatekeeper writes one.
create policy account_select_own on app.account for select to kid, member
    using (account_id = (select http.current_account_id()));
create policy account_all_gatekeeper on app.account to gatekeeper using (true);
create policy account_select_usher on app.account for select to usher using (true);
create policy account_email_all_gatekeeper on app.account_email to gatekeeper using (true);
create policy account_password_all_gatekeeper on private.account_password to gatekeeper using (true);
create policy account_counter_all_own on app.account_counter to kid, member
    using (account_id = (select http.current_account_id()));
create policy account_counter_all_gatekeeper on app.account_counter to gatekeeper, usher using (true);

grant select on app.account to kid, member;
grant select, insert, delete, update (role, status) on app.account to gatekeeper;
grant select (account_id, role, status) on app.account to usher;
grant select, insert, delete on app.account_email to gatekeeper;
grant select, insert, delete, update (hash) on private.account_password to gatekeeper;
grant select, update (rev) on app.account_counter to kid, member, usher;
grant select, insert, update (rev) on app.account_counter to gatekeeper;

create function private.account_next_rev(account_id uuid, count integer default 1) returns bigint
language plpgsql volatile
as $$
declare
    v_rev bigint;
begin
    update app.account_counter c set rev = c.rev + account_next_rev.count
    where c.account_id = account_next_rev.account_id
    returning c.rev into v_rev;
    if not found then  -- the account was deleted while this waited for the lock
        raise sqlstate 'PT401' using message = 'This session has ended. Sign in again, or refresh the token', constraint = 'unauthorized';
    end if;
    return v_rev;
end
$$;
comment on function private.account_next_rev is
    $$The next number of the account's changes, or the last one of the next `count`. Locks the account's counter to the end of the transaction; 401 unauthorized where the account is gone$$;
grant execute on function private.account_next_rev to kid, member, gatekeeper, usher;

create function private.hash_password(password text) returns text
language sql volatile
begin atomic
    select extensions.crypt(password, extensions.gen_salt('bf', 10));
end;
comment on function private.hash_password is $$bcrypt with cost 10 (gen_salt's own default is 6), of passwords and PINs. 72 bytes is its end: longer input must be refused before$$;

create function private.account_create(email text, password text, role text default 'user') returns uuid
language plpgsql volatile
as $$
declare
    v_account_id uuid := gen_random_uuid();
begin
    insert into app.account_email values (lower(account_create.email), v_account_id) on conflict do nothing;
    if not found then
        raise sqlstate 'PT409' using message = 'This email address has an account already. Sign in instead', constraint = 'email_taken';
    end if;
    insert into app.account (account_id, email, role) values (v_account_id, account_create.email, account_create.role);
    insert into app.account_counter (account_id) values (v_account_id);
    insert into private.account_password values (v_account_id, private.hash_password(password));
    return v_account_id;
end
$$;
comment on function private.account_create is $$A new account; 409 email_taken$$;

grant execute on function private.hash_password, private.account_create to gatekeeper;

commit;
