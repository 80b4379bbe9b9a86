-- POST /v1/billing/credits, and the credits.

begin;
select plan(34);

select tests.reseller('shop') as shop \gset
select tests.reseller('other');
select tests.account('ada');
update app.credit_pack set stripe_price = 'price_' || code where code = 'credits_10000';
update app.credit_pack set on_sale = false where code = 'credits_50000';

select is(tests.roles_calling('api.billing_credits'), 'reseller', 'resellers buy credits');
select tests.become('ada');
select is(tests.call($$api.billing_credits('credits_10000')$$), '42501', 'and nobody else');
select tests.become('shop');
select (api.billing_credits('credits_10000', 'k')).data as intent \gset
select is(:'intent'::json ->> 'price', 'price_credits_10000', 'what is asked of Stripe: the pack''s price');
select is(((api.billing_credits('credits_100000')).data -> 'offer')::jsonb, '{"name": "100000 credits", "unit_amount": 84900, "currency": "eur", "interval": null}',
          'or what one costs that has no price there');
select is(:'intent'::json ->> 'credits', '10000', 'and the credits that are promised');
select is((api.billing_credits('credits_10000', 'k')).data::jsonb, :'intent'::jsonb, 'the same key, the same page');
select is(tests.call(format('api.billing_credits(%L)', pack)), '400 invalid {"field": "pack"}', pack || ' cannot be bought')
from unnest(array['credits_50000', 'gold']) as pack;
select is(tests.balance('shop'), 0::bigint, 'asking costs and brings nothing');

-- It is paid.
select tests.become_superuser();
create function pg_temp.paid(session_id text, event_id text default null) returns text
language sql volatile
return (select e.outcome from private.stripe_purchase_apply(
    json_build_object('session_id', session_id, 'customer_id', 'cus_shop', 'payment_intent', 'pi_' || session_id, 'pack', 'credits_10000', 'credits', 10000, 'amount', 9900, 'currency', 'eur'),
    case when event_id is not null then row(event_id, 'checkout.session.completed', now())::private.stripe_event end) as e);
create function pg_temp.charged(session_id text, refunded bigint default 0, disputed boolean default false, of_pack boolean default true, event_id text default null) returns text
language sql volatile
return (select e.outcome from private.stripe_charge_apply(
    json_build_object('customer_id', 'cus_shop', 'payment_intent', 'pi_' || session_id, 'of_pack', of_pack, 'refunded', refunded, 'disputed', disputed),
    case when event_id is not null then row(event_id, 'charge.refunded', now())::private.stripe_event end) as e);
grant execute on all functions in schema pg_temp to billing;

select tests.become_role('billing');
select private.stripe_customer_keep(:'shop', 'cus_shop');
select is(tests.call($$pg_temp.charged('cs_1', 100, event_id => 'evt_0')$$), '503 unavailable', 'a refund that is heard of first comes again');
select ok(not private.stripe_event_known('evt_0'), 'and is not dealt with');
select ok(private.stripe_purchase_missing('{"session_id": "cs_1", "customer_id": "cus_shop"}'), 'what is paid is missing');
select is(pg_temp.paid('cs_1', 'evt_1'), 'applied', 'a session is paid');
select ok(not private.stripe_purchase_missing('{"session_id": "cs_1", "customer_id": "cus_shop"}'), 'until it is posted');
select ok(not private.stripe_purchase_missing('{"session_id": "cs_1", "customer_id": "cus_nobody"}'), 'a stranger''s is not');
select is(tests.ledger('shop'), 'purchase 10000', 'one entry');
select is(pg_temp.paid('cs_1', 'evt_2'), 'unchanged', 'told again, by another event');
select is(pg_temp.paid('cs_1'), 'unchanged', 'or by none');
select is(tests.balance('shop'), 10000::bigint, 'still one');
select ok(private.stripe_event_known('evt_1') and private.stripe_event_known('evt_2'), 'both events are dealt with');
select is(pg_temp.paid('cs_2'), 'applied', 'another session');
select is(tests.balance('shop'), 20000::bigint, 'is another pack');

-- Money that goes back.
select is(pg_temp.charged('cs_1', 9900, event_id => 'evt_3'), 'applied', 'one is refunded');
select is(pg_temp.charged('cs_1', 9900, event_id => 'evt_4'), 'unchanged', 'told again');
select is(tests.balance('shop'), 20000::bigint, 'which takes no credits');
select is(pg_temp.charged('cs_2', disputed => true), 'applied', 'one is disputed');
select is(pg_temp.charged('cs_9', 5, of_pack => false, event_id => 'evt_5'), 'ignored', 'what paid for something else is nothing to us');

select throws_ok(statement, '42501', null, 'billing does not: ' || statement)
from unnest(array['select private.ledger_post(gen_random_uuid(), 1, ''purchase'', '''')', 'select from app.credit_purchase', 'update app.reseller set credits_balance = 1']) as statement;

select tests.become_superuser();
select tests.become('shop');
select is((select string_agg(concat_ws(' ', session_id, amount, currency, refunded, disputed), ', ' order by session_id) from app.credit_purchase),
          'cs_1 9900 EUR 9900 f, cs_2 9900 EUR 0 t', 'what was paid, what went back, by a reseller''s own rows');
select tests.become('other');
select is((select count(*) from app.credit_purchase), 0::bigint, 'another''s are not there');
select tests.become_superuser();
select is((private.credits_audit() -> 'problems')::text, '[]', 'the audit holds');
select is(private.credits_audit() #>> '{totals,purchased}', '20000', 'and counts what was bought');

select * from finish();
rollback;
