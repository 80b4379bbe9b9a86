-- What signing in has in common: checking a password, starting a session, answering tokens.

begin;
select plan(43);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.account('bob') as bob \gset

select is(tests.roles_calling(function), 'gatekeeper', 'only the gatekeeper calls ' || function)
from unnest(array['private.tokens', 'private.password_refusal', 'private.confirm_password', 'private.issue_refresh_token',
                  'private.refresh_token_text', 'private.session_start']) as function;

-- Passwords. What a refusal costs is counted by address, in any case, known or not.
select set_config('request.address', '192.0.2.1', true);
set local role gatekeeper;
select is(private.password_refusal('ada@example.com', 'correct horse', 401, 'No'), null, 'the right password');
select is(private.password_refusal('ADA@example.com', 'correct horse', 401, 'No'), null, 'the address in any case');
select is(to_jsonb(private.password_refusal('ada@example.com', 'wrong', 401, 'No')), '{"status": 401, "message": "No", "data": {"code": "invalid_credentials"}, "claims": null}', 'a wrong one is refused in the caller''s words');
select is(tests.call($$private.password_refusal('ada@example.com', '', 401, 'No')$$), '401 invalid_credentials', 'none is wrong');
select is(tests.call($$private.password_refusal('eve@example.com', 'correct horse', 401, 'No')$$), '401 invalid_credentials', 'an unknown address is refused the same');
select is((select count(*) from private.throttle), 3::bigint, 'and counted: two addresses and one client');
select is(private.password_refusal('ada@example.com', 'correct horse', 401, 'No'), null, 'a success');
select is((select string_agg(subject || ' ' || cardinality(attempts), ', ' order by subject) from private.throttle), '192.0.2.1 3, eve@example.com 1',
          'resets the address''s count, and not the client''s');
reset role;
select results_eq('select distinct action, subject_id from app.audit', format('values (''password_failed'', %L::uuid)', :'ada'), 'the trail has the failures of an account that there is');

-- Someone who is signed in.
select tests.become('bob');
set local role gatekeeper;
select is(private.confirm_password('correct horse'), null, 'its own password');
select is(to_jsonb(private.confirm_password('wrong')), '{"status": 403, "message": "The password is wrong", "data": {"code": "invalid_credentials"}, "claims": null}', 'a wrong one: 403, since it is signed in');

-- Sessions.
select is(tests.call(format('private.session_start(%L, ''TV'', ''tv'', false)', :'ada')), '200', 'a device signs in');
select id as tv from app.session where device_id = 'tv' \gset
select tests.later('1 day');
select is(tests.call(format('private.session_start(%L, ''TV again'', ''tv'', false)', :'ada')), '200', 'the same device again');
select is((select count(*) from app.session where account_id = :'ada'), 1::bigint, 'takes its old session''s place');
select is((select count(*) from app.session where id = :'tv'), 0::bigint, 'which has ended');
select is(tests.call(format('private.session_start(%L, ''Phone'', ''phone'', false)', :'ada')), '200', 'a second device');
select tests.later('1 day');
select is(tests.call(format('private.session_start(%L, ''Tablet'', ''tablet'', false)', :'ada')), '403 device_limit_reached {"max": 2, "limit": "max_devices"}', 'a third is over the free plan');
select is(tests.call(format('private.session_start(%L, ''Tablet'', ''tablet'', null)', :'ada')), '403 device_limit_reached {"max": 2, "limit": "max_devices"}', 'also where nothing is said');
select is(tests.call(format('private.session_start(%L, ''TV'', ''tv'', false)', :'ada')), '200', 'one that is there already is not one more');
select is(tests.call(format('private.session_start(%L, ''Tablet'', ''tablet'', true)', :'ada')), '200', 'and the oldest may be replaced');
select is((select string_agg(device_id, ' ' order by created_at) from app.session where account_id = :'ada'), 'tv tablet', 'the oldest: the phone');
select is(tests.call(format('private.session_start(%L, null, null, true)', :'ada')), '200', 'a device without an id');
select is(tests.call(format('private.session_start(%L, null, null, true)', :'ada')), '200', 'and another');
select is((select count(*) from app.session where account_id = :'ada' and device_id is null), 2::bigint, 'are two');
reset role;
select tests.grant_plan('ada', 'basic');
set local role gatekeeper;
select is((select string_agg(tests.call(format('private.session_start(%L, null, null, false)', :'ada')), ', ') from generate_series(1, 4)),
          '200, 200, 200, 403 device_limit_reached {"max": 5, "limit": "max_devices"}', 'a plan of five devices has five');
reset role;
select tests.grant_plan('bob', 'ultimate');
set local role gatekeeper;
select is((select string_agg(distinct tests.call(format('private.session_start(%L, null, null, false)', :'bob')), ', ') from generate_series(1, 30)), '200', 'an unlimited one has no end');
select tests.later('61 days');
select is(tests.call(format('private.session_start(%L, null, null, false)', :'ada')), '200', 'sessions that ended by themselves take no place');
select is((select count(*) from app.session where account_id = :'ada'), 1::bigint, 'and are cleared away');

-- Over the plan after it went down: one that signs in takes as many places as it must.
reset role;
select tests.grant_plan('ada', 'premium');
set local role gatekeeper;
select private.session_start(:'ada', null, null, false) from generate_series(1, 9);
reset role;
update app.subscription set status = 'canceled' where account_id = :'ada';
set local role gatekeeper;
select is(tests.call(format('private.session_start(%L, null, null, true)', :'ada')), '200', 'a plan that went down');
select is((select count(*) from app.session where account_id = :'ada'), 2::bigint, 'has its two devices after the next signs in');

reset role;
update app.account set status = 'suspended' where account_id = :'ada';
set local role gatekeeper;
select is(tests.call(format('private.session_start(%L, null, null, true)', :'ada')), '403 account_suspended', 'a suspended account signs no device in');

-- Tokens: the selected profile, and what the access token says of it.
reset role;
select tests.session('ada', 'tv2', 'Ada') as session \gset
select tests.session('ada', 'tv3', 'Kim') as kims \gset
set local role gatekeeper;
select is((private.tokens(:'ada', :'session', null)).data::jsonb #>> '{profile,name}', 'Ada', 'the profile that was selected in the session');
select is((private.tokens(:'ada', :'session', null)).claims::jsonb,
          jsonb_build_object('sub', :'ada', 'sid', :'session', 'role', 'user', 'current_profile_id', :'profile', 'profile_version', 0), 'is in the claims, with its version');
select is((private.tokens(:'ada', :'kims', null)).claims::jsonb -> 'kids', 'true', 'a kids profile''s say so');
select ok(not (private.tokens(:'ada', :'session', null)).data::jsonb ? 'refresh_token', 'no refresh token where none was made');
select is((private.tokens(:'ada', :'session', 'r', 'Hello')).data ->> 'refresh_token', 'r', 'else that one');
select is((private.tokens(:'ada', :'session', 'r', 'Hello')).message, 'Hello', 'and a message');

select * from finish();
rollback;
