-- Claims held to what is so now.

begin;
select plan(22);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.session('ada', 'tv') as session \gset
select tests.account('bob') as bob \gset
select tests.profile('bob', 'Bob') as bobs_profile \gset
select tests.session('bob', 'tv') as bobs_session \gset

set local role member;
select is(tests.call(format('http.begin_request(%L, %L, %L, %L, %L, ''192.0.2.1'', ''r'')', account, session, role, profile, version)), answer, description)
from (values
    (:'ada',  :'session', 'user',     null,            null, '200', 'claims that are so'),
    (:'ada',  :'session', 'user',     :'profile',      0,    '200', 'with a profile'),
    (:'ada',  :'session', 'reseller', null,            null, '401 unauthorized', 'a role that the account does not have (any more)'),
    (:'ada',  :'session', null,       null,            null, '401 unauthorized', 'no role'),
    (:'ada',  gen_random_uuid()::text, 'user', null,   null, '401 unauthorized', 'a session that ended'),
    (:'ada',  null,       'user',     null,            null, '401 unauthorized', 'no session'),
    (:'ada',  :'bobs_session', 'user', null,           null, '401 unauthorized', 'another account''s session'),
    (gen_random_uuid()::text, :'session', 'user', null, null, '401 unauthorized', 'an account that is gone'),
    (:'ada',  :'session', 'user',     :'profile',      1,    '401 unauthorized', 'a profile that became another kind'),
    (:'ada',  :'session', 'user',     :'profile',      null, '401 unauthorized', 'a profile without its version'),
    (:'ada',  :'session', 'user',     gen_random_uuid()::text, 0, '401 unauthorized', 'a profile that is gone'),
    (:'ada',  :'session', 'user',     :'bobs_profile', 0,    '401 unauthorized', 'another account''s profile')
) as t (account, session, role, profile, version, answer, description);

select tests.become_superuser();
select is(tests.roles_calling('http.begin_request'), 'anonymous kid member reseller admin usher', 'each role that the API calls as, and no other');

-- What it leaves.
set local role member;
select http.begin_request(:'ada', :'session', 'user', :'profile', 0, '192.0.2.7', 'r');
select is((http.current_account_id(), http.current_session_id(), http.current_profile_id(), http.client_address()),
          (:'ada'::uuid, :'session'::uuid, :'profile'::uuid, '192.0.2.7'::inet), 'the claims, as settings');
select is(current_setting('request.id'), 'r', 'the request''s id, too');
set local role anonymous;
select lives_ok($$select http.begin_request(null, null, null, null, null, '192.0.2.8', 'r')$$, 'a request without a token begins');
select is(http.current_account_id(), null, 'and has nothing of the one before it');
select is(http.client_address(), '192.0.2.8', 'but its address');

-- The kids profile's own role, and an account that is suspended.
set local role kid;
select is(tests.call(format('http.begin_request(%L, %L, ''user'', %L, 0, null, null)', :'ada', :'session', :'profile')), '200', 'a kids profile''s role begins one');
select tests.become_superuser();
update app.account set status = 'suspended' where account_id = :'ada';
set local role member;
select is(tests.call(format('http.begin_request(%L, %L, ''user'', null, null, null, null)', :'ada', :'session')), '403 account_suspended', 'a suspended account''s token');
select is(tests.call(format('http.begin_request(%L, %L, ''user'', null, null, null, null)', :'ada', gen_random_uuid())), '403 account_suspended', 'also where its sessions were ended');
select is(tests.call(format('http.begin_request(%L, %L, ''user'', null, null, null, null)', :'bob', :'bobs_session')), '200', 'nobody else''s');

select * from finish();
rollback;
