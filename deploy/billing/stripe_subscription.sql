-- Deploy syncstream:billing/stripe_subscription to pg
-- Subscriptions are what Stripe says they are. Events come duplicated, late and in any order, so what one of them says
-- is not looked at: the subscription is asked for, under private.stripe_lock, and written as it is then.

begin;

create table app.stripe_subscription (
    subscription_id text primary key,
    account_id      uuid not null,
    id              uuid not null
);
comment on table  app.stripe_subscription                 is $$Which subscription is which at Stripe$$;
comment on column app.stripe_subscription.subscription_id is $$At Stripe: sub_…$$;
comment on column app.stripe_subscription.account_id      is $$Whose$$;
comment on column app.stripe_subscription.id              is $$Here, in app.subscription$$;
create index stripe_subscription_account_id on app.stripe_subscription (account_id);

create table app.plan_price (
    stripe_price text primary key,
    plan         text not null references app.plan
);
comment on table  app.plan_price              is $$Every price that a plan was sold at. Who pays an old one keeps the plan when app.plan.stripe_price has a new one$$;
comment on column app.plan_price.stripe_price is $$Stripe's id of the price$$;
comment on column app.plan_price.plan         is $$The plan$$;
create index plan_price_plan on app.plan_price (plan);

alter table app.stripe_subscription enable row level security, force row level security;
alter table app.plan_price          enable row level security, force row level security;

create policy stripe_subscription_all_gatekeeper on app.stripe_subscription to gatekeeper using (true);
create policy stripe_subscription_all_cashier on app.stripe_subscription to cashier using (true);
create policy plan_price_all_cashier on app.plan_price to cashier using (true);
create policy plan_price_all_owner on app.plan_price to syncstream using (true);

grant select, delete on app.stripe_subscription to gatekeeper;
grant select, insert on app.stripe_subscription to cashier;
grant select, insert, update (plan) on app.plan_price to cashier;

create function private.account_forget_stripe_subscription(account_id uuid) returns void
language plpgsql volatile
as $$
begin
    delete from app.stripe_subscription s where s.account_id = account_forget_stripe_subscription.account_id;
end
$$;
comment on function private.account_forget_stripe_subscription is $$What its subscriptions were at Stripe$$;
grant execute on function private.account_forget_stripe_subscription to gatekeeper;

create function private.stripe_plan(prices text[]) returns text
language plpgsql stable
as $$
begin
    return coalesce(
        (select p.code from app.plan p where p.stripe_price = any (prices) order by p.price desc, p.code limit 1),
        (select s.plan from app.plan_price s join app.plan p on p.code = s.plan where s.stripe_price = any (prices) order by p.price desc, p.code limit 1));
end
$$;
comment on function private.stripe_plan is $$The plan that is sold, or was, at one of these prices; null: none$$;
grant execute on function private.stripe_plan to cashier;

create type private.stripe_subscription as (
    subscription_id text, customer_id text, status text, prices text[], plan text, current_period_end timestamptz, cancel_at_period_end boolean,
    trial_end timestamptz, past_due_since timestamptz, created timestamptz
);
comment on type private.stripe_subscription is $$A subscription as Stripe has it$$;
comment on column private.stripe_subscription.subscription_id      is $$Its id$$;
comment on column private.stripe_subscription.customer_id          is $$Whose$$;
comment on column private.stripe_subscription.status               is $$As in app.subscription$$;
comment on column private.stripe_subscription.prices               is $$The prices of its items; one of them is a plan's$$;
comment on column private.stripe_subscription.plan                 is $$The plan that it was opened for, by our metadata: counts when it is first heard of, where the price was made for that sale alone$$;
comment on column private.stripe_subscription.current_period_end   is $$Paid up to here$$;
comment on column private.stripe_subscription.cancel_at_period_end is $$Will not be renewed$$;
comment on column private.stripe_subscription.trial_end            is $$The end of a trial$$;
comment on column private.stripe_subscription.past_due_since       is $$Of one that is past_due: when what was not paid fell due$$;
comment on column private.stripe_subscription.created              is $$When it began$$;

create function private.stripe_subscription_stored(given private.stripe_subscription) returns app.subscription
language plpgsql stable
as $$
declare
    v_account uuid;
    v_id      uuid;
    v_stored  app.subscription;
begin
    select l.account_id, l.id into v_account, v_id from app.stripe_subscription l where l.subscription_id = given.subscription_id;
    select s.* into v_stored from app.subscription s where s.account_id = v_account and s.id = v_id;
    return v_stored;
end
$$;
comment on function private.stripe_subscription_stored is $$A subscription of Stripe's as it is stored; null: it is not$$;

create function private.stripe_subscription_due(given private.stripe_subscription, stored app.subscription) returns app.subscription
language plpgsql stable
as $$
declare
    v_due  app.subscription := stored;
    v_over boolean := given.status in ('canceled', 'incomplete_expired');
begin
    if stored.status = 'canceled' then
        return stored;  -- is final for this id, whatever an answer of Stripe's may say that was late
    end if;
    v_due.plan := private.stripe_plan(given.prices);
    if v_due.plan is null and stored.plan is null and not v_over then
        select p.code into v_due.plan from app.plan p where p.code = given.plan;
    end if;
    if v_due.plan is null and v_over then
        if stored.plan is null then
            return stored;  -- nothing: it ended before it was heard of
        end if;
        v_due.plan := stored.plan;
    elsif v_due.plan is null then
        raise sqlstate 'PT503' using
            message = format('No plan has the price %s: the subscription %s waits until one has (app.plan.stripe_price, or app.plan_price for an old price)',
                             array_to_string(given.prices, ', '), given.subscription_id),
            constraint = 'unavailable';
    end if;
    if v_due.account_id is null then
        select c.account_id into v_due.account_id from app.stripe_customer c where c.customer_id = given.customer_id;
        v_due.source := 'stripe';
        v_due.created_at := given.created;
    end if;
    v_due.status := given.status;
    v_due.current_period_end := given.current_period_end;
    v_due.cancel_at_period_end := given.cancel_at_period_end;
    v_due.trial_end := given.trial_end;
    v_due.past_due_since := case when given.status = 'past_due' then coalesce(stored.past_due_since, given.past_due_since, now()) end;
    return v_due;
