-- Deploy syncstream:resellers/reseller to pg
-- Resellers, and what their clients cost them.
--
-- Locks are taken in this order, by everything that touches credits or a reseller's clients, so that no two wait for
-- each other:
--
--     1. the Idempotency-Key                       (private.once)
--     2. what the account has at Stripe            (app.stripe_account; while Stripe is asked nothing but this is locked)
--     3. the email address of a new account        (private.account_create: its password is hashed before others wait)
--     4. resellers, in the order of account_id     (private.reseller_lock; balances move under this lock alone)
--     5. the reseller's row of the client          (app.reseller_client)
--     6. the client's account counter, then its account, subscription, sessions

begin;

alter table app.settings
    add column trial_term     interval not null default '24 hours' check (trial_term > '0'),
    add column trial_quota    integer  not null default 10         check (trial_quota >= 0),
    add column trial_window   interval not null default '30 days'  check (trial_window > '0'),
    add column refund_window  interval not null default '24 hours' check (refund_window >= '0'),
    add column reseller_price integer  not null default 0          check (reseller_price >= 0);
comment on column app.settings.trial_term     is $$How long a reseller's trial lasts$$;
comment on column app.settings.trial_quota    is $$Trials that a reseller may give within trial_window$$;
comment on column app.settings.trial_window   is $$Trials count for so long$$;
comment on column app.settings.refund_window  is $$A client's term may be given back for so long after it was paid for$$;
comment on column app.settings.reseller_price is $$Credits that a sub-reseller costs the one who makes it, besides what it is given$$;

create table app.reseller (
    account_id      uuid          primary key references app.account,
    parent_id       uuid          check (parent_id <> account_id),
    credits_balance bigint        not null default 0  constraint insufficient_credits check (credits_balance >= 0),
    entries         bigint        not null default 0,
    clients         integer       not null default 0  check (clients >= 0),
    resellers       integer       not null default 0  check (resellers >= 0),
    trials          timestamptz[] not null default '{}',
    created_at      timestamptz   not null default now()
) with (fillfactor = 50);
comment on table  app.reseller                 is $$Resellers. Deleting the account asks private.reseller_forget first: no cascade$$;
comment on column app.reseller.account_id      is $$The reseller$$;
comment on column app.reseller.parent_id       is $$The reseller that made it; null: an administrator did$$;
comment on column app.reseller.credits_balance is $$Credits: the sum of its ledger's amounts$$;
comment on column app.reseller.entries         is $$The number of its last ledger entry$$;
comment on column app.reseller.clients         is $$How many clients it has (app.reseller_client)$$;
comment on column app.reseller.resellers       is $$How many sub-resellers it made that are still there$$;
comment on column app.reseller.trials          is $$When it gave its last trials, oldest first; those of deleted clients count, too$$;
comment on column app.reseller.created_at      is $$When it became a reseller$$;

create table app.client_price (
    plan    text    primary key references app.plan,
    credits integer not null check (credits >= 0)
);
comment on table  app.client_price         is $$What a client costs: `update app.client_price set …`, in force at once. Resellers do not sell a plan that has no row$$;
comment on column app.client_price.plan    is $$The plan; `free`: a client without a plan$$;
comment on column app.client_price.credits is $$Credits for a month; of `free`, once for a client$$;

insert into app.client_price values ('free', 1000), ('basic', 1000), ('premium', 2000), ('ultimate', 4000);

create table app.reseller_price (
    account_id uuid    not null references app.reseller on delete cascade,
    plan       text    not null references app.client_price,
    credits    integer not null check (credits >= 0),
    primary key (account_id, plan)
);
comment on table  app.reseller_price            is $$One reseller's own prices, in place of app.client_price's$$;
comment on column app.reseller_price.account_id is $$The reseller$$;
comment on column app.reseller_price.plan       is $$The plan, as in app.client_price$$;
comment on column app.reseller_price.credits    is $$Credits, as in app.client_price$$;
create index reseller_price_plan on app.reseller_price (plan);

alter table app.reseller       enable row level security, force row level security;
alter table app.client_price   enable row level security, force row level security;
alter table app.reseller_price enable row level security, force row level security;

