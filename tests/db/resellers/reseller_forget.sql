-- What deleting an account means for resellers.

begin;
select plan(18);

select tests.reseller('rita', 1000) as rita \gset
select tests.account('ada') as ada \gset
select tests.become('rita');
select (api.client_create('kim@example.com', 'correct horse')).data ->> 'id' as kim \gset
select (api.reseller_create('sam@example.com', 'correct horse')).data ->> 'id' as sam \gset
select tests.become_superuser();
select private.ledger_post(:'rita', 5, 'grant', 'A grant', null, 'To Rita');

set local role gatekeeper;
select throws_ok(format('delete from app.account where account_id = %L', account), '23503', null, 'deleting without asking fails: ' || account) from unnest(array[:'rita', :'kim']::uuid[]) as account;
select is(tests.call(format('private.reseller_forget(%L)', :'rita')), '409 conflict', 'a reseller with credits, a client and a reseller');
select lives_ok(format('select private.reseller_forget(%L)', :'kim'), 'a client');
select is((select count(*) from app.reseller_client), 0::bigint, 'is out of the list');
select is((select clients from app.reseller where account_id = :'rita'), 0, 'and not counted');
select lives_ok(format('delete from app.account where account_id = %L', :'kim'), 'it can be deleted');
select is(tests.call(format('private.reseller_forget(%L)', :'rita')), '409 conflict', 'a reseller with credits and a reseller');
select private.ledger_post(:'rita', -5, 'grant', 'A grant', null, 'From Rita');
select is(tests.call(format('private.reseller_forget(%L)', :'rita')), '409 conflict', 'a reseller with a reseller');
select lives_ok(format('select private.reseller_forget(%L)', :'sam'), 'a sub-reseller with nothing');
select is((select resellers from app.reseller where account_id = :'rita'), 0, 'is not counted any more');
select lives_ok(format('select private.reseller_forget(%L)', :'rita'), 'a reseller with nothing');
select lives_ok(format('delete from app.account where account_id = %L', :'rita'), 'can be deleted');
select lives_ok(format('select private.reseller_forget(%L)', :'ada'), 'an account that has to do with no reseller');
reset role;
select is((select string_agg(amount::text, ' ' order by seq) from app.ledger_entry where account_id = :'rita'), '1000 -1000 5 -5', 'but is there');
select is((select count(*) from app.ledger_note), 0::bigint, 'without the words of people');
select is(private.credits_audit() -> 'problems' ->> 0, null, 'the audit holds');
select is(tests.roles_calling('private.reseller_forget'), 'gatekeeper', 'only the gatekeeper does it');

select * from finish();
rollback;
