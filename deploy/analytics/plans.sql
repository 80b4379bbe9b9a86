-- Deploy syncstream:analytics/plans to pg
-- Plans, subscriptions, and how many there were when.
--
-- A subscription's row is its history: one that ends stays, and one that begins is a new row, a reseller's new term with
-- another plan, too (private.client_subscription_write). What rows cannot say is in the comments and docs/analysts.md.

begin;

grant select (code, name, price, currency, "interval", max_profiles, max_playlists, max_favorites, max_devices, max_party_members)
    on app.plan to analyst_staff, analyst_reseller;
create policy client_price_select_analyst on app.client_price for select to analyst_staff, analyst_reseller using (true);
grant select on app.client_price to analyst_staff, analyst_reseller;

create view analytics.plan with (security_invoker = true) as
select p.code as plan, p.name, p.price, p.currency, p."interval",
       p.max_profiles, p.max_playlists, p.max_favorites, p.max_devices, p.max_party_members, c.credits as client_credits
from app.plan p
left join app.client_price c on c.plan = p.code;
comment on view   analytics.plan                   is $$What is sold$$;
comment on column analytics.plan.plan              is $$The plan's code: free$$;
comment on column analytics.plan.name              is $$Its name for people$$;
comment on column analytics.plan.price             is $$For one interval, in minor units of the currency$$;
comment on column analytics.plan.currency          is $$ISO 4217$$;
comment on column analytics.plan."interval"        is $$month or year$$;
comment on column analytics.plan.max_profiles      is $$Profiles of an account; -1: unlimited$$;
comment on column analytics.plan.max_playlists     is $$Playlists of an account; -1: unlimited$$;
comment on column analytics.plan.max_favorites     is $$Favorites of a profile; -1: unlimited$$;
comment on column analytics.plan.max_devices       is $$Devices that are signed in at one time; -1: unlimited$$;
comment on column analytics.plan.max_party_members is $$Members of a watch party that the account hosts; 0: none; -1: unlimited$$;
comment on column analytics.plan.client_credits    is $$Credits that resellers pay for a month of it, unless they have prices of their own; of free, once for a client. Null: not for sale by resellers$$;

create policy subscription_select_analyst_staff on app.subscription for select to analyst_staff using (true);
grant select (account_id, id, plan, status, source, current_period_end, cancel_at_period_end, trial_end, past_due_since, created_at, updated_at)
    on app.subscription to analyst_staff;
grant select (past_due_grace) on app.settings to analyst_staff;

-- The rule is app.gives_plan's; asked for all columns of the row, which analysts do not have, it cannot be called here.
-- tests/db/analytics/plans.sql holds the two to each other.
create view analytics.subscription with (security_invoker = true) as
select s.account_id, s.id as subscription_id, s.plan, s.source, s.status,
       coalesce(s.trial_end >= coalesce(e.ended_at, now()), false) as is_trial,
       s.created_at as started_at, e.ended_at, s.current_period_end, s.cancel_at_period_end,
       case when s.source <> 'grant' and s.status not in ('incomplete', 'incomplete_expired') and coalesce(s.trial_end, s.created_at) < coalesce(e.ended_at, now())
            then coalesce(s.trial_end, s.created_at) end as paid_at
from app.subscription s
cross join app.settings g
cross join lateral (
    select case
        when s.status in ('incomplete', 'incomplete_expired') then s.created_at
        when s.status in ('active', 'trialing') then case when s.source <> 'stripe' and s.current_period_end <= now() then s.current_period_end end
        when s.status = 'past_due' then case when s.past_due_since + g.past_due_grace <= now() then s.past_due_since + g.past_due_grace end
        else least(s.updated_at, case when s.source <> 'stripe' then s.current_period_end end)
    end as ended_at
) as e;
comment on view   analytics.subscription                      is
    $$Subscriptions, those that ended too. One of Stripe's that changed its plan shows the plan that it has now, from its beginning on; nothing keeps the one before$$;
comment on column analytics.subscription.account_id           is $$Whose$$;
comment on column analytics.subscription.subscription_id      is $$The subscription$$;
comment on column analytics.subscription.plan                 is $$The plan that it gives, or gave$$;
comment on column analytics.subscription.source               is $$Who answers for it: stripe, reseller, or grant (an administrator)$$;
comment on column analytics.subscription.status               is $$As Stripe names them. What is not Stripe's and ran out stays active or trialing: ended_at says when$$;
comment on column analytics.subscription.is_trial             is $$It is a trial, or ended as one$$;
comment on column analytics.subscription.started_at           is $$When it was made$$;
comment on column analytics.subscription.ended_at             is
    $$When it stopped giving its plan; null: it gives it. Of one that Stripe ended or paused, when that was last heard of; of one that never began, when it was made$$;
comment on column analytics.subscription.current_period_end   is $$Paid up to here$$;
comment on column analytics.subscription.cancel_at_period_end is $$Will not be renewed$$;
comment on column analytics.subscription.paid_at              is $$Since when it had to be paid for: its beginning, or the end of its trial; null: it never got there, as a grant does not. A payment that failed is not told apart$$;

create view analytics.plan_day with (security_invoker = true) as
with change as (
    select (s.started_at at time zone 'UTC')::date as day, s.plan, s.source, 1 as started, 0 as ended
    from analytics.subscription s where s.started_at is distinct from s.ended_at
    union all
    select (s.ended_at at time zone 'UTC')::date, s.plan, s.source, 0, 1
    from analytics.subscription s where s.ended_at > s.started_at
),
change_day as (
    select c.day, c.plan, c.source, sum(c.started) as started, sum(c.ended) as ended from change c group by c.day, c.plan, c.source
),
calendar as (
    select d.day::date as day, k.plan, k.source
    from (select c.plan, c.source, min(c.day) as first_day from change_day c group by c.plan, c.source) as k
    cross join lateral generate_series(k.first_day::timestamp, now() at time zone 'UTC', interval '1 day') as d (day)
)
select l.day, l.plan, l.source, coalesce(c.started, 0)::integer as started, coalesce(c.ended, 0)::integer as ended,
       (sum(coalesce(c.started, 0) - coalesce(c.ended, 0)) over (partition by l.plan, l.source order by l.day))::integer as subscriptions
from calendar l
left join change_day c on c.day = l.day and c.plan = l.plan and c.source = l.source;
comment on view   analytics.plan_day               is
    $$How many subscriptions gave each plan, day by day, from the first one on. Of accounts that are there: one that deletes itself takes its past along$$;
comment on column analytics.plan_day.day           is $$The day, in UTC$$;
comment on column analytics.plan_day.plan          is $$The plan. Who is on free has no subscription, and is not here$$;
comment on column analytics.plan_day.source        is $$stripe, reseller or grant$$;
comment on column analytics.plan_day.started       is $$Subscriptions that began on the day$$;
comment on column analytics.plan_day.ended         is $$Those that ended on it$$;
comment on column analytics.plan_day.subscriptions is $$Those that gave the plan at its end; of today, now$$;

grant select on analytics.plan to analyst;
grant select on analytics.subscription, analytics.plan_day to analyst_staff;

commit;
