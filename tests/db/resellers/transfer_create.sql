-- POST /v1/reseller/transfers.

begin;
select plan(22);

select tests.reseller('rita', 1000) as rita \gset
select tests.reseller('sam', 100, parent => 'rita') as sam \gset
select tests.reseller('tina', 10, parent => 'sam') as tina \gset
select tests.reseller('eve', 1) as eve \gset
select tests.account('ada') as ada \gset

select tests.become('rita');
select is((api.transfer_create(:'sam', 300, 'June')).message, 'Credits transferred', 'to a direct child');
select is(tests.ledger('rita') || '; ' || tests.ledger('sam'), 'grant 1000, transfer_out -300; grant 100, transfer_in 300', 'one entry in each ledger');
select is(to_jsonb(t.data) - 'id' - 'created_at',
          jsonb_build_object('amount', -10, 'balance_after', 690, 'transaction_type', 'transfer_out', 'description', 'June', 'counterparty_id', :'sam'), 'it answers its own entry')
from api.transfer_create(:'sam', 10, 'June') as t;
select is(tests.call(format('api.transfer_create(%L, 1)', "to")), answer, 'to ' || who)
from (values ('oneself', :'rita'::uuid, '400 invalid {"field": "to"}'), ('a grandchild', :'tina', '404 not_found'), ('a stranger', :'eve', '404 not_found'),
             ('a member', :'ada', '404 not_found'), ('nobody', gen_random_uuid(), '404 not_found')) as t (who, "to", answer);
select is(tests.call(format('api.transfer_create(%L, 691)', :'sam')), '402 insufficient_credits {"cost": 691, "balance": 690}', 'more than there is');
select is(tests.call(format('api.transfer_create(%L, %s)', :'sam', amount)), '23514 credit_amount_range', amount || ' credits') from unnest(array[0, -1, -1000, 1000000000001]) as amount;
select is(tests.call(format('api.transfer_create(%L, 1, '''')', :'sam')), '23514 note_length', 'an empty note');
select tests.become('tina');
select is(tests.call(format('api.transfer_create(%L, 1)', :'rita')), '404 not_found', 'up past the parent');
select is(tests.call(format('api.transfer_create(%L, 10)', :'sam')), '200', 'back to the parent');
select is(tests.balance('tina') || ' ' || tests.balance('sam') || ' ' || tests.balance('rita'), '0 420 690', 'no credit appears or vanishes');
select tests.become('sam');
select is((select description from app.ledger_entry e join app.ledger_note n using (account_id, seq) where n.note = 'June' and e.amount = 300), 'A transfer', 'the note is in both ledgers, apart from the entry');
select tests.become('ada');
select is(tests.call(format('api.transfer_create(%L, 1)', :'rita')), '42501', 'a member transfers nothing');
select throws_ok(format('select private.transfer(%L, %L, 1)', :'rita', :'eve'), '42501', null, 'nor calls what does');
select tests.become_superuser();
select is(tests.roles_calling('private.transfer'), 'gatekeeper', 'only the gatekeeper does');
select is(private.credits_audit() -> 'problems' ->> 0, null, 'the audit holds');

select * from finish();
rollback;
