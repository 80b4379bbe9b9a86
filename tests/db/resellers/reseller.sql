-- Resellers, prices, the order of locks.

begin;
select plan(36);

select tests.reseller('rita', 5000) as rita \gset
select tests.reseller('sam', parent => 'rita');
select tests.account('ada');
select tests.account('root', role => 'admin');

-- A reseller sees its own row.
select tests.become('rita');
select results_eq('select credits_balance from app.reseller', array[5000::bigint], 'a reseller sees itself, and not those that it made');
select throws_ok(statement, '42501', null, 'it does not: ' || statement)
from unnest(array['update app.reseller set credits_balance = 1000000', 'update app.reseller set parent_id = null', 'delete from app.reseller',
                  'insert into app.reseller (account_id) values (gen_random_uuid())', 'insert into app.reseller_price values (http.current_account_id(), ''basic'', 0)',
                  'update app.client_price set credits = 0', 'delete from app.client_price']) as statement;
select is((select count(*) from app.client_price), 4::bigint, 'it sees the prices');
select tests.become('ada');
select throws_ok('select from ' || relation, '42501', null, 'a member reads no ' || relation) from unnest(array['app.reseller', 'app.client_price', 'app.reseller_price']) as relation;
select tests.become('root');
select throws_ok('select from ' || relation, '42501', null, 'an administrator has functions for it: ' || relation) from unnest(array['app.reseller', 'app.reseller_price']) as relation;

-- The gatekeeper makes one and counts its clients, and does not touch its credits.
select tests.become_superuser();
set local role gatekeeper;
select throws_ok(statement, '42501', null, 'nor does the gatekeeper: ' || statement)
from unnest(array['update app.reseller set credits_balance = 1', 'update app.reseller set entries = 1', 'update app.reseller set parent_id = null',
                  'insert into app.reseller (account_id, credits_balance) values (gen_random_uuid(), 1)']) as statement;
select tests.become_superuser();
select throws_ok(format('update app.reseller set credits_balance = -1 where account_id = %L', :'rita'), '23514',
    'new row for relation "reseller" violates check constraint "insufficient_credits"', 'a balance is not negative, whoever writes it');
select throws_ok(format('update app.reseller set parent_id = account_id where account_id = %L', :'rita'), '23514', null, 'nobody is its own parent');
select throws_ok(format('delete from app.account where account_id = %L', :'rita'), '23503', null, 'an account does not go with its credits');

-- Prices.
insert into app.reseller_price values (:'rita', 'premium', 1500);
select tests.become('rita');
select results_eq('select plan from app.reseller_price', array['premium'], 'a reseller sees its own prices');
select tests.become('sam');
select is_empty('select from app.reseller_price', 'and no other one''s');
select tests.become_superuser();
set local role gatekeeper;
select is(private.client_cost(:'rita', plan, months), cost::bigint, format('%s months of %s cost %s', months, plan, cost))
from (values ('free', 1, 1000), ('free', 36, 1000), ('basic', 1, 1000), ('basic', 12, 12000), ('premium', 2, 3000), ('ultimate', 36, 144000)) as t (plan, months, cost);
select is(private.client_cost(tests.account_id('sam'), 'premium', 2), 4000::bigint, 'another reseller pays what all pay');
select is(tests.call(format('private.client_cost(%L, ''gold'', 1)', :'rita')), '400 invalid {"field": "plan"}', 'a plan that there is not');
reset role;
set local role syncstream;
select lives_ok(statement, 'the owner sets prices: ' || statement)
from unnest(array['update app.client_price set credits = 2147483647 where plan = ''basic''', 'delete from app.reseller_price', 'delete from app.client_price where plan = ''ultimate''']) as statement;
reset role;
set local role gatekeeper;
select is(private.client_cost(:'rita', 'basic', 36), 77309411292, 'a price counts at once, and no multiple of it overflows');
select is(tests.call(format('private.client_cost(%L, ''ultimate'', 1)', :'rita')), '400 invalid {"field": "plan"}', 'a plan without a price is not for sale');

select * from finish();
rollback;
