-- Who asks: by the name that the connection logged in with, and by nothing that is said afterwards. The same over a real
-- login is in tests/test_analysts.py.

begin;
select plan(23);

select tests.reseller('rita', 5000) as rita \gset
select tests.reseller('sam', 7000) as sam \gset
select tests.become('rita');
select (api.client_create('kim@example.com', 'correct horse', 'basic')).data ->> 'id' as kim \gset
select tests.become_superuser();
create role tests_staff login in role analyst_staff;
create role tests_rita  login in role analyst_reseller;
create role tests_nobody login in role analyst_reseller;
insert into private.analyst_login values ('tests_rita', :'rita');

set session authorization tests_rita;
select is((select string_agg(reseller_id::text, ' ') from analytics.reseller), :'rita', 'a reseller''s analyst sees the reseller');
select is((select count(*) || ' ' || min(client_id::text) from analytics.client), '1 ' || :'kim', 'and its client');
select is((select string_agg(distinct reseller_id::text, ' ') from analytics.ledger), :'rita', 'and its ledger alone');
select isnt_empty('select from analytics.plan', 'and what is sold');
select throws_ok(format('select from analytics.%I', view), '42501', null, 'not ' || view)
from unnest(array['account', 'profile', 'playlist', 'device', 'active_day', 'viewing', 'title', 'subscription', 'funnel', 'sync_day']) as view;

select set_config('request.account_id', :'sam', false), set_config('request.jwt.claims', json_build_object('sub', :'sam', 'role', 'admin')::text, false);
select is((select string_agg(reseller_id::text, ' ') from analytics.reseller), :'rita', 'claims change nothing');
set role analyst_reseller;
select is((select string_agg(reseller_id::text, ' ') from analytics.reseller), :'rita', 'nor does taking the role on');
reset role;
select throws_ok('set role analyst_staff', '42501', null, 'nobody becomes what it is not');
select throws_ok('select private.analyst_reseller_id()', '42501', null, 'nor asks the function itself');

set session authorization tests_nobody;
select is_empty('select from analytics.reseller union all select from analytics.client union all select from analytics.ledger', 'a login that is bound to nobody sees nothing');
set session authorization tests_staff;
select is((select count(*) from analytics.reseller), 2::bigint, 'staff see all');

reset session authorization;
update app.account set status = 'suspended' where account_id = :'rita';
set session authorization tests_rita;
select is_empty('select from analytics.reseller', 'of a suspended reseller''s an analyst sees nothing');
reset session authorization;
update app.account set status = 'active' where account_id = :'rita';
set local role gatekeeper;
select private.account_forget_analyst_login(:'rita');
select is(private.export_analyst_login(:'rita')::text, '[]', '(the reseller goes)');
reset role;
set session authorization tests_rita;
select is_empty('select from analytics.reseller', 'with the reseller goes what its analyst sees');
reset session authorization;

select * from finish();
rollback;
