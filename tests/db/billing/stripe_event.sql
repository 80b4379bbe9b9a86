-- Stripe's events, each once.

begin;
select plan(16);

select tests.account('ada') as ada \gset
set local role gatekeeper;
select private.stripe_customer(:'ada');
select tests.become_role('billing');
select private.stripe_customer_keep(:'ada', 'cus_ada');

select is(private.stripe_lock('cus_ada', 'evt_1'), 'ours', 'an event of ours');
select is(private.stripe_lock('cus_nobody', 'evt_1'), 'foreign', 'one of a stranger''s');
select is(private.stripe_lock(null, 'evt_1'), 'foreign', 'one of nobody''s');
select ok(private.stripe_event_keep(row('evt_1', 'customer.subscription.updated', now())::private.stripe_event, 'applied'), 'it is dealt with');
select ok(not private.stripe_event_keep(row('evt_1', 'customer.subscription.updated', now())::private.stripe_event, 'ignored'), 'once');
select is(private.stripe_lock('cus_ada', 'evt_1'), 'known', 'and known from then on');
select ok(private.stripe_event_known('evt_1'), 'whoever asks');
select ok(not private.stripe_event_known('evt_2'), 'others are not');
select throws_ok($$select private.stripe_event_keep(row('evt_2', 'a', now())::private.stripe_event, 'perhaps')$$, '23514', null, 'an outcome is one of four');

select throws_ok(statement, '42501', null, 'billing does not: ' || statement)
from unnest(array['select from app.stripe_event', 'delete from app.stripe_event', 'update app.subscription set status = ''active''']) as statement;
select tests.become_superuser();
select tests.become('ada');
select throws_ok(statement, '42501', null, 'nor does a member: ' || statement)
from unnest(array['select private.stripe_lock(''cus_ada'')', 'select from app.stripe_event']) as statement;

select tests.become_superuser();
select tests.later('61 days');
select tests.become_role('billing');
select is(private.stripe_event_prune(), 1::bigint, 'after 60 days it is thrown away');
select ok(not private.stripe_event_known('evt_1'), 'and not known any more');

select * from finish();
rollback;
