-- POST /v1/auth/signup.

begin;
select plan(17);

select tests.become_anonymous();
select data as answer, claims from api.auth_signup('Ada@Example.com', 'correct horse', 'Living room TV', 'tv-1') \gset
select tests.become_superuser();
select account_id as ada from app.account_email where email = 'ada@example.com' \gset

select is((:'answer'::jsonb #- '{account,created_at}' #- '{account,plan}') - '{refresh_token,session_id}'::text[],
          jsonb_build_object('profile', null, 'account', jsonb_build_object('id', :'ada', 'email', 'Ada@Example.com', 'role', 'user', 'status', 'active', 'subscription', null)),
          'it answers the account, and no profile: signing up makes none');
select matches(:'answer'::json ->> 'refresh_token', '^[A-Za-z0-9_-]{107}$', 'a refresh token');
select is(:'claims'::jsonb, jsonb_build_object('sub', :'ada', 'sid', :'answer'::json ->> 'session_id', 'role', 'user'), 'and what the access token says');
select results_eq('select device_name, device_id, profile_id from app.session', $$values ('Living room TV', 'tv-1', null::uuid)$$, 'this device is signed in');
select results_eq('select action, subject_type, device_name, host(ip) from app.audit', $$values ('sign_in', 'session', 'Living room TV', '192.0.2.1')$$, 'the trail says so');
select is((select count(*) from app.profile), 0::bigint, 'there is no profile');
select is((select extensions.crypt('correct horse', hash) = hash from private.account_password), true, 'the password is kept as its hash');
select is((select count(*) from private.refresh_token t where strpos(:'answer'::json ->> 'refresh_token', translate(encode(t.secret_hash, 'base64'), '+/=', '-_')) > 0), 0::bigint,
          'the refresh token too');

select tests.become_anonymous();
select is(tests.call($$api.auth_signup('ada@example.COM', 'correct horse')$$), '409 email_taken', 'an address has one account');
select is(tests.call($$api.auth_signup('bob', 'correct horse')$$), '23514 email_format', 'an address must be one');
select is(tests.call($$api.auth_signup('bob@example.com', '1234567')$$), '23514 password_length', 'a password has at least 8 bytes');
select is(tests.call($$api.auth_signup('bob@example.com', repeat('x', 73))$$), '23514 password_length', 'and at most 72');
select is(tests.call($$api.auth_signup('bob@example.com', repeat('x', 72))$$), '200', 'these are all of them');
select is(tests.call($$api.auth_login('bob@example.com', repeat('x', 72))$$), '200', 'and count, to the last');
select is(tests.call($$api.auth_login('bob@example.com', repeat('x', 71) || 'y')$$), '401 invalid_credentials', 'to the very last');
select is(tests.call($$api.auth_login('bob@example.com', repeat('x', 73))$$), '401 invalid_credentials', 'and nothing after it: bcrypt would not look there');

select tests.become('ada');
select is(tests.call($$api.auth_signup('carl@example.com', 'correct horse')$$), '42501', 'who is signed in does not sign up');

select * from finish();
rollback;
