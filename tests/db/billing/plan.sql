-- Plans and their limits.

begin;
select plan(19);

set local role anonymous;
select is((select string_agg(format('%s %s %s', p ->> 'code', p ->> 'price', (select string_agg(value, '/') from json_each_text(p -> 'limits'))), ', ') from json_array_elements(api.plan_list()) as p),
          'free 0 1/1/50/2/0, basic 499 3/3/500/5/4, premium 999 6/10/-1/10/16, ultimate 1999 -1/-1/-1/-1/50', 'the contract''s plans, cheapest first, without signing in');
select is((select string_agg(key, ' ') from json_object_keys(api.plan_list() -> 0) as key), 'code name price currency interval limits', 'a plan''s fields');
select throws_ok('update app.plan set price = 0', '42501', null, 'nobody changes its price');
select tests.become_superuser();
select is(tests.roles_with(privilege, 'app.plan'), 'nobody', 'nor has anybody the right to ' || privilege)
from unnest(array['insert', 'update', 'delete', 'truncate']) as privilege;

-- A DBA's work is an UPDATE.
set local role syncstream;
select is(tests.affected($$update app.plan set max_profiles = 2 where code = 'free'$$), 1::bigint, 'a DBA changes one, though row-level security is forced');
set local role anonymous;
select is(api.plan_list() #>> '{0,limits,max_profiles}', '2', 'in force at once');
set local role syncstream;
select throws_ok($$update app.plan set max_profiles = -2$$, '23514', null, 'a limit is a number, or -1');
select throws_ok($$update app.plan set price = -1$$, '23514', null, 'a price is none that we pay');
select throws_ok($$update app.plan set currency = 'eur'$$, '23514', null, 'a currency is in ISO 4217''s letters');
select throws_ok($$update app.plan set code = 'Free Plan'$$, '23514', null, 'a code is a name that calls can use');

-- The limits' guard.
reset role;
select is(tests.call('private.require_within(3, 2, ''max_profiles'', ''profiles'')'), '200', 'two of three: one more');
select is(tests.call('private.require_within(3, 3, ''max_profiles'', ''profiles'')'), '403 plan_limit_reached {"max": 3, "limit": "max_profiles"}', 'three of three: no more');
select is(tests.call('private.require_within(3, 4, ''max_profiles'', ''profiles'')'), '403 plan_limit_reached {"max": 3, "limit": "max_profiles"}', 'nor over it, after the plan went down');
select is(tests.call('private.require_within(0, 0, ''max_party_members'', ''members'')'), '403 plan_limit_reached {"max": 0, "limit": "max_party_members"}', 'none is none');
select is(tests.call('private.require_within(-1, 1000000, ''max_profiles'', ''profiles'')'), '200', '-1 is unlimited');
select throws_ok('select private.require_within(1, 1, ''max_profiles'', ''profiles'')', 'PT403', 'Plan limit reached. Maximum profiles: 1', 'in the contract''s words');

select * from finish();
rollback;
