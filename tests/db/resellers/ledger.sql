-- Credits move by entries; GET /v1/reseller/ledger.

begin;
select plan(49);

select tests.reseller('rita', 5000) as rita \gset
select tests.reseller('sam', 100, parent => 'rita') as sam \gset
select tests.account('ada');
select tests.account('root', role => 'admin');

-- Append-only.
select tests.become_superuser();
select is(tests.roles_with(privilege, 'app.ledger_entry'), roles, format('who may %s: %s', privilege, roles))
from (values ('select', 'reseller gatekeeper treasurer'), ('insert', 'treasurer'), ('update', 'nobody'), ('delete', 'nobody'), ('truncate', 'nobody')) as t (privilege, roles);
select tests.become('rita');
select throws_ok(statement, '42501', null, 'a reseller does not: ' || statement)
from unnest(array['insert into app.ledger_entry select * from app.ledger_entry', 'update app.ledger_entry set amount = 1', 'delete from app.ledger_entry', 'truncate app.ledger_entry',
                  'insert into app.ledger_note values (http.current_account_id(), 1, ''x'')', 'delete from app.ledger_note']) as statement;
select throws_ok(format('select private.ledger_post(%L, 1000, ''grant'', ''x'')', :'rita'), '42501', null, 'nor posts by itself');
select tests.become_superuser();
set local role syncstream;
select throws_ok(statement, '42501', null, 'the owner of the table does not: ' || statement)
from unnest(array['update app.ledger_entry set amount = 1', 'delete from app.ledger_entry', 'truncate app.ledger_entry',
                  format('insert into app.ledger_entry values (%L, 9, default, 1, 1, ''grant'', ''x'', null, now())', :'rita')]) as statement;
reset role;
set local role treasurer;
select throws_ok(statement, '42501', null, 'the treasurer inserts, and does not: ' || statement)
from unnest(array['update app.ledger_entry set amount = 1', 'delete from app.ledger_entry', 'truncate app.ledger_entry']) as statement;
select throws_ok(statement, '42501', null, 'of a reseller it moves the balance, and does not: ' || statement)
from unnest(array['update app.reseller set parent_id = null', 'update app.reseller set clients = 0', 'delete from app.reseller']) as statement;
reset role;
set local role gatekeeper;
select throws_ok(statement, '42501', null, 'the gatekeeper posts by the function alone, not: ' || statement)
from unnest(array['insert into app.ledger_entry (account_id) select null', 'update app.reseller set credits_balance = 0']) as statement;

-- Posting.
select is((private.ledger_post(:'rita', -1000, 'client_created', 'A client', :'sam')).balance_after, 4000::bigint, 'an entry has the balance with it');
select is((private.ledger_post(:'rita', 500, 'refund', 'x', null, 'sorry')).seq, 3::bigint, 'and the next number');
select is(tests.balance('rita'), 4500::bigint, 'the balance moves with it');
select is(tests.call(format('private.ledger_post(%L, -4501, ''transfer_out'', ''x'')', :'rita')), '402 insufficient_credits {"cost": 4501, "balance": 4500}', 'one more than there is');
select is(tests.call(format('private.ledger_post(%L, -4500, ''transfer_out'', ''x'')', :'rita')), '200', 'all that there is');
select is(tests.call(format('private.ledger_post(%L, 1, ''grant'', ''x'')', gen_random_uuid())), '404 not_found', 'to nobody');
select is(tests.call(format('private.ledger_post(%L, 9007199254740992, ''grant'', ''x'')', :'rita')), '409 conflict', 'more than JSON''s readers count');
select is(tests.call(format('private.ledger_post(%L, %s, %L, ''x'')', :'rita', amount, type)), '23514 ' || broken, format('%s of %s', type, amount))
from (values (0, 'grant', 'ledger_entry_amount_check'), (1, 'client_created', 'ledger_entry_sign'), (1, 'gift', 'ledger_entry_sign'), (1, 'transfer_out', 'ledger_entry_sign')) as t (amount, type, broken);
select is(tests.ledger('rita'), 'grant 5000, client_created -1000, refund 500, transfer_out -4500', 'what was refused left no entry');

-- Reading it.
select tests.become('rita');
select is(jsonb_object_agg(key, true) #>> '{}',
          '{"id": true, "amount": true, "created_at": true, "description": true, "balance_after": true, "counterparty_id": true, "transaction_type": true}', 'an entry''s fields')
from json_object_keys(api.ledger_list() -> 'items' -> 0) as key;
select is((select string_agg(concat_ws(' ', item ->> 'amount', item ->> 'balance_after', item ->> 'description'), ', ') from json_array_elements(api.ledger_list() -> 'items') as item),
          '-4500 0 x, 500 4500 sorry, -1000 4000 A client, 5000 5000 A grant', 'newest first, with the words that were written');
with recursive pages as (
    select api.ledger_list(1) as page
    union all
    select api.ledger_list(1, (page ->> 'next_cursor')::app.page_cursor) from pages where page ->> 'next_cursor' is not null
)
select is(string_agg(item ->> 'amount', ' '), '-4500 500 -1000 5000', 'page by page, each entry once') from pages, json_array_elements(page -> 'items') as item;
select is((select count(*) from app.ledger_entry), 4::bigint, 'the table shows no more');
select is((select count(*) from app.ledger_note), 1::bigint, 'nor do the notes');
select is(tests.call($$api.ledger_list(cursor => 'WyJhIiwiYiJdMTIzNDU2Nzg')$$), '400 invalid {"field": "cursor"}', 'a cursor that was not given out');
select tests.become('sam');
select is((select string_agg(item ->> 'amount', ' ') from json_array_elements(api.ledger_list() -> 'items') as item), '100', 'sam''s ledger is sam''s');
select is_empty('select from app.ledger_note', 'and so are sam''s notes');
select tests.become('ada');
select is(tests.call('api.ledger_list()'), '42501', 'a member has none');
select throws_ok('select from app.ledger_entry', '42501', null, 'in the table neither');
select tests.become('root');
select is(tests.call('api.ledger_list()'), '42501', 'nor has an administrator');
select tests.become_anonymous();
select is(tests.call('api.ledger_list()'), '42501', 'nor who is not signed in');

select tests.become_superuser();
select is_empty($$select from pg_auth_members where roleid = 'treasurer'::regrole and member <> 10$$, 'nobody is the treasurer');

select * from finish();
rollback;
