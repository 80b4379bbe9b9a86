-- Which plan an account has.

begin;
select plan(45);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob', plan => 'premium');

-- Each status of each source.
select is(app.gives_plan(row(:'ada'::uuid, gen_random_uuid(), 'basic', status, source, now() + ends_in, false, null, now() - failed, now(), now())::app.subscription),
          gives, concat_ws(' ', source, status, 'that ends in ' || ends_in, 'whose payment failed ' || failed || ' ago', 'gives', case when not gives then 'no' end, 'plan'))
from (values
    ('active',             'stripe',   interval '10 days', null::interval, true),
    ('active',             'stripe',   '-10 days',         null,           true),   -- Stripe says when it ends
    ('active',             'stripe',   null,               null,           true),
    ('trialing',           'stripe',   '10 days',          null,           true),
    ('past_due',           'stripe',   '-1 day',           '6 days 23:59', true),
    ('past_due',           'stripe',   '10 days',          '7 days',       false),
    ('incomplete',         'stripe',   '10 days',          null,           false),
    ('paused',             'stripe',   '10 days',          null,           false),
    ('unpaid',             'stripe',   '10 days',          null,           false),
    ('canceled',           'stripe',   '10 days',          null,           false),
    ('incomplete_expired', 'stripe',   '10 days',          null,           false),
    ('active',             'reseller', '1 second',         null,           true),
    ('active',             'reseller', '0',                null,           false),  -- a term ends by itself
    ('trialing',           'reseller', '-1 day',           null,           false),
    ('active',             'grant',    '10 days',          null,           true),
    ('active',             'grant',    '-10 days',         null,           false),
    ('canceled',           'grant',    '10 days',          null,           false)
) as t (status, source, ends_in, failed, gives);

set local role syncstream;
update app.settings set past_due_grace = '1 day';
reset role;
select ok(not app.gives_plan(row(:'ada'::uuid, gen_random_uuid(), 'basic', 'past_due', 'stripe', null, false, null, now() - interval '2 days', now(), now())::app.subscription),
          'the grace is a setting');

select is((private.plan_of(null)).code, 'free', 'no subscription gives the free plan');

-- Which of several counts.
select tests.become('ada');
select is((private.current_plan(:'ada')).code, 'free', 'without any: free');
select ok(api.subscription_get() is null, 'and nothing to show');
select tests.become_superuser();
insert into app.subscription (account_id, plan, status, source, created_at) values
    (:'ada', 'ultimate', 'canceled', 'stripe', now() - interval '3 days'),
    (:'ada', 'basic',    'unpaid',   'stripe', now() - interval '2 days');
select tests.become('ada');
select is((private.current_plan(:'ada')).code, 'free', 'none that gives a plan: free');
select is(api.subscription_get() ->> 'plan', 'basic', 'but the newest is shown');
select tests.become_superuser();
insert into app.subscription (account_id, plan, status, source, created_at) values (:'ada', 'premium', 'active', 'stripe', now() - interval '9 days');
select tests.become('ada');
select is((private.current_plan(:'ada')).code, 'premium', 'one that gives a plan goes before newer ones that do not');
select is(api.subscription_get() ->> 'plan', 'premium', 'and is shown');
select is((select string_agg(key, ' ') from json_object_keys(api.subscription_get()) as key),
          'plan status source current_period_end cancel_at_period_end trial_end', 'a subscription''s fields');
select tests.become_superuser();
insert into app.subscription (account_id, plan, status, source, current_period_end, created_at) values (:'ada', 'basic', 'active', 'grant', now() + interval '1 day', now() - interval '1 day');
select tests.become('ada');
select is((private.current_plan(:'ada')).code, 'premium', 'of two that give one, the dearer');
select tests.become_superuser();
update app.subscription set plan = 'ultimate' where account_id = :'ada' and source = 'grant';
select tests.become('ada');
select is((private.current_plan(:'ada')).code, 'ultimate', 'whichever it is');
select tests.later('1 day');
select is((private.current_plan(:'ada')).code, 'premium', 'and when it ends, the other');

-- Whose they are.
select is(api.subscription_get() #>> '{source}', 'stripe', 'ada''s is ada''s');
select is((select count(*) from app.subscription where account_id <> :'ada'), 0::bigint, 'bob''s is not there');
select is((private.current_plan(tests.account_id('bob'))).code, 'free', 'nor can its plan be asked for');
select tests.become('bob');
select is((private.current_plan(tests.account_id('bob'))).code, 'premium', 'but by bob');
select throws_ok(statement, '42501', null, 'a member does not: ' || statement)
from unnest(array['update app.subscription set plan = ''ultimate''', 'delete from app.subscription',
                  'insert into app.subscription (account_id, plan, status, source) values (http.current_account_id(), ''ultimate'', ''active'', ''stripe'')']) as statement;
select tests.become('ada', 'Kim');
select is(api.me_get() #>> '{subscription,plan}', 'premium', 'a kids profile sees it in the account');
select is(tests.call('api.subscription_get()'), '42501', 'billing is nothing for kids');
select tests.become_anonymous();
select is(tests.call('api.subscription_get()'), '42501', 'nor for who is not signed in');
select throws_ok('select from app.subscription', '42501', null, 'neither the table');

-- What a row must be.
select tests.become_superuser();
select throws_ok(format('insert into app.subscription (account_id, plan, status, source) values (%L, %s)', :'ada', row_values), state, null, row_values)
from (values ('''gold'', ''active'', ''stripe''', '23503'), ('''basic'', ''ended'', ''stripe''', '23514'), ('''basic'', ''active'', ''paypal''', '23514'),
             ('''basic'', ''past_due'', ''stripe''', '23514'), ('''basic'', ''active'', ''grant''', '23514')) as t (row_values, state);

select * from finish();
rollback;
