-- Subscriptions as Stripe has them.

begin;
select plan(52);

select tests.account('ada') as ada \gset
update app.plan set stripe_price = 'price_' || code where code <> 'free';
set local role gatekeeper;
select private.stripe_customer(:'ada');
select tests.become_role('billing');
select private.stripe_customer_keep(:'ada', 'cus_ada');
reset role;

-- A subscription of ada's as Stripe tells it, but for what is given.
create function pg_temp.told(given jsonb default '{}') returns json
language sql stable
return (jsonb_build_object(
    'subscription_id', 'sub_1', 'customer_id', 'cus_ada', 'status', 'active', 'prices', array['price_premium'], 'current_period_end', now() + interval '1 month',
    'cancel_at_period_end', false, 'trial_end', null, 'past_due_since', null, 'created', now() - interval '1 hour') || given)::json;
-- What comes of it, and what is stored then.
create function pg_temp.apply(given jsonb default '{}', event_id text default null) returns text
language sql volatile
return (select e.outcome from private.stripe_subscription_apply(pg_temp.told(given), case when event_id is not null then row(event_id, 'customer.subscription.updated', now())::private.stripe_event end) as e);
grant execute on all functions in schema pg_temp to billing;
create function tests.stripe_stored() returns text
language sql stable security definer set search_path = ''
return (select string_agg(s.plan || ' ' || s.status || case when s.cancel_at_period_end then ', ends' else '' end, '; ' order by l.subscription_id)
        from app.subscription s join app.stripe_subscription l on l.account_id = s.account_id and l.id = s.id);
create function tests.ada_plan() returns text
language sql stable security definer set search_path = ''
return (private.current_plan(tests.account_id('ada'))).code;

select tests.become_role('billing');
select ok(private.stripe_subscription_differs(pg_temp.told()), 'not stored yet: differs');
select is(pg_temp.apply('{"status": "incomplete"}'), 'applied', 'a subscription begins');
select is(tests.stripe_stored(), 'premium incomplete', 'as Stripe has it');
select is(tests.ada_plan(), 'free', 'and gives nothing yet');
select is(pg_temp.apply('{"status": "trialing", "trial_end": "2100-01-01T00:00:00Z"}'), 'applied', 'a trial');
select is(tests.ada_plan(), 'premium', 'gives the plan at once');
select is(pg_temp.apply(), 'applied', 'it is paid');
select is(pg_temp.apply(), 'unchanged', 'told again: nothing new');
select ok(not private.stripe_subscription_differs(pg_temp.told()), 'nor does it differ');
select is(pg_temp.apply('{"cancel_at_period_end": true}'), 'applied', 'it will not be renewed');
select is(tests.stripe_stored(), 'premium active, ends', 'but goes on to the end of what was paid');
select is(pg_temp.apply('{"prices": ["price_basic"]}'), 'applied', 'another plan');
select is(tests.ada_plan(), 'basic', 'at once');
select is(pg_temp.apply('{"prices": ["price_addon", "price_ultimate"]}'), 'applied', 'with something besides that is no plan');
select is(tests.ada_plan(), 'ultimate', 'the plan is the one that it is a price of');

-- Failing payments.
select is(pg_temp.apply(jsonb_build_object('status', 'past_due', 'past_due_since', now() - interval '6 days')), 'applied', 'a payment fails');
select is(tests.ada_plan(), 'premium', 'which leaves the plan');
select is(pg_temp.apply(jsonb_build_object('status', 'past_due', 'past_due_since', now())), 'unchanged', 'fails again');
select tests.later('25 hours');
select is(tests.ada_plan(), 'free', 'for 7 days after the first time');
select is(pg_temp.apply('{"status": "unpaid"}'), 'applied', 'Stripe gives up');
select is(tests.ada_plan(), 'free', 'and so do we');
select is(pg_temp.apply(), 'applied', 'it is paid after all');
select is(pg_temp.apply('{"status": "past_due"}'), 'applied', 'and fails again, without a date');
select is(tests.ada_plan(), 'premium', 'the grace begins anew');

