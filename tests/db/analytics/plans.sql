-- Subscriptions over time: when each began and ended, and how many there were on a day.

begin;
select plan(19);

-- The view's rule is that of app.gives_plan: for every status and source, on both sides of every time.
select tests.account('ada') as ada \gset
insert into app.subscription (account_id, plan, status, source, current_period_end, trial_end, past_due_since, created_at, updated_at)
select :'ada', 'basic', status, source, ends, trial, case when status = 'past_due' then since end, now() - interval '40 days', now() - interval '1 day'
from unnest(array['active', 'trialing', 'past_due', 'incomplete', 'paused', 'unpaid', 'canceled', 'incomplete_expired']) as status,
     unnest(array['stripe', 'reseller', 'grant']) as source,
     unnest(array[now() - interval '1 hour', now(), now() + interval '1 hour', null]) as ends,
     unnest(array[null, now() - interval '20 days', now() + interval '1 hour']) as trial,
     unnest(array[now() - interval '7 days 1 second', now() - interval '7 days', now() - interval '6 days']) as since
where source = 'stripe' or ends is not null;
select cmp_ok((select count(*) from app.subscription), '>', 200::bigint, '(of each there is one)');
select is_empty(
    $$select s.status, s.source, s.current_period_end - now(), s.past_due_since - now(), v.ended_at
      from app.subscription s join analytics.subscription v on v.account_id = s.account_id and v.subscription_id = s.id
      where (v.ended_at is null) <> app.gives_plan(s) or v.ended_at > now() or v.ended_at < v.started_at$$,
    'what gives its plan has no end, and all else has one, before now and after its beginning');
select is_empty($$select from analytics.subscription where source = 'grant' and paid_at is not null or paid_at > now() or paid_at >= ended_at or is_trial and paid_at is not null$$,
    'a grant is not paid for, nor a trial');
delete from app.subscription;

-- A few lives.
create function tests.at(days numeric) returns timestamptz language sql return date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + days * interval '1 day';
insert into app.subscription (account_id, plan, status, source, current_period_end, trial_end, created_at, updated_at) values
    (:'ada', 'basic',    'canceled',           'stripe',   tests.at(-5.5), null,            tests.at(-9.5), tests.at(-5.5)),
    (:'ada', 'basic',    'active',             'stripe',   tests.at(9),    tests.at(-6.5),  tests.at(-7.5), tests.at(-1)),
    (:'ada', 'premium',  'active',             'reseller', tests.at(-3.5), null,            tests.at(-8.5), tests.at(-8.5)),
    (:'ada', 'premium',  'trialing',           'reseller', tests.at(-8.5), tests.at(-8.5),  tests.at(-9.5), tests.at(-9.5)),
    (:'ada', 'ultimate', 'incomplete_expired', 'stripe',   tests.at(-2),   null,            tests.at(-4.5), tests.at(-3.5)),
    (:'ada', 'ultimate', 'active',             'grant',    tests.at(20),   null,            tests.at(-2.5), tests.at(-2.5));
select is(
    (select string_agg(format('%s-%s', 10 - ('today'::date - (started_at at time zone 'UTC')::date), 10 - ('today'::date - (ended_at at time zone 'UTC')::date)), ' '
                       order by source, plan, started_at) from analytics.subscription),
    '7- 0-1 1-6 0-4 2- 5-5', 'each has its time');
select is((select string_agg(format('%s %s %s', plan, is_trial, 'today'::date - (paid_at at time zone 'UTC')::date), ', ' order by started_at) from analytics.subscription where source = 'stripe'),
    'basic f 10, basic f 7, ultimate f ', 'paid for from the end of a trial on');
select is((select string_agg(is_trial::text, ' ' order by started_at) from analytics.subscription where source = 'reseller'), 'true false', 'a trial that ran out was one');

select is(
    (select string_agg(subscriptions::text, ' ' order by day) from analytics.plan_day where plan = 'basic' and source = 'stripe'), '1 1 2 2 1 1 1 1 1 1 1',
    'as many as there were at the end of each day');
select is(
    (select string_agg(format('+%s-%s=%s', started, ended, subscriptions), ' ' order by day) from analytics.plan_day where plan = 'premium'),
    '+1-0=1 +1-1=1 +0-0=1 +0-0=1 +0-0=1 +0-0=1 +0-1=0 +0-0=0 +0-0=0 +0-0=0 +0-0=0', 'what began, what ended, what is left');
select is((select count(*) from analytics.plan_day where plan = 'ultimate' and source = 'stripe'), 0::bigint, 'one that never began is in no day');
select is_empty($$select from analytics.plan_day group by day, plan, source having count(*) > 1$$, 'a row a day, plan and source');
select is((select sum(subscriptions) from analytics.plan_day where day = (now() at time zone 'UTC')::date), (select count(*) from analytics.subscription where ended_at is null)::bigint, 'today there are those that have no end');

-- Who reads it.
create role tests_staff login in role analyst_staff;
create role tests_rita login in role analyst_reseller;
set session authorization tests_staff;
select is((select count(*) from analytics.subscription), 6::bigint, 'staff see all');
select isnt_empty('select from analytics.plan_day', 'day by day, too');
select is((select count(*) from analytics.plan), 4::bigint, 'and what is sold');
select throws_ok('select from app.subscription', '42501', 'permission denied for schema app', 'not the table');
select throws_ok($$update app.plan set price = 0$$, '42501', null, 'and change nothing');
set session authorization tests_rita;
select is((select client_credits from analytics.plan where plan = 'premium'), 2000, 'a reseller''s analysts see what is sold');
select throws_ok('select from analytics.subscription', '42501', null, 'and nobody''s subscription');
select throws_ok('select from analytics.plan_day', '42501', null, 'nor how many there are');
reset session authorization;

select * from finish();
rollback;
