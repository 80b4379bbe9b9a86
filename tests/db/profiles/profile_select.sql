-- POST /v1/profiles/{id}/select.

begin;
select plan(32);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Ada', pin => '4711') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.profile('ada', 'Lea', pin => '0000') as lea \gset
select tests.session('ada', 'tv') as tv \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bobs \gset

select tests.become('ada');
select is(to_jsonb(r) - 'data', jsonb_build_object('status', null, 'message', 'Profile selected successfully', 'claims',
              jsonb_build_object('sub', :'ada', 'sid', :'tv', 'role', 'user', 'current_profile_id', :'kim', 'profile_version', 0, 'kids', true)),
          'a profile without a PIN, for kids')
from api.profile_select(:'kim') as r;
select is((select profile_id from app.session where id = :'tv'), :'kim', 'the device remembers it');
select tests.become('ada', 'Kim');
select is(tests.call(format('api.profile_select(%L)', :'profile')), '403 pin_required', 'a kids profile leaves for another one by its PIN');
select is((select string_agg(key, ' ') from json_object_keys((api.profile_select(:'profile', '4711')).data) as key), 'account session_id profile', 'tokens without a refresh token');
select tests.become('ada');
select is((api.profile_select(:'profile', '4711')).claims::jsonb -> 'kids', null, 'any other profile''s token says nothing of kids');
select is(to_jsonb(api.profile_select(:'profile')), '{"status": 403, "message": "PIN required", "data": {"code": "pin_required"}, "claims": null}', 'no PIN');
select is(to_jsonb(api.profile_select(:'profile', '1234')), '{"status": 403, "message": "Invalid PIN", "data": {"code": "invalid_pin", "attempts_left": 4}, "claims": null}', 'a wrong one');
select is((select profile_id from app.session where id = :'tv'), :'profile', 'a refusal selects nothing');
select is(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '200', 'the right one resets the count');
select is(tests.call(format('api.profile_select(%L, ''1234'')', :'kim')), '200', 'a PIN for a profile that has none is not looked at');
select is(tests.call(format('api.profile_select(%L, ''12'')', :'profile')), '23514 pin_format', 'what is no PIN is not counted');
select is(tests.call(format('api.profile_select(%L)', :'bobs')), '404 not_found', 'another account''s profile is not there');

-- Five guesses, then a lock; each lock longer than the one before.
select is((select string_agg(split_part(tests.call(format('api.profile_select(%L, ''1234'')', :'profile')), ' ', 4), ' ') from generate_series(1, 5)), '4} 3} 2} 1} 0}', 'five wrong ones, the fifth with none left');
select matches(tests.call(format('api.profile_select(%L, ''1234'')', :'profile')), '^429 pin_locked {"retry_after": (300|29\d)}$', 'the sixth is not looked at: 5 minutes');
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked', 'nor is the right one');
select matches(tests.call(format('api.profile_select(%L)', :'profile')), '^429 pin_locked', 'nor none');
select is(tests.call(format('api.profile_select(%L, ''0000'')', :'lea')), '200', 'another profile''s PIN is not locked');

select tests.later('4 minutes 59 seconds');
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked {"retry_after": 1}$', 'to the last second');
select tests.later('1 second');
select is((select string_agg(split_part(tests.call(format('api.profile_select(%L, ''1234'')', :'profile')), ' ', 4), ' ') from generate_series(1, 5)), '4} 3} 2} 1} 0}', 'then there are five more');
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked {"retry_after": (600|59\d)}$', 'and 10 minutes');
select tests.later('10 minutes');
select tests.call(format('api.profile_select(%L, ''1234'')', :'profile')) from generate_series(1, 5);
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked {"retry_after": (1200|119\d)}$', '20 minutes');
select tests.later('20 minutes');
select tests.call(format('api.profile_select(%L, ''1234'')', :'profile')) from generate_series(1, 5);
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked {"retry_after": (2400|239\d)}$', '40 minutes');
select tests.later('40 minutes');
select tests.call(format('api.profile_select(%L, ''1234'')', :'profile')) from generate_series(1, 5);
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked {"retry_after": (3600|359\d)}$', 'an hour, not 80 minutes');
select tests.later('60 minutes');
select tests.call(format('api.profile_select(%L, ''1234'')', :'profile')) from generate_series(1, 5);
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked {"retry_after": (3600|359\d)}$', 'never longer');
select tests.later('1 hour');
select is(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '200', 'the right one');
select tests.call(format('api.profile_select(%L, ''1234'')', :'profile')) from generate_series(1, 5);
select matches(tests.call(format('api.profile_select(%L, ''4711'')', :'profile')), '^429 pin_locked {"retry_after": (300|29\d)}$', 'resets the doubling, too: 5 minutes');
select is((api.profile_pin_set(:'profile', 'correct horse', '4712')).message, 'PIN set', 'setting a PIN');
select is(tests.call(format('api.profile_select(%L, ''4712'')', :'profile')), '200', 'unlocks');
select is((select count(*) from app.audit where action = 'pin_failed' and subject_id = :'profile' and device_name = 'tv'), 36::bigint, 'the trail has each guess that was looked at, by device');

select tests.become_anonymous();
select is(tests.call(format('api.profile_select(%L)', :'kim')), '42501', 'who is not signed in selects none');
select tests.become('bob');
select is(tests.call(format('api.profile_select(%L)', :'kim')), '404 not_found', 'nor does somebody else');
select tests.become_superuser();
select is(tests.roles_calling('private.pin_refusal'), 'gatekeeper', 'only the gatekeeper looks at a PIN');

select * from finish();
rollback;
