-- Deploy syncstream:profiles/profile to pg
-- The people of an account.

begin;

create table app.profile (
    account_id        uuid        not null references app.account on delete cascade,
    id                uuid        not null default gen_random_uuid(),
    name              text        not null,
    avatar            text,
    is_kids           boolean     not null default false,
    max_rating        integer,
    hidden_categories text[]      not null default '{}',
    language          text,
    settings          json        not null default '{}',
    has_pin           boolean     not null default false,
    token_version     integer     not null default 0,
    rev               bigint      not null,
    created_at        timestamptz not null default now(),
    primary key (account_id, id)
);
comment on table  app.profile                   is $$Profiles$$;
comment on column app.profile.account_id        is $$Whose$$;
comment on column app.profile.id                is $$The profile$$;
comment on column app.profile.name              is $$1..100 characters$$;
comment on column app.profile.avatar            is $$An address or a name that the apps know$$;
comment on column app.profile.is_kids           is $$A kids profile: sees what is for all, manages nothing$$;
comment on column app.profile.max_rating        is $$An age, 0..21: nothing rated above it; null: anything$$;
comment on column app.profile.hidden_categories is $$Categories that the apps leave out$$;
comment on column app.profile.language          is $$A language tag$$;
comment on column app.profile.settings          is $$What the apps keep here: an object of at most 16 KiB$$;
comment on column app.profile.has_pin           is $$Whether selecting it asks for a PIN (private.profile_pin)$$;
comment on column app.profile.token_version     is $$Access tokens name the version that they were given for; a change of is_kids makes a new one, which ends them$$;
comment on column app.profile.rev               is $$The account's number (app.account_counter) of its last change$$;
comment on column app.profile.created_at        is $$When it was made$$;

create table private.profile_pin (
    account_id   uuid        not null,
    profile_id   uuid        not null,
    hash         text        not null,
    failures     integer     not null default 0,
    locks        integer     not null default 0,
    locked_until timestamptz,
    primary key (account_id, profile_id),
    foreign key (account_id, profile_id) references app.profile on delete cascade
);
comment on table  private.profile_pin              is $$PINs, and the guesses at them$$;
comment on column private.profile_pin.account_id   is $$Whose$$;
comment on column private.profile_pin.profile_id   is $$The profile that it protects$$;
comment on column private.profile_pin.hash         is $$bcrypt, cost 10$$;
comment on column private.profile_pin.failures     is $$Wrong guesses since the last right one or the last lock$$;
comment on column private.profile_pin.locks        is $$Locks since the last right guess: each is twice as long as the one before$$;
comment on column private.profile_pin.locked_until is $$No guess is looked at before then$$;

alter table app.profile         enable row level security, force row level security;
alter table private.profile_pin enable row level security, force row level security;

-- A kids profile sees the account's profiles, in order to leave for another one, and changes none.
create policy profile_select_own on app.profile for select to kid, member
    using (account_id = (select http.current_account_id()));
create policy profile_insert_own on app.profile for insert to member
    with check (account_id = (select http.current_account_id()));
create policy profile_update_own on app.profile for update to member
    using (account_id = (select http.current_account_id()));
create policy profile_delete_own on app.profile for delete to member
    using (account_id = (select http.current_account_id()));
create policy profile_all_gatekeeper on app.profile to gatekeeper using (true);
create policy profile_select_usher on app.profile for select to usher using (true);
create policy profile_pin_all_gatekeeper on private.profile_pin to gatekeeper using (true);

grant select on app.profile to kid, member;
grant insert (account_id, name, avatar, is_kids, max_rating, hidden_categories, language, settings, rev) on app.profile to member;
grant update (name, avatar, is_kids, max_rating, hidden_categories, language, settings, token_version, rev) on app.profile to member;
grant delete on app.profile to member;
grant select, update (has_pin, rev) on app.profile to gatekeeper;
grant select (account_id, id, name, avatar, is_kids, token_version, rev) on app.profile to usher;
grant select, insert, update, delete on private.profile_pin to gatekeeper;

create type api.profile as (
    id uuid, name text, avatar text, is_kids boolean, max_rating integer, hidden_categories text[], language text,
    settings json, has_pin boolean, created_at timestamptz, rev bigint
);
comment on type api.profile is $$A profile$$;
comment on column api.profile.id                is $$The profile$$;
comment on column api.profile.name              is $$1..100 characters$$;
comment on column api.profile.avatar            is $$An address or a name that the apps know, or null$$;
comment on column api.profile.is_kids           is $$A kids profile: sees what is for all, manages nothing$$;
comment on column api.profile.max_rating        is $$An age, 0..21: nothing rated above it; null: anything$$;
comment on column api.profile.hidden_categories is $$Categories to leave out$$;
comment on column api.profile.language          is $$A language tag, or null$$;
comment on column api.profile.settings          is $$An object of the apps' own$$;
comment on column api.profile.has_pin           is $$Whether selecting it asks for a PIN$$;
comment on column api.profile.created_at        is $$When it was made$$;
comment on column api.profile.rev               is $$The number of its last change$$;

create function private.profile_shape(profile app.profile) returns api.profile
language sql immutable parallel safe
return row(profile.id, profile.name, profile.avatar, profile.is_kids, profile.max_rating, profile.hidden_categories,
           profile.language, profile.settings, profile.has_pin, profile.created_at, profile.rev)::api.profile;
comment on function private.profile_shape is $$A profile as the API shows it$$;
grant execute on function private.profile_shape to kid, member, gatekeeper;

commit;
