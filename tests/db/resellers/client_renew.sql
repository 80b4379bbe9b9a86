-- POST /v1/reseller/clients/{id}/renew.

begin;
select plan(30);

select tests.reseller('rita', 100000) as rita \gset
select tests.reseller('sam', 100000);
create function tests.term(client uuid) returns text language sql as $$
    select (c ->> 'plan') || ' ' || (c ->> 'status') || ' ' || round(extract(epoch from (c ->> 'expires_at')::timestamptz - now()) / 86400) from api.client_get(client) as c;
$$;
grant execute on function tests.term to public;
select tests.become('rita');
select (api.client_create('kim@example.com', 'correct horse', 'basic')).data ->> 'id' as kim \gset
select (api.client_create('lee@example.com', 'correct horse')).data ->> 'id' as lee \gset
select (api.client_create('tom@example.com', 'correct horse', 'basic', null, true)).data ->> 'id' as tom \gset
select expires_at as ends from app.reseller_client where client_id = :'kim' \gset

-- A term that runs grows; nothing of it is given back.
select is(tests.call(format('api.client_renew(%L, null, 2)', :'kim')), '200', 'renewed');
select is((select expires_at from app.reseller_client where client_id = :'kim'), :'ends'::timestamptz + interval '2 months', 'from its end on');
select is(tests.call(format('api.client_renew(%L, ''basic'', 1)', :'kim')), '200', 'by its own plan''s name, too');
select is((select term_cost from app.reseller_client where client_id = :'kim'), 4000::bigint, 'the term cost what all of it did');
select is(tests.ledger('rita'), 'grant 100000, client_created -1000, client_created -1000, client_renewed -2000, client_renewed -1000', 'all paid for');
select tests.become('kim');
select is((api.subscription_get() ->> 'current_period_end')::timestamptz, :'ends'::timestamptz + interval '2 months' + interval '1 month', 'the account has it');
select is((select count(*) from app.subscription), 1::bigint, 'in one subscription');

-- One that ended begins anew.
select tests.later('200 days');
select tests.become('rita');
select is(left(tests.term(:'kim'), 14), 'basic expired ', 'it ended');
select is(tests.call(format('api.client_renew(%L)', :'kim')), '200', 'renewed after its end');
select matches(tests.term(:'kim'), '^basic active (28|29|30|31)$', 'from now on');
select is((select term_cost from app.reseller_client where client_id = :'kim'), 1000::bigint, 'what was before is no part of it');

select tests.become('kim');
select is((select string_agg(status || ' ' || (current_period_end > now()), ', ' order by created_at) from app.subscription), 'active false, active true',
    'in a subscription of its own: the first one says what was');

-- Another plan.
select tests.become_superuser();
update app.reseller_client set term_started_at = now() - interval '10 days', paid_from = now() - interval '10 days', expires_at = now() + interval '20 days' where client_id = :'kim';
select tests.become('rita');
select is(tests.call(format('api.client_renew(%L, ''premium'', 1)', :'kim')), '200', 'another plan');
select matches(tests.term(:'kim'), '^premium active (28|29|30|31)$', 'starts now');
select is((select amount || ' ' || transaction_type from app.ledger_entry order by seq desc offset 1 limit 1), '666 refund', 'for two thirds of the old one, rounded down');
select is((select amount || ' ' || transaction_type from app.ledger_entry order by seq desc limit 1), '-2000 client_renewed', 'and its own price');

select tests.become('kim');
select is((select string_agg(plan || ' ' || status, ', ' order by created_at, plan) from app.subscription where updated_at = now()), 'basic canceled, premium active',
    'the old one has ended, the new one is another');

-- Without a term; a trial.
select tests.become('rita');
select is(tests.call(format('api.client_renew(%L)', :'lee')), '400 invalid {"field": "plan"}', 'who has no plan needs one');
select is(tests.call(format('api.client_renew(%L, ''free'')', :'lee')), '400 invalid {"field": "plan"}', 'and free is none');
select is(tests.call(format('api.client_renew(%L, ''ultimate'')', :'lee')), '200', 'such as this one');
select matches(tests.term(:'lee'), '^ultimate active', 'it has it');
select is(tests.call(format('api.client_renew(%L, ''premium'')', :'tom')), '200', 'a trial that ended');
select is((select term_cost || ' ' || (term_started_at = paid_from) from app.reseller_client where client_id = :'tom'), '2000 true', 'is no part of what is paid for');
select tests.become('tom');
select is((select string_agg(plan || ' ' || status || ' ' || (trial_end is not null), ', ' order by created_at) from app.subscription), 'basic trialing true, premium active false',
    'and stays to be seen beside it');

-- Refused.
select tests.become('rita');
select is(tests.call(format('api.client_renew(%L, ''premium'', %s)', :'lee', months)), '23514 months_range', months || ' months') from unnest(array[0, 37, -1]) as months;
select is(tests.call(format('api.client_renew(%L, ''ultimate'', 36)', :'kim')) ~ '^402 insufficient_credits', true, 'too dear');
select tests.become('sam');
select is(tests.call(format('api.client_renew(%L, ''basic'')', :'kim')), '404 not_found', 'another one''s client');
select tests.become_superuser();
select is(private.credits_audit() -> 'problems' ->> 0, null, 'the audit holds');

select * from finish();
rollback;
