-- POST /v1/auth/device/approve

begin;
select plan(26);

create function tests.device(name text) returns text language sql volatile as $$ select (api.auth_device_code(name, name)).data ->> 'user_code' $$;
create function tests.approve(code text, rest text default '') returns text language sql volatile as $$ select tests.call(format('api.auth_device_approve(%L%s)', code, rest)) $$;

select tests.account('ada');
select tests.profile('ada', 'Ada', pin => '4711') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.session('ada', 'phone') as phone \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.become_anonymous();
select tests.device('TV') as tv, tests.device('Box') as box, tests.device('Stick') as stick, tests.device('Radio') as radio \gset

select is(tests.approve(:'tv'), '42501', 'not without signing in');
select tests.become('ada', 'Kim', :'phone');
select is(tests.approve(:'tv'), '42501', 'not as a kid');

select tests.become('ada', null, :'phone');
select is(tests.approve('BBBB-BBBB'), '404 not_found', 'a wrong code');
select is((api.auth_device_approve(lower(replace(:'radio', '-', ' ')), false)).data ->> 'device_name', 'Radio', 'no to one, however it is typed');
select is(tests.approve(:'radio'), '404 not_found', 'which is over with that');

select is(tests.approve(:'tv', format(', profile_id => %L', :'bob')), '404 not_found', 'a stranger''s profile');
select is(tests.approve(:'tv', format(', profile_id => %L', :'ada')), '403 pin_required', 'a profile''s PIN');
select is(tests.approve(:'tv', format(', profile_id => %L, pin => ''0000''', :'ada')), '403 invalid_pin {"attempts_left": 4}', 'a wrong one counts');
select is((api.auth_device_approve(:'tv', profile_id => :'ada', pin => '4711')).data ->> 'device_name', 'TV', 'the right one');
select is(tests.approve(:'tv'), '404 not_found', 'a code is good once');
select is((select profile_id from app.session where device_id = 'TV'), :'ada'::uuid, 'the device has its profile');
select ok((select expires_at <= now() + '10 minutes' from app.session where device_id = 'TV'), 'and the code''s time to begin');
select results_eq('select action from app.audit where device_name is not null order by at', array['device_denied', 'pin_failed', 'device_approved'], 'the trail says so');

select is(tests.approve(:'box'), '403 device_limit_reached {"max": 2, "limit": "max_devices"}', 'the plan''s devices');
select is(tests.approve(:'box', ', replace_oldest => true'), '200', 'the oldest goes');
select results_eq('select device_id from app.session order by 1', array['Box', 'phone'], 'but not the one that asks');
select tests.become_superuser();
update app.session set created_at = now() + '1 hour' where device_id = 'phone';
select tests.become('ada', null, :'phone');
select tests.later('10 minutes');
select is(tests.approve(:'stick'), '404 not_found', 'an expired code');
select is((select count(*) from app.session where expires_at <= now()), 1::bigint, 'a device that never began has no place any more');

-- Ten wrong ones in 15 minutes.
select is((select string_agg(distinct tests.approve('BBBB-BBBB'), ', ') from generate_series(1, 6)), '404 not_found', 'ten wrong ones with those before');
select tests.become_anonymous();
select tests.device('New TV') as tv \gset
select tests.become('ada', null, :'phone');
select matches(tests.approve(:'tv'), '^429 rate_limited {"retry_after": \d+}$', 'then not even the right one');
select tests.become('bob');
select is(tests.approve('BBBB-BBBB'), '404 not_found', 'others do not wait');
select tests.become('ada', null, :'phone');
select tests.later('5 minutes');
select tests.become_anonymous();
select tests.device('New TV') as tv \gset
select tests.become('ada', null, :'phone');
select is(tests.approve(:'tv'), '200', 'three are 15 minutes old');
select is((select string_agg(tests.approve('BBBB-BBBB'), ', ') from generate_series(1, 3)), '404 not_found, 404 not_found, 404 not_found', 'three more');
select matches(tests.approve('BBBB-BBBB'), '^429 rate_limited', 'and no right one takes wrong ones back');

-- A hundred from one address, by whomever.
select tests.become_superuser();
insert into private.throttle values ('user_code_address', '203.0.113.9', array_fill(clock_timestamp(), array[100]), now());
select tests.become('bob');
select set_config('request.address', '203.0.113.9', true);
select matches(tests.approve(:'tv'), '^429 rate_limited', 'an address has a hundred');
select set_config('request.address', '203.0.113.10', true);
select is(tests.approve(:'tv'), '404 not_found', 'each its own');

select * from finish();
rollback;
