-- POST /v1/reseller/resellers.

begin;
select plan(18);

select tests.reseller('rita', 1000) as rita \gset
select tests.account('ada');

select tests.become('rita');
select is((api.reseller_create('Sam@example.com', 'correct horse', 300)).data::jsonb - 'id', '{"email": "Sam@example.com", "credits_balance": 300}', 'a sub-reseller, with credits');
select is(tests.ledger('rita') || '; ' || tests.ledger('sam'), 'grant 1000, transfer_out -300; transfer_in 300', 'which are moved');
select tests.become('sam');
select is(current_user, 'reseller', 'it is a reseller');
select is(api.reseller_get() ->> 'parent_id', :'rita', 'below this one');
select is(tests.call($$api.reseller_create('tina@example.com', 'correct horse')$$), '200', 'and makes its own, without credits');
select is(tests.ledger('tina'), '', 'who begin with an empty ledger');
select tests.become_superuser();
select is((select string_agg(clients || ' ' || resellers, ', ' order by created_at, account_id = :'rita' desc) from app.reseller where account_id in (:'rita', tests.account_id('sam'))), '0 1, 0 1', 'they are counted, and not as clients');

select tests.become('rita');
select is(tests.call(format('api.reseller_create(%s)', arguments)), answer, arguments)
from (values ($$'sam@EXAMPLE.com', 'correct horse'$$, '409 email_taken'),
             ($$'tom@example.com', 'correct horse', 701$$, '402 insufficient_credits {"cost": 701, "balance": 700}'),
             ($$'tom@example.com', 'correct horse', -1$$, '23514 credits_range'),
             ($$'tom@example.com', 'short'$$, '23514 password_length')) as t (arguments, answer);
select is(tests.account_id('tom'), null, 'nobody was made');
select is(tests.balance('rita'), 700::bigint, 'and nothing taken');

-- What one costs is a setting.
select tests.become_superuser();
update app.settings set reseller_price = 500;
select tests.become('rita');
select is(tests.call($$api.reseller_create('tom@example.com', 'correct horse', 201)$$), '402 insufficient_credits {"cost": 701, "balance": 700}', 'both together');
select is(tests.call($$api.reseller_create('tom@example.com', 'correct horse', 200)$$), '200', 'as many as there are');
select is(tests.ledger('rita'), 'grant 1000, transfer_out -300, reseller_created -500, transfer_out -200', 'each an entry');
select tests.become('ada');
select is(tests.call($$api.reseller_create('x@example.com', 'correct horse')$$), '42501', 'a member makes none');
select tests.become_superuser();
select is(private.credits_audit() -> 'problems' ->> 0, null, 'the audit holds');

select * from finish();
rollback;
