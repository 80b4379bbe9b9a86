-- Deploy syncstream:library/account_tombstone to pg
-- What an account deleted of its playlists and profiles, for devices that were away.

begin;

create table app.account_tombstone (
    account_id uuid        not null references app.account on delete cascade,
    entity     text        not null check (entity in ('playlist', 'profile')),
    id         uuid        not null,
    rev        bigint      not null,
    deleted_at timestamptz not null default now(),
    primary key (account_id, entity, id)
);
comment on table  app.account_tombstone            is $$Playlists and profiles that are gone, or that a kids profile no longer sees$$;
comment on column app.account_tombstone.account_id is $$Whose$$;
comment on column app.account_tombstone.entity     is $$playlist or profile$$;
comment on column app.account_tombstone.id         is $$Which$$;
comment on column app.account_tombstone.rev        is $$The account's number (app.account_counter) of that$$;
comment on column app.account_tombstone.deleted_at is $$When$$;
create index account_tombstone_rev on app.account_tombstone (account_id, rev);

alter table app.account_tombstone enable row level security, force row level security;
create policy account_tombstone_select_own on app.account_tombstone for select to kid, member
    using (account_id = (select http.current_account_id()));
create policy account_tombstone_insert_own on app.account_tombstone for insert to member
    with check (account_id = (select http.current_account_id()));
create policy account_tombstone_update_own on app.account_tombstone for update to member
    using (account_id = (select http.current_account_id()));
create policy account_tombstone_all_gatekeeper on app.account_tombstone to gatekeeper using (true);
create policy account_tombstone_select_usher on app.account_tombstone for select to usher using (true);
grant select on app.account_tombstone to kid, member;
grant insert (account_id, entity, id, rev), update (rev, deleted_at) on app.account_tombstone to member;
grant select, insert, update, delete on app.account_tombstone to gatekeeper;
grant select (account_id, entity, rev) on app.account_tombstone to usher;

create function private.tombstone_write(entity text, id uuid, rev bigint) returns void
language plpgsql volatile
as $$
begin
    insert into app.account_tombstone (account_id, entity, id, rev)
    values (http.current_account_id(), tombstone_write.entity, tombstone_write.id, tombstone_write.rev)
    on conflict on constraint account_tombstone_pkey do update set rev = excluded.rev, deleted_at = excluded.deleted_at;
end
$$;
comment on function private.tombstone_write is $$Notes that a playlist or profile of the account that is signed in is gone, with its number from private.account_next_rev$$;
grant execute on function private.tombstone_write to member, gatekeeper;

commit;
