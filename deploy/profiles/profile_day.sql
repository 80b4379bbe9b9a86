-- Deploy syncstream:profiles/profile_day to pg
-- On which days a profile was used. Nothing else keeps that: progress says when something was watched last, and the
-- next evening writes over it.
--
-- Noted where a token for the profile is given out, which every use of a day asks for, since an access token lasts a
-- quarter of an hour. So the calls that devices make all the time, progress and sync, write nothing more than they did.

begin;

alter table app.settings add column activity_memory interval not null default '400 days' check (activity_memory >= '1 day');
comment on column app.settings.activity_memory is $$The days on which a profile was used are kept for so long$$;

create table app.profile_day (
    account_id uuid not null,
    profile_id uuid not null,
    day        date not null,
    primary key (account_id, profile_id, day),
    foreign key (account_id, profile_id) references app.profile on delete cascade
);
comment on table  app.profile_day            is $$The days on which profiles were used$$;
comment on column app.profile_day.account_id is $$Whose$$;
comment on column app.profile_day.profile_id is $$Which profile$$;
comment on column app.profile_day.day        is $$The day, in UTC, on which a device was given a token for it$$;

alter table app.profile_day enable row level security, force row level security;
create policy profile_day_all_gatekeeper on app.profile_day to gatekeeper using (true);
grant select, insert, delete on app.profile_day to gatekeeper;

create function private.profile_seen(account_id uuid, profile_id uuid) returns void
language plpgsql volatile
as $$
declare
    v_today  date := (now() at time zone 'UTC')::date;
    v_oldest date;
begin
    if profile_seen.profile_id is null then
        return;
    end if;
    insert into app.profile_day values (profile_seen.account_id, profile_seen.profile_id, v_today) on conflict do nothing;
    if found then  -- once a day
        select (now() - s.activity_memory)::date into v_oldest from app.settings s;
        delete from app.profile_day d
        where d.account_id = profile_seen.account_id and d.profile_id = profile_seen.profile_id and d.day < v_oldest;
    end if;
end
$$;
comment on function private.profile_seen is $$Notes that a profile is used today, and forgets the days that are older than app.settings.activity_memory. Null: nothing$$;
grant execute on function private.profile_seen to gatekeeper;

commit;
