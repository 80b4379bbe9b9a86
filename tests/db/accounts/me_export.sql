-- GET /v1/me/export

begin;
select plan(8);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada', pin => '4711');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.session('ada', 'phone');
select tests.account('bob');
select tests.profile('bob', 'Bob');

select is(tests.roles_calling('api.me_export'), 'member reseller admin', 'who may');
select tests.become('ada', 'Kim');
select is(tests.call('api.me_export()'), '42501', 'a kid may not');

select tests.become('ada', 'Ada');
select api.me_export() -> 'tables' as tables \gset
select is((select array_agg(p ->> 'name' order by p ->> 'name') from json_array_elements(:'tables'::json -> 'profile') as p), array['Ada', 'Kim'], 'all profiles, whichever is selected');
select is(:'tables'::json #>> '{account_email,0,email}', 'ada@example.com', 'the address');
select is(:'tables'::json #>> '{audit,0,action}', 'export', 'the export itself is in the trail');
select is((select array_agg(key order by key) from json_object_keys(:'tables'::json #> '{profile_pin,0}') as key), array['failures', 'locked_until', 'locks', 'profile_id'], 'that there is a PIN, not its hash');
select is((select array_agg(part) from unnest(array['account_password', 'refresh_token']) as part where (:'tables'::jsonb) ? part), null::text[], 'no hashes');
select unalike(:'tables'::text, '%Bob%', 'nothing of anybody else''s');

select * from finish();
rollback;
