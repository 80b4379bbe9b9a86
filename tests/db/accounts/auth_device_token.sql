-- POST /v1/auth/device/token

begin;
select plan(21);

create function tests.ask(device_code text) returns text language sql volatile as $$ select tests.call(format('api.auth_device_token(%L)', device_code)) $$;

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as profile \gset
select tests.session('ada', 'phone') as phone \gset
select tests.become_anonymous();
select (api.auth_device_code('TV', 'tv')).data as tv \gset
select :'tv'::json ->> 'device_code' as tv, :'tv'::json ->> 'user_code' as tv_code \gset

select is(tests.ask('made up'), '400 expired_token', 'no such code');
select is(tests.ask(:'tv_code'), '400 expired_token', 'what is on the screen is not enough');
select is(tests.ask(:'tv' || 'x'), '400 expired_token', 'nor almost the code');

select is(tests.ask(:'tv'), '400 authorization_pending', 'nobody yet');
select is(tests.ask(:'tv'), '400 slow_down {"interval": 10}', 'too soon');
select tests.later('5 seconds');
select is(tests.ask(:'tv'), '400 slow_down {"interval": 15}', 'five seconds are too soon now, and ten will be');
select tests.later('14 seconds');
select is(tests.ask(:'tv'), '400 slow_down {"interval": 20}', 'it says how long');
select tests.later('19.6 seconds');
select is(tests.ask(:'tv'), '400 authorization_pending', 'half a second is the network''s');

select tests.become('ada', null, :'phone');
select api.auth_device_approve(:'tv_code', profile_id => :'profile');
select tests.become_anonymous();
select to_jsonb(api.auth_device_token(:'tv')) as answer \gset
select is(:'answer'::jsonb #>> '{data,profile,name}', 'Ada', 'approved: tokens at once, with the profile');
select is(:'answer'::jsonb #>> '{claims,current_profile_id}', :'profile', 'which the access token names');
select matches(:'answer'::jsonb #>> '{data,refresh_token}', '^[\w-]{107}$', 'a refresh token');
select is(tests.ask(:'tv'), '400 expired_token', 'once');
select is(tests.call(format('api.auth_refresh(%L)', :'answer'::jsonb #>> '{data,refresh_token}')), '200', 'it refreshes');
select tests.become('ada', null, :'phone');
select ok((select expires_at > now() + '59 days' from app.session where device_id = 'tv'), 'the session lasts from here on');
select results_eq('select action from app.audit order by at', array['device_approved', 'sign_in'], 'the trail says both');

-- Turned away; expired; taken back; suspended.
select tests.become_anonymous();
select (api.auth_device_code('No')).data as no, (api.auth_device_code('Late')).data as late, (api.auth_device_code('Back')).data as back,
       (api.auth_device_code('Suspended')).data as suspended \gset
select tests.become('ada', null, :'phone');
select api.auth_device_approve(:'no'::json ->> 'user_code', false), api.auth_device_approve(:'back'::json ->> 'user_code'),
       api.auth_device_approve(:'suspended'::json ->> 'user_code');
delete from app.session where device_name = 'Back';
select tests.become_anonymous();
select is(tests.ask(:'no'::json ->> 'device_code'), '400 access_denied', 'turned away');
select is(tests.ask(:'no'::json ->> 'device_code'), '400 access_denied', 'as often as it asks');
select is(tests.ask(:'back'::json ->> 'device_code'), '400 access_denied', 'signed out before it began');
select tests.become_superuser();
update app.account set status = 'suspended';
select tests.become_anonymous();
select is(tests.ask(:'suspended'::json ->> 'device_code'), '403 account_suspended', 'a suspended account');
select is(tests.ask(:'late'::json ->> 'device_code'), '400 authorization_pending', 'no account yet');
select tests.later('10 minutes');
select is(tests.ask(:'late'::json ->> 'device_code'), '400 expired_token', 'and none in time');

select * from finish();
rollback;
