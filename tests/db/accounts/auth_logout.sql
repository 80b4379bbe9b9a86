-- POST /v1/auth/logout.

begin;
select plan(7);

select tests.account('ada');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.session('ada', 'tv') as tv \gset
select tests.session('ada', 'phone') as phone \gset
select tests.session('ada', 'tablet') as tablet \gset

select tests.become('ada', session_id => :'tv');
select is(to_jsonb(api.auth_logout()), '{"status": null, "message": "Signed out", "data": null, "claims": null}', 'a device signs out');
select tests.become('ada', session_id => :'tablet');
select is((api.auth_logout()).claims::text, 'null', 'JSON null tells the API to clear the cookie');
select results_eq('select device_id from app.session', array['phone'], 'its session has ended, and the others have not');
select tests.become('ada', 'Kim', :'phone');
select is(tests.call('api.auth_logout()'), '200', 'a kids profile signs its own device out');
select tests.become_superuser();
select is_empty('select from app.session', 'that one');
select is((select string_agg(device_name, ' ' order by at) from app.audit where action = 'sign_out'), 'tv tablet phone', 'the trail has all');
select tests.become_anonymous();
select is(tests.call('api.auth_logout()'), '42501', 'who is not signed in does not sign out');

select * from finish();
rollback;
