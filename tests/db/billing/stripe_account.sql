-- Which account is which customer at Stripe.

begin;
select plan(21);

select tests.account('ada') as ada \gset
select tests.account('bob') as bob \gset

-- As the API's functions do it: all that it takes to make a customer, with one key however often it is asked.
set local role gatekeeper;
select private.stripe_customer(:'bob') as bobs \gset
select private.stripe_customer(:'ada') as first \gset
select is((:'first'::json ->> 'customer_id'), null, 'nobody is a customer from the start');
select is((:'first'::json ->> 'email'), 'ada@example.com', 'what it takes to make one');
select is(private.stripe_customer(:'ada')::jsonb, :'first'::jsonb, 'asked again: with the same key for Stripe');
select throws_ok(format('update app.stripe_account set customer_id = ''cus_1'' where account_id = %L', :'ada'), '42501', null, 'a request does not say which customer it is');

select tests.become_role('billing');
select is(private.stripe_customer_keep(:'ada', 'cus_ada'), 'cus_ada', 'the customer is kept');
select is(private.stripe_customer_keep(:'ada', 'cus_other'), 'cus_ada', 'and no other one takes its place');
select throws_ok(format('select private.stripe_customer_keep(%L, ''cus_ada'')', :'bob'), null, null, 'nor is one customer two accounts');
select throws_ok('select from app.' || name, '42501', null, 'billing reads no table: ' || name)
from unnest(array['stripe_account', 'stripe_customer', 'stripe_forgotten']) as name;
set local role gatekeeper;
select is(private.stripe_customer(:'ada') ->> 'customer_id', 'cus_ada', 'requests know it now');

-- Deleted at Stripe: the next one is new, and has a new key.
select tests.become_role('billing');
select is((private.stripe_customer_deleted('cus_ada')).outcome, 'applied', 'it is deleted at Stripe');
select is((private.stripe_customer_deleted('cus_ada')).outcome, 'unchanged', 'which is heard twice');
set local role gatekeeper;
select isnt(private.stripe_customer(:'ada') ->> 'customer_key', :'first'::json ->> 'customer_key', 'so the next one has another key');
select tests.become_role('billing');
select is(private.stripe_customer_keep(:'ada', 'cus_second'), 'cus_second', 'and is another one');
select is(private.stripe_lock('cus_ada'), 'ours', 'the old one''s last events are still ours');

-- The account goes.
set local role gatekeeper;
select private.stripe_forget(:'ada');
select tests.become_role('billing');
select is(array(select private.stripe_forgotten()), array['cus_ada', 'cus_second'], 'an account that goes leaves word to delete its customers');
select is(private.stripe_lock('cus_second'), 'foreign', 'whose events are nobody''s now');
select private.stripe_forgotten_done(customer) from unnest(array['cus_ada', 'cus_second']) as customer;
select is(array(select private.stripe_forgotten()), '{}', 'and no word when that is done');
select is(private.stripe_customer_keep(:'ada', 'cus_late'), null, 'a customer that was made for it meanwhile');
select is(array(select private.stripe_forgotten()), array['cus_late'], 'is deleted, too');

select * from finish();
rollback;
