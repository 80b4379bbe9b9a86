-- POST /v1/reseller/clients.

begin;
select plan(33);

select tests.reseller('rita', 10000) as rita \gset
select tests.account('ada');
select tests.account('root', role => 'admin');

select tests.become('rita');
select is(tests.call($$api.client_create('Kim@example.com', 'correct horse', 'premium', 3)$$), '200', 'a client');
select is(to_jsonb(c) - 'created_at' - 'expires_at', jsonb_build_object('id', tests.account_id('kim'), 'email', 'Kim@example.com', 'status', 'active', 'plan', 'premium'), 'as it is shown')
from api.client_get(tests.account_id('kim')) as c;
select is(c ->> 'expires_at', to_json((c ->> 'created_at')::timestamptz + interval '3 months') #>> '{}', 'for three months') from api.client_get(tests.account_id('kim')) as c;
select is(tests.balance('rita'), 4000::bigint, 'is paid for');
select is(tests.ledger('rita'), 'grant 10000, client_created -6000', 'in the ledger');
select is((select counterparty_id from app.ledger_entry where seq = 2), tests.account_id('kim'), 'which says who');
select is((select description from app.ledger_entry where seq = 2), 'A client: premium, months: 3', 'and what');
select tests.become_anonymous();
select is(tests.call($$api.auth_login('kim@example.com', 'correct horse')$$), '200', 'it signs in');
select tests.become('kim');
select is((private.current_plan(http.current_account_id())).code, 'premium', 'has its plan');
select is((api.subscription_get() ->> 'source') || ' ' || (api.subscription_get() ->> 'status'), 'reseller active', 'from its reseller');

select tests.become('rita');
select is(tests.call($$api.client_create('lee@example.com', 'correct horse')$$), '200', 'without a plan');
select is((c ->> 'plan') || ' ' || coalesce(c ->> 'expires_at', 'never'), 'free never', 'it stays on free') from api.client_get(tests.account_id('lee')) as c;
select is(tests.balance('rita'), 3000::bigint, 'for 1000');
select is(api.reseller_get() ->> 'clients', '2', 'clients are counted');

-- Refused, and nothing taken.
select is(tests.call(format('api.client_create(%s)', arguments)), answer, arguments)
from (values ($$'KIM@example.com', 'correct horse', 'basic'$$, '409 email_taken'),
             ($$'max@example.com', 'correct horse', 'basic', 4$$, '402 insufficient_credits {"cost": 4000, "balance": 3000}'),
             ($$'max@example.com', 'correct horse', 'gold'$$, '400 invalid {"field": "plan"}'),
             ($$'max@example.com', 'correct horse', 'basic', 0$$, '23514 months_range'),
             ($$'max@example.com', 'correct horse', 'basic', 37$$, '23514 months_range'),
             ($$'max@example.com', 'correct horse', null, null, true$$, '400 invalid {"field": "plan"}'),
             ($$'max', 'correct horse'$$, '23514 email_format'),
             ($$'max@example.com', 'short'$$, '23514 password_length')) as t (arguments, answer);
select is(tests.balance('rita'), 3000::bigint, 'nothing was taken');
select is(tests.account_id('max'), null, 'and nobody made');

-- Trials.
select tests.become_superuser();
update app.settings set trial_quota = 2;
select tests.become('rita');
select is(tests.call($$api.client_create('tom@example.com', 'correct horse', 'premium', null, true)$$), '200', 'a trial');
select is(c ->> 'expires_at', to_json((c ->> 'created_at')::timestamptz + interval '1 day') #>> '{}', 'for a day') from api.client_get(tests.account_id('tom')) as c;
select is(tests.ledger('rita'), 'grant 10000, client_created -6000, client_created -1000', 'at no cost');
select is(tests.call($$api.client_create('tim@example.com', 'correct horse', 'basic', null, true)$$), '200', 'the last one of the quota');
select is(tests.call($$api.client_create('tea@example.com', 'correct horse', 'basic', null, true)$$), '403 plan_limit_reached {"max": 2, "limit": "max_trials"}', 'one too many');
select tests.later('30 days');
select is(tests.call($$api.client_create('tea@example.com', 'correct horse', 'basic', null, true)$$), '200', 'thirty days later');

select tests.become('ada');
select is(tests.call($$api.client_create('x@example.com', 'correct horse')$$), '42501', 'a member makes none');
select tests.become('root');
select is(tests.call($$api.client_create('x@example.com', 'correct horse')$$), '42501', 'nor does an administrator');
select tests.become_superuser();
select is(private.credits_audit() -> 'problems' ->> 0, null, 'the audit holds');

select * from finish();
rollback;
