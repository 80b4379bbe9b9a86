-- Resellers' sales and balances: to staff all, to a reseller's own analysts the reseller's.

begin;
select plan(16);

select tests.reseller('rita', 20000) as rita \gset
select tests.reseller('sam', 7000) as sam \gset
select tests.become('rita');
select (api.client_create('kim@example.com', 'correct horse', 'basic', 3)).data ->> 'id' as kim \gset
select (api.client_create('lee@example.com', 'correct horse')).data ->> 'id' as lee \gset
select (api.client_create('tom@example.com', 'correct horse', 'premium', null, true)).data ->> 'id' as tom \gset
select tests.call(format('api.client_renew(%L, ''premium'', 2)', :'tom')) || tests.call(format('api.client_suspend(%L)', :'lee')) || tests.call(format('api.client_refund(%L)', :'kim')) as done \gset
select tests.become('sam');
select (api.client_create('eve@example.com', 'correct horse', 'ultimate')).data ->> 'id' as eve \gset
select tests.become_superuser();
create role tests_staff login in role analyst_staff;
create role tests_rita login in role analyst_reseller;
insert into private.analyst_login values ('tests_rita', :'rita');

set session authorization tests_staff;
select is((select string_agg(concat_ws(' ', credits_balance, clients, resellers), ', ' order by credits_balance) from analytics.reseller), '3000 1 0, 14999 3 0', 'staff see every reseller');
select is((select string_agg(concat_ws(' ', plan, status, term_credits), ', ' order by created_at) from analytics.client where reseller_id = :'rita'),
    'basic expired 0, free suspended 0, premium active 4000', 'and what became of its clients');
select is((select string_agg(concat_ws(' ', transaction_type, amount, plan, months), ', ' order by seq) from analytics.ledger where reseller_id = :'rita'),
    'grant 20000, client_created -3000 basic 3, client_created -1000 free 0, client_renewed -4000 premium 2, refund 2999', 'what each sale was of');
select is((select (s.clients_created, s.renewals, s.credits_spent, s.credits_refunded, s.credits_purchased, s.credits_granted)::text from analytics.sales_day s where reseller_id = :'rita'),
    '(2,1,8000,2999,0,20000)', 'a day''s sales');
select is((select sum(amount) from analytics.ledger), (select sum(credits_balance) from analytics.reseller), 'the ledger adds up');
select throws_ok('select email from app.reseller_client', '42501', null, 'no address');
select throws_ok('select note from app.ledger_note', '42501', null, 'and no words of people');

set session authorization tests_rita;
select is((select count(*) || ' ' || min(credits_balance) from analytics.reseller), '1 14999', 'a reseller''s analysts see the reseller');
select is((select count(*) from analytics.client), 3::bigint, 'its clients');
select is((select count(*) from analytics.ledger), 5::bigint, 'its ledger');
select is((select credits_spent from analytics.sales_day), 8000::bigint, 'its sales');
select is_empty(format('select from analytics.client where client_id = %L or reseller_id = %L', :'eve', :'sam'), 'and not those of another one');
select throws_ok('select email from app.reseller_client', '42501', null, 'no address either');
select throws_ok('insert into analytics.reseller (reseller_id, credits_balance) values (gen_random_uuid(), 1)', '42501', null, 'nobody writes here');
select throws_ok('delete from analytics.ledger', '42501', null, 'or takes anything away');
reset session authorization;
select tests.become('rita');
select throws_ok('select from analytics.reseller', '42501', null, 'the reseller itself asks the API');

select * from finish();
rollback;
