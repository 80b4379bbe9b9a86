-- Deploy syncstream:billing/stripe_event to pg
-- Stripe's events, each once: its id is written in the transaction that does what it says.

begin;

create table app.stripe_event (
    event_id    text        primary key,
    type        text        not null,
    created     timestamptz not null,
    received_at timestamptz not null default now(),
    outcome     text        not null check (outcome in ('applied', 'unchanged', 'ignored', 'foreign'))
);
comment on table  app.stripe_event             is $$Events of Stripe's that were dealt with; Stripe delivers an event for three days at the most, and lists it for thirty$$;
comment on column app.stripe_event.event_id    is $$The event: evt_…$$;
comment on column app.stripe_event.type        is $$What happened, as Stripe calls it: customer.subscription.updated$$;
comment on column app.stripe_event.created     is $$When it happened, by Stripe's clock$$;
comment on column app.stripe_event.received_at is $$When it was dealt with$$;
comment on column app.stripe_event.outcome     is $$applied; unchanged: all was so already; ignored: it says nothing that is kept here; foreign: of a customer that is none of ours$$;
create index stripe_event_received_at on app.stripe_event (received_at);

alter table app.stripe_event enable row level security, force row level security;
create policy stripe_event_all_cashier on app.stripe_event to cashier using (true);
grant select, insert (event_id, type, created, outcome), delete on app.stripe_event to cashier;

create type private.stripe_event as (event_id text, type text, created timestamptz);
comment on type private.stripe_event is $$An event of Stripe's: what is kept of it$$;
comment on column private.stripe_event.event_id is $$Its id$$;
comment on column private.stripe_event.type     is $$What happened$$;
comment on column private.stripe_event.created  is $$When$$;

create type private.stripe_effect as (outcome text, before text, after text);
comment on type private.stripe_effect is $$What came of something that Stripe says$$;
comment on column private.stripe_effect.outcome is $$As in app.stripe_event$$;
comment on column private.stripe_effect.before  is $$How things stood, in a few words; null: there was nothing$$;
comment on column private.stripe_effect.after   is $$How they stand now$$;

create function private.stripe_lock(customer_id text, event_id text default null) returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid;
begin
    select c.account_id into v_account from app.stripe_customer c where c.customer_id = stripe_lock.customer_id;
    perform from app.stripe_account s where s.account_id = v_account for no key update;
    -- After the lock: of two deliveries of one event, the second finds what the first has written.
    return case
        when not found then 'foreign'
        when exists (select from app.stripe_event e where e.event_id = stripe_lock.event_id) then 'known'
        else 'ours' end;
end
$$;
comment on function private.stripe_lock is
    $$Locks what an account has at Stripe, to the end of the transaction, before Stripe is asked how it stands. ours; known: this event was dealt with; foreign: it is no customer of ours$$;

create function private.stripe_event_keep(event private.stripe_event, outcome text) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
    insert into app.stripe_event (event_id, type, created, outcome)
    values (event.event_id, event.type, event.created, stripe_event_keep.outcome)
    on conflict do nothing;
    return found;
end
$$;
comment on function private.stripe_event_keep is $$Writes down that an event was dealt with; false: it was before$$;

create function private.stripe_event_known(event_id text) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
    return exists (select from app.stripe_event e where e.event_id = stripe_event_known.event_id);
end
$$;
comment on function private.stripe_event_known is $$Whether an event was dealt with$$;

create function private.stripe_event_prune() returns bigint
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_count bigint;
begin
    delete from app.stripe_event e where e.received_at < now() - interval '60 days';
    get diagnostics v_count = row_count;
    return v_count;
end
$$;
comment on function private.stripe_event_prune is $$Takes away events of more than 60 days ago, which Stripe neither delivers nor lists any more; how many$$;

alter function private.stripe_lock owner to cashier;
alter function private.stripe_event_keep owner to cashier;
alter function private.stripe_event_known owner to cashier;
alter function private.stripe_event_prune owner to cashier;
grant execute on function private.stripe_lock, private.stripe_event_keep, private.stripe_event_known, private.stripe_event_prune to billing;

create function private.stripe_customer_deleted(customer_id text, event private.stripe_event default null) returns private.stripe_effect
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid;
    v_effect  private.stripe_effect;
    v_key     uuid := gen_random_uuid();
begin
    select c.account_id into v_account from app.stripe_customer c where c.customer_id = stripe_customer_deleted.customer_id;
    update app.stripe_account s set customer_id = null, customer_key = v_key
    where s.account_id = v_account and s.customer_id = stripe_customer_deleted.customer_id;
    v_effect := row(case when found then 'applied' else 'unchanged' end, stripe_customer_deleted.customer_id, null);
    if event.event_id is not null then
        perform private.stripe_event_keep(event, v_effect.outcome);
    end if;
    return v_effect;
end
$$;
comment on function private.stripe_customer_deleted is
    $$A customer was deleted at Stripe: whoever it was gets a new one, next time. The old one stays known, for its subscriptions' last events$$;
alter function private.stripe_customer_deleted owner to cashier;
grant execute on function private.stripe_customer_deleted to billing;

commit;
