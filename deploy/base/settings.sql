-- Deploy syncstream:base/settings to pg
-- The numbers that an operator may want to change: one row, `update app.settings set …`, in force at once.

begin;

create table app.settings (
    singleton          boolean  primary key default true constraint settings_singleton check (singleton),
    session_lifetime   interval not null default '60 days'    check (session_lifetime > '1 hour'),
    refresh_grace      interval not null default '10 seconds' check (refresh_grace between '0' and '1 minute'),
    attempt_window     interval not null default '15 minutes' check (attempt_window > '0'),
    password_attempts  integer  not null default 10           check (password_attempts > 0),
    address_attempts   integer  not null default 100          check (address_attempts > 0),
    pin_attempts       integer  not null default 5            check (pin_attempts > 0),
    pin_lock           interval not null default '5 minutes'  check (pin_lock > '0'),
    pin_lock_longest   interval not null default '1 hour'     check (pin_lock_longest >= pin_lock),
    past_due_grace     interval not null default '7 days'     check (past_due_grace >= '0')
);
comment on table  app.settings                   is $$Settings: one row$$;
comment on column app.settings.singleton         is $$Always true: there is one row$$;
comment on column app.settings.session_lifetime  is $$A session ends when it was not refreshed for so long$$;
comment on column app.settings.refresh_grace     is $$A refresh token that was already rotated still works for so long: tabs refresh side by side$$;
comment on column app.settings.attempt_window    is $$Failed attempts count for so long$$;
comment on column app.settings.password_attempts is $$Wrong passwords for one email address within attempt_window, before even the right one is refused$$;
comment on column app.settings.address_attempts  is $$Wrong passwords from one client address within attempt_window, likewise$$;
comment on column app.settings.pin_attempts      is $$Wrong PINs before a profile's PIN is locked$$;
comment on column app.settings.pin_lock          is $$The first lock of a PIN; each further one is twice as long$$;
comment on column app.settings.pin_lock_longest  is $$No lock of a PIN is longer$$;
comment on column app.settings.past_due_grace    is $$A subscription keeps its plan for so long after a payment failed$$;

insert into app.settings default values;

alter table app.settings enable row level security, force row level security;
create policy settings_select on app.settings for select using (true);
create policy settings_all_owner on app.settings to syncstream using (true);

grant select on app.settings to kid, member, gatekeeper, usher;

commit;
