-- Deploy syncstream:accounts/session to pg
-- A session is a device that is signed in. Revoking one deletes it, and its access tokens stop with it.

begin;

create table app.session (
    account_id   uuid        not null references app.account on delete cascade,
    id           uuid        not null default gen_random_uuid(),
    profile_id   uuid,
    device_id    text,
    device_name  text,
    created_at   timestamptz not null default clock_timestamp(),
    last_seen_at timestamptz not null default clock_timestamp(),
    expires_at   timestamptz not null,
    primary key (account_id, id),
    foreign key (account_id, profile_id) references app.profile
);
comment on table  app.session              is $$Devices that are signed in$$;
comment on column app.session.account_id   is $$Whose$$;
comment on column app.session.id           is $$The session$$;
comment on column app.session.profile_id   is $$The profile that was selected last: a refresh keeps it$$;
comment on column app.session.device_id    is $$The device, by the id that it gave itself$$;
comment on column app.session.device_name  is $$The device, by the name that it gave itself$$;
comment on column app.session.created_at   is $$When it signed in$$;
comment on column app.session.last_seen_at is $$When it last refreshed its tokens or selected a profile$$;
comment on column app.session.expires_at   is $$When it ends unless it is refreshed before$$;
create index session_profile_id on app.session (account_id, profile_id);

-- A refresh token is `account, session, family, secret`, 80 bytes in base64url. The family is the session's for its
-- life and tells an old token from a made-up one. The next secret is HMAC-SHA-256(nonce, secret), so that all who
-- send the same token within the grace are given the same successor, and nothing here lets anyone compute one.
create table private.refresh_token (
    account_id  uuid        not null,
    session_id  uuid        not null,
    secret_hash bytea       not null,
    family_hash bytea       not null,
    nonce       bytea,
    rotated_at  timestamptz,
    primary key (account_id, session_id, secret_hash),
    foreign key (account_id, session_id) references app.session on delete cascade,
    constraint refresh_token_rotated check ((nonce is null) = (rotated_at is null))
);
comment on table  private.refresh_token             is $$A session's refresh token, and those that were rotated within the grace$$;
comment on column private.refresh_token.account_id  is $$Whose$$;
comment on column private.refresh_token.session_id  is $$Of which session$$;
comment on column private.refresh_token.secret_hash is $$SHA-256 of the secret$$;
comment on column private.refresh_token.family_hash is $$SHA-256 of the family$$;
comment on column private.refresh_token.nonce       is $$What makes the next secret out of this one; null in the current row$$;
comment on column private.refresh_token.rotated_at  is $$When this one was rotated; null in the current row$$;

alter table app.session           enable row level security, force row level security;
alter table private.refresh_token enable row level security, force row level security;

create policy session_select_own on app.session for select to kid, member
    using (account_id = (select http.current_account_id()));
create policy session_update_own on app.session for update to member
    using (account_id = (select http.current_account_id()));
create policy session_delete_own on app.session for delete to member
    using (account_id = (select http.current_account_id()));
-- A kids profile may sign its own device out, and no other.
create policy session_delete_current on app.session for delete to kid
    using (account_id = (select http.current_account_id()) and id = (select http.current_session_id()));
create policy session_all_gatekeeper on app.session to gatekeeper using (true);
create policy session_select_usher on app.session for select to usher using (true);
create policy refresh_token_all_gatekeeper on private.refresh_token to gatekeeper using (true);

grant select, delete on app.session to kid, member;
grant update (profile_id) on app.session to member;  -- deleting a profile takes it back
grant select, insert, delete, update (profile_id, last_seen_at, expires_at) on app.session to gatekeeper;
grant select (account_id, id, device_id) on app.session to usher;
grant select, insert, delete, update (nonce, rotated_at) on private.refresh_token to gatekeeper;

commit;
