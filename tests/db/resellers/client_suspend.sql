-- POST /v1/reseller/clients/{id}/suspend and /resume.

begin;
select plan(17);

select tests.reseller('rita', 100000) as rita \gset
select tests.reseller('sam');
select tests.account('root', role => 'admin');
select tests.become('rita');
select (api.client_create('kim@example.com', 'correct horse', 'basic')).data ->> 'id' as kim \gset
select tests.session('kim');
select tests.session('kim', 'tv');

select is(api.client_suspend(:'kim') ->> 'status', 'suspended', 'suspended');
select tests.become_superuser();
select is((select count(*) from app.session where account_id = :'kim'), 0::bigint, 'its sessions are gone');
select is((select status from app.account where account_id = :'kim'), 'suspended', 'its account says so');
select tests.become_anonymous();
select is(tests.call($$api.auth_login('kim@example.com', 'correct horse')$$), '403 account_suspended', 'it does not sign in');
select tests.become('rita');
select is(api.client_suspend(:'kim') ->> 'status', 'suspended', 'again: the same');
select is(tests.call(format('api.client_renew(%L)', :'kim')), '200', 'it may be renewed meanwhile');
select is(api.client_get(:'kim') ->> 'status', 'suspended', 'and stays suspended');
select is(api.client_resume(:'kim') ->> 'status', 'active', 'resumed');
select is(api.client_resume(:'kim') ->> 'status', 'active', 'again: the same');
select tests.become_anonymous();
select is(tests.call($$api.auth_login('kim@example.com', 'correct horse')$$), '200', 'it signs in');

-- What somebody else suspended a reseller does not resume.
select tests.become_superuser();
update app.account set status = 'suspended' where account_id = :'kim';
select tests.become('rita');
select is(api.client_resume(:'kim') ->> 'status', 'active', 'it was not the reseller who suspended it');
select tests.become_superuser();
select is((select status from app.account where account_id = :'kim'), 'suspended', 'and so it stays');
update app.account set status = 'active', role = 'admin' where account_id = :'kim';
select tests.become('rita');
select is(tests.call(format('api.client_suspend(%L)', :'kim')), '409 conflict', 'who became an administrator is not suspended');

select tests.become('sam');
select is(tests.call(format('api.client_suspend(%L)', :'kim')), '404 not_found', 'nor is another one''s client');
select is(tests.call(format('api.client_resume(%L)', :'kim')), '404 not_found', 'or resumed');
select tests.become('root');
select is(tests.call(format('api.client_suspend(%L)', :'kim')), '42501', 'an administrator has no clients');
select tests.become_anonymous();
select is(tests.call(format('private.client_set_suspended(%L, true)', :'kim')), '42501', 'who is not signed in calls nothing of it');

select * from finish();
rollback;
