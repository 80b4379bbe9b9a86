-- POST /v1/admin/resellers, POST /v1/admin/resellers/{id}/credits, and the first administrator.

begin;
select plan(30);

select tests.account('root', role => 'admin') as root \gset
select tests.account('ada') as ada \gset
select tests.reseller('rita', 1000) as rita \gset

select tests.become('root');
select is(api.admin_reseller_create('sam@example.com', 'correct horse')::jsonb - 'id', '{"email": "sam@example.com", "credits_balance": 0}', 'anew');
select is(api.admin_reseller_create('ADA@example.com') ->> 'id', :'ada', 'of an account that is there');
select is(tests.call(format('api.admin_reseller_create(%s)', arguments)), answer, arguments)
from (values ($$'new@example.com'$$, '400 invalid {"field": "password"}'), ($$'ada@example.com'$$, '409 conflict'), ($$'rita@example.com'$$, '409 conflict'),
             ($$'root@example.com', 'correct horse'$$, '409 conflict'), ($$'new@example.com', 'short'$$, '23514 password_length')) as t (arguments, answer);
select tests.become('ada');
select is(current_user || ' ' || (api.reseller_get() ->> 'credits_balance') || ' ' || coalesce(api.reseller_get() ->> 'parent_id', 'top'), 'reseller 0 top', 'it is a reseller now');
select tests.become_anonymous();
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '200', 'with the password that it had');

select tests.become('root');
select is((api.admin_credits(:'rita', 500, 'Invoice 7')).data ->> 'credits_balance', '1500', 'a grant');
select is((api.admin_credits(:'rita', -1500, 'Unpaid')).message, 'Credits taken', 'taken back');
select is(tests.ledger('rita'), 'grant 1000, grant 500, grant -1500', 'both are grants');
select is(tests.call(format('api.admin_credits(%L, %s)', id, arguments)), answer, arguments)
from (values (:'rita'::uuid, $$-1, 'x'$$, '402 insufficient_credits {"cost": 1, "balance": 0}'), (:'rita', $$0, 'x'$$, '400 invalid {"field": "amount"}'),
             (:'rita', $$1000000000001, 'x'$$, '23514 credit_grant_range'), (:'rita', $$-1000000000001, 'x'$$, '23514 credit_grant_range'),
             (:'rita', $$1, ''$$, '23514 note_length'), (:'root', $$1, 'x'$$, '404 not_found'), (gen_random_uuid(), $$1, 'x'$$, '404 not_found')) as t (id, arguments, answer);
select is((select string_agg(distinct action, ' ') from app.audit), 'credits_granted reseller_made', 'the administrator''s trail has it');
select tests.become('rita');
select is(api.ledger_list() -> 'items' -> 0 ->> 'description', 'Unpaid', 'the reseller reads the reason');
select is(tests.call(format('api.admin_credits(%L, 1, ''x'')', :'rita')), '42501', 'and grants itself nothing');
select is(tests.call($$api.admin_reseller_create('x@example.com', 'correct horse')$$), '42501', 'nor makes one so');

-- The first administrator.
select throws_ok($$select private.admin_make('rita@example.com')$$, '42501', null, 'nobody makes itself one');
select tests.become('root');
select throws_ok($$select private.admin_make('rita@example.com')$$, '42501', null, 'no administrator makes another by a request');
select tests.become_superuser();
select tests.account('bob') as bob \gset
set local role syncstream;
select lives_ok($$select private.admin_make('Bob@example.com')$$, 'the owner does');
reset role;
select is((select role from app.account where account_id = :'bob'), 'admin', 'it is one');
select throws_ok($$select private.admin_make('rita@example.com')$$, 'PT409', null, 'not of a reseller');
select throws_ok($$select private.admin_make('nobody@example.com')$$, 'PT409', 'There is no account with this address. Sign up with it first', 'not of nobody');
select is(private.credits_audit() -> 'problems' ->> 0, null, 'the audit holds');

select * from finish();
rollback;
