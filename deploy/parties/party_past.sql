-- Deploy syncstream:parties/party_past to pg
-- What stays of a party when it is deleted, a day after its end: that it was, how long, of how many. Not what was
-- watched, who was there, or what was said.

begin;

create table app.party_past (
    account_id uuid        not null references app.account on delete cascade,
    party_id   uuid        not null,
    kind       text        not null,
    members    integer     not null,
    events     bigint      not null,
    started_at timestamptz not null,
    ended_at   timestamptz not null,
    primary key (account_id, party_id)
);
comment on table  app.party_past            is $$Parties that were deleted after their end, for those who count them$$;
comment on column app.party_past.account_id is $$Who made it$$;
comment on column app.party_past.party_id   is $$The party$$;
comment on column app.party_past.kind       is $$What was watched last: live, movie, series or episode$$;
comment on column app.party_past.members    is $$How many profiles were in it, at any time$$;
comment on column app.party_past.events     is $$How much was done and said in it$$;
comment on column app.party_past.started_at is $$When it was made$$;
comment on column app.party_past.ended_at   is $$When its last event was$$;

alter table app.party_past enable row level security, force row level security;
create policy party_past_insert_usher on app.party_past for insert to usher with check (true);
create policy party_past_select_gatekeeper on app.party_past for select to gatekeeper using (true);  -- for the export
grant insert on app.party_past to usher;
grant select on app.party_past to gatekeeper;

commit;