create policy reseller_select_own on app.reseller for select to reseller
    using (account_id = (select http.current_account_id()));
create policy reseller_all_gatekeeper on app.reseller to gatekeeper using (true);
create policy client_price_select on app.client_price for select to reseller, gatekeeper using (true);
create policy client_price_all_owner on app.client_price to syncstream using (true);
create policy reseller_price_select_own on app.reseller_price for select to reseller
    using (account_id = (select http.current_account_id()));
create policy reseller_price_select_gatekeeper on app.reseller_price for select to gatekeeper using (true);
create policy reseller_price_all_owner on app.reseller_price to syncstream using (true);

grant select on app.reseller, app.client_price, app.reseller_price to reseller, gatekeeper;
-- Not credits_balance, and not entries: those are the treasurer's (resellers/ledger).
grant insert (account_id, parent_id), update (clients, resellers, trials), delete on app.reseller to gatekeeper;

create function private.reseller_lock(account_id uuid) returns app.reseller
language plpgsql volatile
as $$
declare
    v_reseller app.reseller;
begin
    select r.* into v_reseller from app.reseller r where r.account_id = reseller_lock.account_id for no key update;
    return v_reseller;
end
$$;
comment on function private.reseller_lock is $$A reseller, locked to the end of the transaction; null where it is none. Of several, private.reseller_lock_all$$;

create function private.reseller_lock_all(account_ids uuid[]) returns void
language plpgsql volatile
as $$
declare
    v_account uuid;
begin
    for v_account in select distinct id from unnest(account_ids) as id where id is not null order by id loop
        perform private.reseller_lock(v_account);
    end loop;
end
$$;
comment on function private.reseller_lock_all is $$Locks resellers to the end of the transaction, in the one order that all do. Ids of others, and null, are passed over$$;

create function private.client_cost(account_id uuid, plan text, months integer) returns bigint
language plpgsql stable
as $$
declare
    v_price bigint;
begin
    select coalesce(o.credits, c.credits) into v_price
    from app.client_price c
    left join app.reseller_price o on o.account_id = client_cost.account_id and o.plan = c.plan
    where c.plan = client_cost.plan;
    if not found then
        raise sqlstate 'PT400' using message = 'There is no such plan for sale', constraint = 'invalid', detail = '{"field": "plan"}';
    end if;
    return v_price * case when client_cost.plan = 'free' then 1 else months end;
end
$$;
comment on function private.client_cost is $$The credits that a reseller pays for months of a plan, or for a client on `free`; 400 invalid where the plan is not for sale$$;

grant execute on function private.reseller_lock, private.reseller_lock_all, private.client_cost to gatekeeper;

create domain app.plan_code as text
    constraint plan_code_format check (value ~ '^[a-z][a-z0-9_]{0,30}$');
comment on domain app.plan_code is $$Name a plan by its code, such as premium
{"pattern": "^[a-z][a-z0-9_]{0,30}$"}$$;

create domain app.months as integer
    constraint months_range check (value between 1 and 36);
comment on domain app.months is $$Choose 1 to 36 months
{"minimum": 1, "maximum": 36}$$;

-- Up to a million million: far from where the sum of some leaves what JSON's readers hold exactly (2^53).
create domain app.credits as bigint
    constraint credits_range check (value between 0 and 1000000000000);
comment on domain app.credits is $$Enter 0 to 1000000000000 credits
{"minimum": 0, "maximum": 1000000000000}$$;

create domain app.credit_amount as bigint
    constraint credit_amount_range check (value between 1 and 1000000000000);
comment on domain app.credit_amount is $$Enter 1 to 1000000000000 credits
{"minimum": 1, "maximum": 1000000000000}$$;

create domain app.credit_grant as bigint
    constraint credit_grant_range check (value between -1000000000000 and 1000000000000);
comment on domain app.credit_grant is $$Enter -1000000000000 to 1000000000000 credits, but not 0
{"minimum": -1000000000000, "maximum": 1000000000000}$$;

create domain app.note as text
    constraint note_length check (length(value) between 1 and 500);
comment on domain app.note is $$Enter 1 to 500 characters
{"minLength": 1, "maxLength": 500}$$;

commit;
