-- POST /v1/billing/checkout, POST /v1/billing/portal: the rules, and what Stripe is asked for.

begin;
select plan(42);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
update app.plan set stripe_price = 'price_premium' where code = 'premium';
update app.plan set on_sale = false where code = 'ultimate';
set local syncstream.public_url = 'https://tv.example.com';
set local syncstream.allowed_origins = 'https://app.example,http://127.0.0.1:5173';

select is(tests.roles_calling('api.billing_checkout'), 'member reseller admin', 'who may buy');
select is(tests.roles_calling('api.billing_portal'), 'member reseller admin', 'and manage it');
select tests.become('ada', 'Kim');
select is(tests.call($$api.billing_checkout('premium')$$), '42501', 'a kid may not');
select is(tests.call('api.billing_portal()'), '42501', 'neither');

select tests.become('ada');
select (api.billing_checkout('premium', null, 'https://app.example/plans')).data as intent \gset
select is(:'intent'::json ->> 'price', 'price_premium', 'what is asked of Stripe: the plan''s price');
select is((api.billing_checkout('basic')).data ->> 'price', null, 'which another one has not');
select is(((api.billing_checkout('basic')).data -> 'offer')::jsonb, '{"name": "Basic", "unit_amount": 499, "currency": "eur", "interval": "month"}',
          'so Stripe is told what it costs');
select is(:'intent'::json #>> '{customer,account_id}', :'ada', 'for whom');
select is(:'intent'::json ->> 'success_url', 'https://tv.example.com/billing?bought', 'our page, where none was given');
select is(:'intent'::json ->> 'cancel_url', 'https://app.example/plans', 'or the one that was');
select cmp_ok((:'intent'::json ->> 'expires_at')::bigint, '>=', extract(epoch from now() + interval '1 hour')::bigint, 'open for an hour');
select isnt((api.billing_checkout('premium')).data ->> 'key', :'intent'::json ->> 'key', 'each page has a key of its own');
select is((api.billing_checkout('premium', idempotency_key => 'k')).data::jsonb, (api.billing_checkout('premium', idempotency_key => 'k')).data::jsonb,
          'but for the same Idempotency-Key the same');
select is(tests.call($$api.billing_checkout('premium', 'https://app.example/', idempotency_key => 'k')$$), '409 idempotency_mismatch', 'and not for another request');
select is((api.billing_portal()).data ->> 'return_url', 'https://tv.example.com/billing', 'the portal leads back to us');

select is(tests.call(format('api.billing_checkout(%L)', plan)), '400 invalid {"field": "plan"}', plan || ' cannot be bought')
from unnest(array['free', 'ultimate', 'gold']) as plan;

-- Where people are sent.
select tests.become_superuser();
select is(http.is_own_page(url), own, format('%s is %s', url, case when own then 'ours' else 'not ours' end))
from (values
    ('https://tv.example.com', true), ('https://tv.example.com/', true), ('https://tv.example.com:443/x?y#z', true), ('https://TV.example.com?x', true),
    ('http://127.0.0.1:5173/', true), ('http://tv.example.com/', false), ('https://tv.example.com:8443/', false), ('https://tv.example.com.evil.example/', false),
    ('https://tv.example.com@evil.example/', false), ('https://tv.example.com\@evil.example/', false), ('https://evil.example/https://tv.example.com/', false),
    ('javascript:alert(1)', false), ('//tv.example.com/', false), ('', false)) as t (url, own);
select tests.become('ada');
select is(tests.call($$api.billing_checkout('premium', 'https://evil.example/')$$), '400 invalid {"field": "success_url"}', 'nobody is sent to a stranger');
select is(tests.call($$api.billing_checkout('premium', null, 'https://evil.example/')$$), '400 invalid {"field": "cancel_url"}', 'either way');

-- Beside a subscription.
select tests.become_superuser();
insert into app.subscription (account_id, plan, status, source) values (:'ada', 'premium', 'canceled', 'stripe');
create function pg_temp.with_status(status text) returns text
language plpgsql volatile
as $$
declare
    v_answer text;
begin
    update app.subscription s set status = with_status.status, past_due_since = case with_status.status when 'past_due' then now() - interval '8 days' end
    where s.account_id = tests.account_id('ada');
    perform tests.become('ada');
    v_answer := tests.call($c$api.billing_checkout('premium')$c$);
    perform tests.become_superuser();
    return v_answer;
end
$$;
select is(pg_temp.with_status(status), case when live then '409 conflict' else '200' end, status || case when live then ': there is the portal' else ': a new one may be bought' end)
from (values ('trialing', true), ('active', true), ('past_due', true), ('unpaid', true), ('paused', true), ('incomplete', false), ('incomplete_expired', false),
             ('canceled', false)) as t (status, live);

select * from finish();
rollback;
