-- GET /v1/sessions, DELETE /v1/sessions/{id}.

begin;
select plan(18);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.session('ada', 'old');
select tests.later('61 days');
select tests.session('ada', 'tv') as tv \gset
select tests.later('1 day');
select tests.session('ada', 'phone') as phone \gset
select tests.account('bob');
select tests.session('bob', 'tablet') as tablet \gset

select tests.become('ada', session_id => :'phone');
select is((select string_agg(format('%s %s', item ->> 'device_id', item ->> 'current'), ', ') from json_array_elements(api.session_list() -> 'items') as item),
          'phone true, tv false', 'its own devices, newest first, which one asks, and none that ended');
select is((select string_agg(key, ' ') from json_object_keys(api.session_list() -> 'items' -> 0) as key),
          'id device_name device_id current created_at last_seen_at', 'a session''s fields');
select api.session_list(1) ->> 'next_cursor' as cursor \gset
select is(api.session_list(1, :'cursor') #>> '{items,0,device_id}', 'tv', 'the second page goes on');
select is(api.session_list(1, :'cursor') ->> 'next_cursor', null, 'and is the last');
select is(tests.call(format('api.audit_list(cursor => %L)', :'cursor')), '400 invalid {"field": "cursor"}', 'its cursor is no other list''s');
select is(tests.call('api.session_list(201)'), '23514 page_limit_range', 'not too many at once');

select is(tests.call(format('api.session_delete(%L)', :'tablet')), '404 not_found', 'another account''s device is not there');
select is(tests.call(format('api.session_delete(%L)', gen_random_uuid())), '404 not_found', 'as one is not that never was');
select is(tests.call(format('api.session_delete(%L)', :'tv')), '200', 'a device is signed out');
select is(tests.call(format('api.session_delete(%L)', :'tv')), '404 not_found', 'once');
select is(json_array_length(api.session_list() -> 'items'), 1, 'and is gone from the list');
select is(api.audit_list() #>> '{items,0,action}', 'sign_out', 'the trail has it');
select is(tests.call(format('http.begin_request(%L, %L, ''user'', null, null, null, null)', :'ada', :'tv')), '401 unauthorized', 'its access token does not work any more');

select tests.become('ada', 'Kim', :'phone');
select is(tests.call('api.session_list()'), '42501', 'a kids profile does not manage sessions');
select is(tests.call(format('api.session_delete(%L)', :'phone')), '42501', 'nor ends one in this way');
select tests.become_anonymous();
select is(tests.call('api.session_list()'), '42501', 'who is not signed in lists none');
select is(tests.call(format('api.session_delete(%L)', :'phone')), '42501', 'and ends none');
select tests.become('bob');
select is(json_array_length(api.session_list() -> 'items'), 1, 'bob''s are still there');

select * from finish();
rollback;
