-- Devices that are signed in, refresh tokens: whose rows they are.

begin;
select plan(21);

select tests.account('ada');
select tests.profile('ada', 'Ada');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.session('ada', 'tv');
select tests.session('ada', 'phone') as phone \gset
select tests.account('bob');
select tests.profile('bob', 'Bob');
select tests.session('bob', 'tablet') as tablet \gset

select tests.become('ada');
select results_eq('select device_id from app.session order by 1', array['phone', 'tv'], 'a member sees its own devices');
select is(tests.affected('update app.session set profile_id = null'), 2::bigint, 'and takes a profile away from them');
select throws_ok(format('update app.session set profile_id = %L', tests.profile_id('bob', 'Bob')), '23503', null, 'another account''s profile is none that it could give');
select throws_ok($$update app.session set expires_at = now() + '10 years'$$, '42501', null, 'it does not make one last');
select throws_ok($$insert into app.session (account_id, expires_at) values (http.current_account_id(), now() + '10 years')$$, '42501', null, 'nor makes one without signing in');
select is(tests.affected($$delete from app.session where device_id = 'tv'$$), 1::bigint, 'it signs its devices out');
select is(tests.affected(format('delete from app.session where id = %L', :'tablet')), 0::bigint, 'and nobody else''s');

select tests.session('ada', 'tv');
select tests.become('ada', 'Kim', :'phone');
select is((select count(*) from app.session), 2::bigint, 'a kids profile sees them');
select throws_ok('update app.session set profile_id = null', '42501', null, 'changes none');
select is(tests.affected('delete from app.session'), 1::bigint, 'and signs out one:');
select results_eq('select device_id from app.session', array['tv'], 'its own');

select tests.become_anonymous();
select throws_ok('select from app.session', '42501', null, 'who is not signed in sees none');
select throws_ok('delete from app.session', '42501', null, 'and ends none');

select tests.become_superuser();
select is(tests.roles_with(privilege, 'private.refresh_token'), 'gatekeeper', 'only the gatekeeper may ' || privilege || ' a refresh token')
from unnest(array['select', 'insert', 'update', 'delete']) as privilege;
select is(tests.roles_with('insert', 'app.session'), 'gatekeeper', 'only signing in makes a session');

select throws_ok(format('insert into private.refresh_token values (%L, %L, ''a'', ''b'')', tests.account_id('ada'), :'tablet'), '23503', null,
    'a refresh token is of a session of the same account');
insert into private.refresh_token values (tests.account_id('bob'), :'tablet', 'a', 'b');
select throws_ok('update private.refresh_token set rotated_at = now()', '23514', null, 'one that was rotated leads to the next');
select tests.become('bob');
delete from app.session;
select tests.become_superuser();
select is_empty('select from private.refresh_token', 'a session takes its refresh tokens along');

select * from finish();
rollback;
