-- POST /v1/me/password.

begin;
select plan(16);

select tests.account('ada');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.session('ada', 'tv');
select tests.session('ada', 'phone') as phone \gset
select tests.account('bob');
select tests.session('bob', 'tablet');

select tests.become('ada', session_id => :'phone');
select is(tests.call($$api.me_password('wrong', 'battery staple')$$), '403 invalid_credentials', 'not without the current one');
select is(tests.call($$api.me_password('correct horse', 'short')$$), '23514 password_length', 'nor to one that is too short');
select is((select count(*) from app.session), 2::bigint, 'which changes nothing');
select is(tests.call($$api.me_password('correct horse', 'battery staple')$$), '200', 'with it');
select results_eq('select device_id from app.session', array['phone'], 'the other devices are signed out');
select is((select string_agg(action, ' ' order by at) from app.audit), 'password_failed password_changed', 'the trail has both');
select tests.become_anonymous();
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '401 invalid_credentials', 'the old one is wrong now');
select is(tests.call($$api.auth_login('ada@example.com', 'battery staple')$$), '200', 'the new one right');
select is(tests.call($$api.auth_login('bob@example.com', 'correct horse')$$), '200', 'and bob''s is what it was');

-- Counted together with login.
select is((select string_agg(distinct tests.call($$api.auth_login('ada@example.com', 'wrong')$$), ', ') from generate_series(1, 7)), '401 invalid_credentials', 'seven wrong ones at login');
select tests.become('ada', session_id => :'phone');
select is((select string_agg(distinct tests.call($$api.me_password('wrong', 'battery staple')$$), ', ') from generate_series(1, 3)), '403 invalid_credentials', 'and three here');
select matches(tests.call($$api.me_password('battery staple', 'correct horse')$$), '^429 rate_limited', 'are ten');

select tests.become('ada', 'Kim');
select is(tests.call($$api.me_password('battery staple', 'correct horse')$$), '42501', 'a kids profile changes none');
select tests.become_anonymous();
select is(tests.call($$api.me_password('battery staple', 'correct horse')$$), '42501', 'nor does who is not signed in');
select tests.become('bob');
select throws_ok('select hash from private.account_password', '42501', null, 'and nobody reads a hash');
select throws_ok($$update private.account_password set hash = 'x'$$, '42501', null, 'or writes one');

select * from finish();
rollback;
