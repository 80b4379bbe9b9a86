-- Deploy syncstream:billing/subscription to pg
-- Which plan an account has, from Stripe, a reseller or a grant.

begin;

create table app.subscription (
    account_id           uuid        not null references app.account on delete cascade,
    id                   uuid        not null default gen_random_uuid(),
    plan                 text        not null references app.plan,
    status               text        not null check (status in ('active', 'trialing', 'past_due', 'incomplete', 'paused', 'unpaid', 'canceled', 'incomplete_expired')),
    source               text        not null check (source in ('stripe', 'reseller', 'grant')),
    current_period_end   timestamptz,
    cancel_at_period_end boolean     not null default false,
    trial_end            timestamptz,
    past_due_since       timestamptz,
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now(),
    primary key (account_id, id),
    constraint subscription_past_due check ((status = 'past_due') = (past_due_since is not null)),
    constraint subscription_term check (source = 'stripe' or current_period_end is not null)
);
comment on table  app.subscription                      is $$Subscriptions, those that ended too$$;
comment on column app.subscription.account_id           is $$Whose$$;
comment on column app.subscription.id                   is $$The subscription$$;
comment on column app.subscription.plan                 is $$The plan that it gives$$;
comment on column app.subscription.status               is $$As Stripe names them$$;
comment on column app.subscription.source               is $$Who answers for it: Stripe, a reseller, or an administrator's grant$$;
comment on column app.subscription.current_period_end   is $$Paid up to here. Ends what is not Stripe's; what is Stripe's ends when Stripe says so$$;
comment on column app.subscription.cancel_at_period_end is $$Will not be renewed$$;
comment on column app.subscription.trial_end            is $$The end of a trial$$;
comment on column app.subscription.past_due_since       is $$When the payment failed; the plan stays for app.settings.past_due_grace$$;
comment on column app.subscription.created_at           is $$When it was made$$;
comment on column app.subscription.updated_at           is $$When it was last changed$$;
create index subscription_plan on app.subscription (plan);

alter table app.subscription enable row level security, force row level security;
create policy subscription_select_own on app.subscription for select to kid, member
    using (account_id = (select http.current_account_id()));
create policy subscription_select_gatekeeper on app.subscription for select to gatekeeper, usher using (true);
-- Of subscriptions, those that Stripe answers for. The gatekeeper writes resellers' (resellers/client).
create policy subscription_select_cashier on app.subscription for select to cashier using (source = 'stripe');
create policy subscription_insert_cashier on app.subscription for insert to cashier with check (source = 'stripe');
create policy subscription_update_cashier on app.subscription for update to cashier using (source = 'stripe');
grant select on app.subscription to kid, member, gatekeeper, cashier, usher;
grant insert, update (plan, status, current_period_end, cancel_at_period_end, trial_end, past_due_since, updated_at) on app.subscription to cashier;

create function app.gives_plan(subscription app.subscription) returns boolean
language plpgsql stable
as $$
begin
    if subscription.status in ('active', 'trialing') then
        return subscription.source = 'stripe' or subscription.current_period_end > now();
    end if;
    return subscription.status = 'past_due' and subscription.past_due_since + (select s.past_due_grace from app.settings s) > now();
end
$$;
comment on function app.gives_plan is $$Whether a subscription gives its plan at this moment$$;

create function private.current_subscription(account_id uuid) returns app.subscription
language plpgsql stable
as $$
declare
    v_subscription app.subscription;
begin
    select s.* into v_subscription
    from app.subscription s
    where s.account_id = current_subscription.account_id
    order by (select p.price from app.plan p where p.code = s.plan and app.gives_plan(s)) desc nulls last, s.created_at desc, s.id
    limit 1;
    return v_subscription;
end
$$;
comment on function private.current_subscription is
    $$The subscription that gives the account its plan: of several the dearest, so that nothing which is added takes away what was paid for. Where none gives one, the newest; null without any$$;

create function private.plan_of(subscription app.subscription) returns app.plan
language plpgsql stable
as $$
declare
    v_code text := 'free';
    v_plan app.plan;
begin
    if subscription.plan is not null and app.gives_plan(subscription) then
        v_code := subscription.plan;
    end if;
    select p.* into v_plan from app.plan p where p.code = v_code;
    return v_plan;
end
$$;
comment on function private.plan_of is $$The plan that a subscription gives at this moment; free where it gives none$$;

create function private.current_plan(account_id uuid) returns app.plan
language plpgsql stable
as $$
begin
    return private.plan_of(private.current_subscription(current_plan.account_id));
end
$$;
comment on function private.current_plan is $$The plan that an account has at this moment$$;

create type api.subscription as (
    plan text, status text, source text, current_period_end timestamptz, cancel_at_period_end boolean, trial_end timestamptz
);
comment on type api.subscription is $$A subscription$$;
comment on column api.subscription.plan                 is $$The code of its plan$$;
comment on column api.subscription.status               is $$active, trialing, past_due, incomplete, paused, unpaid, canceled or incomplete_expired$$;
comment on column api.subscription.source               is $$stripe, reseller or grant$$;
comment on column api.subscription.current_period_end   is $$Paid up to here; null where nothing was paid yet$$;
comment on column api.subscription.cancel_at_period_end is $$Will not be renewed$$;
comment on column api.subscription.trial_end            is $$The end of a trial, or null$$;

create function private.subscription_shape(subscription app.subscription) returns api.subscription
language sql immutable parallel safe
return case when subscription.plan is not null then
    row(subscription.plan, subscription.status, subscription.source, subscription.current_period_end,
        subscription.cancel_at_period_end, subscription.trial_end)::api.subscription end;
comment on function private.subscription_shape is $$A subscription as the API shows it; null for null$$;

grant execute on function app.gives_plan, private.current_subscription, private.plan_of, private.current_plan, private.subscription_shape to kid, member, gatekeeper;
grant execute on function app.gives_plan, private.current_subscription, private.plan_of, private.current_plan to usher;

create function api.subscription_get() returns json
language plpgsql stable
as $$
begin
    return row_to_json(private.subscription_shape(private.current_subscription(http.current_account_id())));
end
$$;
comment on function api.subscription_get is $$The subscription that gives the account its plan (of several the dearest), else its newest; null without any$$;
grant execute on function api.subscription_get to member;
select http.mount('GET', '/v1/subscription', 'api.subscription_get', shape => 'api.subscription');

commit;
