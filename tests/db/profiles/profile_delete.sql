-- DELETE /v1/profiles/{id}.

begin;
select plan(11);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Ada', pin => '4711') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.session('ada', 'tv', 'Ada') as session \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bobs \gset

select tests.become('ada');
select is(tests.call(format('api.profile_delete(%L)', :'bobs')), '404 not_found', 'another account''s profile is not there');
select is(tests.call(format('api.profile_delete(%L)', gen_random_uuid())), '404 not_found', 'as one is not that never was');
select is(tests.call(format('api.profile_delete(%L)', :'profile')), '200', 'a profile, with its PIN, selected on a device');
select is((select profile_id from app.session where id = :'session'), null, 'which stays signed in, without a profile');
select is(tests.call(format('http.begin_request(%L, %L, ''user'', %L, 0, null, null)', :'ada', :'session', :'profile')), '401 unauthorized', 'the profile''s tokens have ended');
select is(tests.call(format('api.profile_delete(%L)', :'profile')), '404 not_found', 'it is gone');
select is(tests.call(format('api.profile_delete(%L)', :'kim')), '409 conflict', 'an account keeps its last one');
select is((select rev from app.account_counter), 1::bigint, 'what was refused counts as no change');

select tests.become('ada', 'Kim');
select is(tests.call(format('api.profile_delete(%L)', :'kim')), '42501', 'a kids profile deletes none');
select tests.become_anonymous();
select is(tests.call(format('api.profile_delete(%L)', :'kim')), '42501', 'nor does who is not signed in');
select tests.become('bob');
select is(api.profile_get(:'bobs') ->> 'name', 'Bob', 'bob''s is still there');

select * from finish();
rollback;
