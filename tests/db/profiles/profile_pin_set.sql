-- PUT /v1/profiles/{id}/pin.

begin;
select plan(23);

select tests.account('ada');
select tests.profile('ada', 'Ada') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.session('ada', 'tv');
select tests.account('bob');
select tests.profile('bob', 'Bob', pin => '4711') as bobs \gset

select tests.become('ada');
select is(tests.call(format('api.profile_pin_set(%L, ''wrong'', ''1234'')', :'profile')), '403 invalid_credentials', 'not without the account''s password');
select is(api.profile_get(:'profile') ->> 'has_pin', 'false', 'which changes nothing');
select is((data::jsonb - 'id' - 'created_at' - 'settings' - 'hidden_categories' - 'avatar' - 'language' - 'max_rating') || jsonb_build_object('message', message),
          '{"name": "Ada", "is_kids": false, "has_pin": true, "rev": 1, "message": "PIN set"}', 'with it')
from api.profile_pin_set(:'profile', 'correct horse', '1234');
select is(tests.call(format('api.profile_select(%L)', :'profile')), '403 pin_required', 'selecting asks for it');
select is(tests.call(format('api.profile_select(%L, ''1234'')', :'profile')), '200', 'and takes it');
select is((api.profile_pin_set(:'profile', 'correct horse', '123456')).message, 'PIN set', 'changing it');
select is(tests.call(format('api.profile_select(%L, ''1234'')', :'profile')), '403 invalid_pin {"attempts_left": 4}', 'ends the old one');
select is(message || ' ' || (data ->> 'has_pin'), 'PIN removed false', 'null removes it') from api.profile_pin_set(:'profile', 'correct horse', null);
select is(tests.call(format('api.profile_select(%L)', :'profile')), '200', 'and selecting asks for none');
select is(tests.call(format('api.profile_pin_set(%L, ''correct horse'', null)', :'profile')), '200', 'removing none is no error');
select is((select string_agg(action, ' ' order by at) from app.audit), 'password_failed pin_set pin_set pin_failed pin_removed pin_removed', 'the trail has all of it');

select is(tests.call(format('api.profile_pin_set(%L, ''correct horse'', ''1234'')', :'bobs')), '404 not_found', 'another account''s profile is not there');
select is(tests.call(format('api.profile_pin_set(%L, ''wrong'', ''1234'')', :'bobs')), '404 not_found', 'whatever the password');
select is(tests.call(format('private.profile_pin_write(%L, null)', :'bobs')), '200', 'nor is it for the function beneath');
select is(tests.call(format('private.profile_pin_write(%L, ''1234'')', :'bobs')), '23503 profile_pin_account_id_profile_id_fkey', 'which works on the account that is signed in alone');

-- Wrong passwords are counted together with login's.
select is((select string_agg(distinct tests.call(format('api.profile_pin_set(%L, ''wrong'', ''1234'')', :'profile')), ', ') from generate_series(1, 10)), '403 invalid_credentials', 'ten wrong ones');
select matches(tests.call(format('api.profile_pin_set(%L, ''correct horse'', ''1234'')', :'profile')), '^429 rate_limited', 'and no more');
select tests.become_anonymous();
select matches(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '^429 rate_limited', 'at login neither');

select tests.become('ada', 'Kim');
select is(tests.call(format('api.profile_pin_set(%L, ''correct horse'', ''1234'')', :'kim')), '42501', 'a kids profile sets none');
select is(tests.call(format('private.profile_pin_write(%L, null)', :'profile')), '42501', 'nor removes one');
select tests.become_anonymous();
select is(tests.call(format('api.profile_pin_set(%L, ''correct horse'', ''1234'')', :'kim')), '42501', 'nor does who is not signed in');
select tests.become('bob');
select is(tests.call(format('api.profile_select(%L)', :'bobs')), '403 pin_required', 'bob''s PIN is still there');
select is(tests.call(format('api.profile_select(%L, ''4711'')', :'bobs')), '200', 'and what it was');

select * from finish();
rollback;