-- A price that is none.
select is(tests.call($$pg_temp.apply('{"prices": ["price_unknown"]}', 'evt_unknown')$$), '503 unavailable', 'a price that no plan has: not now');
select ok(not private.stripe_event_known('evt_unknown'), 'so the event is not dealt with');
select is(tests.call($$pg_temp.apply('{"prices": ["price_unknown"], "plan": "ultimate"}')$$), '503 unavailable', 'nor by what it was opened for once, before it was changed');
select is(pg_temp.apply('{"subscription_id": "sub_inline", "prices": ["price_inline"], "plan": "basic"}'), 'applied', 'a price of one sale is of the plan that was sold');
select is(pg_temp.apply('{"subscription_id": "sub_inline", "prices": ["price_inline"], "plan": "ultimate"}'), 'unchanged', 'for good');
select is(pg_temp.apply('{"subscription_id": "sub_inline", "prices": ["price_inline"], "status": "canceled"}'), 'applied', 'to its end');
select is(tests.call($$pg_temp.apply('{"subscription_id": "sub_odd", "prices": ["price_odd"], "plan": "gold"}')$$), '503 unavailable', 'a plan that is none waits, too');
select tests.become_superuser();
delete from app.subscription s using app.stripe_subscription l where l.subscription_id = 'sub_inline' and s.account_id = l.account_id and s.id = l.id;
delete from app.stripe_subscription where subscription_id = 'sub_inline';
update app.plan set stripe_price = 'price_new' where code = 'premium';
select tests.become_role('billing');
select is(pg_temp.apply('{"status": "active"}'), 'applied', 'an old price');
select is(tests.stripe_stored(), 'premium active', 'keeps its plan');
select is(pg_temp.apply('{"prices": ["price_new"]}', 'evt_1'), 'unchanged', 'the new one is the same plan');
select ok(private.stripe_event_known('evt_1'), 'its event is dealt with');

-- The end.
select is(pg_temp.apply('{"status": "canceled", "prices": ["price_unknown"]}'), 'applied', 'an end is an end, whatever the price');
select is(tests.stripe_stored(), 'premium canceled', 'the plan is what it was');
select is(pg_temp.apply(), 'unchanged', 'and nothing comes after it');
select is(tests.ada_plan(), 'free', 'no plan either');
select is(pg_temp.apply('{"subscription_id": "sub_2", "status": "canceled", "prices": ["price_unknown"]}', 'evt_2'), 'ignored', 'one that ended before it was heard of, at a price that no plan has');
select ok(private.stripe_event_known('evt_2'), 'is dealt with');
select is(pg_temp.apply('{"subscription_id": "sub_3", "prices": ["price_basic"]}'), 'applied', 'a new one begins');
select is(tests.ada_plan(), 'basic', 'by itself');

-- Beside what a reseller or an administrator gave.
select tests.become_superuser();
select tests.grant_plan('ada', 'premium');
select is(tests.ada_plan(), 'premium', 'of several, the dearest counts');
select tests.become_role('billing');
select is(pg_temp.apply('{"subscription_id": "sub_3", "prices": ["price_ultimate"]}'), 'applied', 'what is paid for');
select is(tests.ada_plan(), 'ultimate', 'is not lost to what was granted');
select is(pg_temp.apply('{"subscription_id": "sub_3", "status": "canceled"}'), 'applied', 'and when that ends');
select is(tests.ada_plan(), 'premium', 'the grant is there');

-- What an operator is told.
select tests.become_role('billing');
select is(array(select private.stripe_findings('{sub_3}')), '{}', 'an end is nothing to tell');
select is(pg_temp.apply('{"subscription_id": "sub_4"}') || pg_temp.apply('{"subscription_id": "sub_5"}'), 'appliedapplied', 'two at once');
select is((select string_agg(substring(f from 'sub_4 is active here|pays twice: sub_4, sub_5$'), '; ') from private.stripe_findings('{sub_5}') as f),
          'sub_4 is active here; pays twice: sub_4, sub_5', 'is; and what Stripe does not know');
select ok(not private.stripe_subscription_differs(pg_temp.told('{"customer_id": "cus_nobody", "prices": ["price_unknown"]}')), 'a stranger''s is nothing to us');

select * from finish();
rollback;
