-- POST /v1/reseller/clients/{id}/refund.

begin;
select plan(21);

select tests.reseller('rita', 100000) as rita \gset
select tests.reseller('sam');
select tests.become('rita');
select (api.client_create('kim@example.com', 'correct horse', 'premium')).data ->> 'id' as kim \gset
select (api.client_create('lee@example.com', 'correct horse')).data ->> 'id' as lee \gset
select (api.client_create('tom@example.com', 'correct horse', 'basic', null, true)).data ->> 'id' as tom \gset

select tests.become_superuser();
update app.reseller_client set paid_from = now() - interval '6 hours', paid_at = now() - interval '6 hours', expires_at = now() + interval '18 hours' where client_id = :'kim';
select tests.become('rita');
select is((api.client_refund(:'kim')).data ->> 'status', 'expired', 'a refund ends the term');
select matches((select amount || ' ' || transaction_type from app.ledger_entry order by seq desc limit 1), '^(1499|1500) refund$', 'and gives back three quarters, rounded down');
select is(tests.call(format('api.client_refund(%L)', :'kim')), '409 conflict', 'once');
select tests.become('kim');
select is((private.current_plan(http.current_account_id())).code, 'free', 'the account has its plan no more');
select is(api.subscription_get() ->> 'status', 'canceled', 'its subscription is over');

-- Of a renewal: what was there before stays.
select tests.become('rita');
select is(tests.call(format('api.client_renew(%L, ''basic'', 1)', :'kim')), '200', '(a new term)');
select expires_at as ends from app.reseller_client where client_id = :'kim' \gset
select is(tests.call(format('api.client_renew(%L, null, 12)', :'kim')), '200', '(and a year more)');
select is((api.client_refund(:'kim')).message, 'Credits given back: 12000', 'the last purchase, none of it used');
select is((select expires_at from app.reseller_client where client_id = :'kim'), :'ends'::timestamptz, 'the term before it runs on');
select is((select term_cost from app.reseller_client where client_id = :'kim'), 1000::bigint, 'for what it had cost');
select is(tests.call(format('api.client_refund(%L)', :'kim')), '409 conflict', 'once');
select is((api.client_get(:'kim')) ->> 'status', 'active', 'it is active');

-- In time.
select is(tests.call(format('api.client_renew(%L)', :'kim')), '200', '(renewed)');
select tests.later('23 hours 59 minutes');
select tests.become('rita');
select is(tests.call(format('api.client_refund(%L)', :'kim')), '200', 'within a day');
select is(tests.call(format('api.client_renew(%L)', :'kim')), '200', '(renewed)');
select tests.later('24 hours');
select tests.become('rita');
select is(tests.call(format('api.client_refund(%L)', :'kim')), '409 conflict', 'not after it');

select is(tests.call(format('api.client_refund(%L)', :'lee')), '409 conflict', 'a client without a term');
select is(tests.call(format('api.client_refund(%L)', :'tom')), '409 conflict', 'a trial');
select tests.become('sam');
select is(tests.call(format('api.client_refund(%L)', :'kim')), '404 not_found', 'another one''s client');
select tests.become('kim');
select is(tests.call(format('api.client_refund(%L)', :'kim')), '42501', 'the client itself');
select tests.become_superuser();
select is(private.credits_audit() -> 'problems' ->> 0, null, 'the audit holds');

select * from finish();
rollback;
