-- What devices bring along from being offline.

begin;
select plan(4);

select tests.account('ada', 'premium') as ada \gset
select tests.account('bob', 'premium') as bob \gset
insert into app.sync_op (account_id, op_id, rev, created_at)
select account, n::text, n, now() - days * interval '1 day'
from (values (:'ada'::uuid, 3, 0), (:'bob', 1, 0), (:'ada', 2, 2)) as t (account, count, days), generate_series(days * 10 + 1, days * 10 + count) as n;
create role tests_staff login in role analyst_staff;
create role tests_rita login in role analyst_reseller;
set session authorization tests_staff;
select is((select string_agg(format('%s: %s %s', (now() at time zone 'UTC')::date - day, accounts, operations), ', ' order by day) from analytics.sync_day), '2: 1 2, 0: 2 4', 'day by day');
select throws_ok('select op_id from app.sync_op', '42501', null, 'not which ones');
set session authorization tests_rita;
select throws_ok('select from analytics.sync_day', '42501', null, 'not for a reseller''s analysts');
reset session authorization;
select tests.become('ada');
select throws_ok('select from analytics.sync_day', '42501', null, 'nor for members');

select * from finish();
rollback;