end
$$;
comment on function private.stripe_subscription_due is
    $$How a subscription is to be stored, as Stripe has it and as it is stored now. 503 where no plan has its price$$;

create function private.stripe_subscription_words(subscription app.subscription) returns text
language sql stable
return case when subscription.plan is not null then
    concat_ws(' ', subscription.plan, subscription.status, 'to ' || to_char(subscription.current_period_end, 'YYYY-MM-DD'),
              case when subscription.cancel_at_period_end then 'and no longer' end) end;
comment on function private.stripe_subscription_words is $$A subscription in a few words$$;

grant execute on function private.stripe_subscription_stored, private.stripe_subscription_due, private.stripe_subscription_words to cashier;

create function private.stripe_subscription_differs(subscription json) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
    v_given  private.stripe_subscription := json_populate_record(null::private.stripe_subscription, subscription);
    v_stored app.subscription := private.stripe_subscription_stored(v_given);
begin
    if not exists (select from app.stripe_customer c where c.customer_id = v_given.customer_id) then
        return false;
    end if;
    return private.stripe_subscription_due(v_given, v_stored) is distinct from v_stored;
end
$$;
comment on function private.stripe_subscription_differs is
    $$Whether a subscription is stored otherwise than Stripe has it; a stranger's does not differ. 503 where no plan has its price$$;

create function private.stripe_subscription_apply(subscription json, event private.stripe_event default null) returns private.stripe_effect
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_given  private.stripe_subscription := json_populate_record(null::private.stripe_subscription, subscription);
    v_stored app.subscription := private.stripe_subscription_stored(v_given);
    v_due    app.subscription := private.stripe_subscription_due(v_given, v_stored);
    v_now    timestamptz := clock_timestamp();
    v_effect private.stripe_effect;
begin
    if v_due is not distinct from v_stored then
        v_effect.outcome := case when v_stored.plan is null then 'ignored' else 'unchanged' end;
    else
        v_effect.outcome := 'applied';
        if v_stored.plan is null then
            v_due.id := gen_random_uuid();
            insert into app.stripe_subscription values (v_given.subscription_id, v_due.account_id, v_due.id);
            insert into app.subscription (account_id, id, plan, status, source, current_period_end, cancel_at_period_end, trial_end, past_due_since, created_at)
            values (v_due.account_id, v_due.id, v_due.plan, v_due.status, v_due.source, v_due.current_period_end, v_due.cancel_at_period_end,
                    v_due.trial_end, v_due.past_due_since, v_due.created_at);
        else
            update app.subscription s
            set plan = v_due.plan, status = v_due.status, current_period_end = v_due.current_period_end, cancel_at_period_end = v_due.cancel_at_period_end,
                trial_end = v_due.trial_end, past_due_since = v_due.past_due_since, updated_at = v_now
            where s.account_id = v_due.account_id and s.id = v_due.id;
        end if;
        insert into app.plan_price
        select p.price, v_due.plan from unnest(v_given.prices) as p (price)
        where p.price = (select a.stripe_price from app.plan a where a.code = v_due.plan)
           or v_stored.plan is null and cardinality(v_given.prices) = 1
        on conflict (stripe_price) do update set plan = excluded.plan;
    end if;
    v_effect.before := private.stripe_subscription_words(v_stored);
    v_effect.after := private.stripe_subscription_words(v_due);
    if event.event_id is not null then
        perform private.stripe_event_keep(event, v_effect.outcome);
    end if;
    return v_effect;
end
$$;
comment on function private.stripe_subscription_apply is
    $$Writes a subscription as Stripe has it, and the event that told of it. After private.stripe_lock and with what Stripe answered since, in that transaction. The plan's limits are in force at once; what is over them stays. 503 where no plan has its price$$;

create function private.stripe_findings(listed text[]) returns setof text
language plpgsql stable security definer set search_path = ''
as $$
begin
    -- Over all accounts: an operator asks.
    return query
        select format('%s is %s here, and Stripe does not list it: is this the right key of Stripe''s?', l.subscription_id, s.status)
        from app.stripe_subscription l
        join app.subscription s on s.account_id = l.account_id and s.id = l.id
        where s.status not in ('canceled', 'incomplete_expired') and l.subscription_id <> all (listed)
        order by l.subscription_id;
    return query
        select format('The account %s pays twice: %s', l.account_id, string_agg(l.subscription_id, ', ' order by l.subscription_id))
        from app.stripe_subscription l
        join app.subscription s on s.account_id = l.account_id and s.id = l.id
        where s.status in ('active', 'trialing', 'past_due', 'unpaid')
        group by l.account_id
        having count(*) > 1
        order by l.account_id;
end
$$;
comment on function private.stripe_findings is $$What only a person can decide, each in a sentence: subscriptions that Stripe does not list, accounts that pay twice$$;

alter function private.stripe_findings owner to cashier;
alter function private.stripe_subscription_differs owner to cashier;
alter function private.stripe_subscription_apply owner to cashier;
grant execute on function private.stripe_findings, private.stripe_subscription_differs, private.stripe_subscription_apply to billing;

commit;
