-- POST /v1/auth/login.

begin;
select plan(26);

select tests.account('ada') as ada \gset
select tests.account('bob');

select tests.become_anonymous();
select is(to_jsonb(api.auth_login('ada@example.com', 'wrong')), '{"status": 401, "message": "Invalid email or password", "data": {"code": "invalid_credentials"}, "claims": null}', 'a wrong password');
select is(to_jsonb(api.auth_login('eve@example.com', 'wrong')), '{"status": 401, "message": "Invalid email or password", "data": {"code": "invalid_credentials"}, "claims": null}', 'an unknown address, word for word the same');
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '200', 'the right one');
select is((api.auth_login('ADA@Example.com', 'correct horse', 'TV', 'tv')).claims ->> 'sub', :'ada', 'the address in any case');
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse', 'Phone', 'phone')$$), '403 device_limit_reached {"max": 2, "limit": "max_devices"}', 'one device too many');
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse', 'TV', 'tv')$$), '200', 'a device takes its own place');
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse', 'Phone', 'phone', true)$$), '200', 'or the oldest one''s');

-- Ten wrong ones in 15 minutes, then not even the right one.
select tests.become_anonymous();
select is((select string_agg(distinct tests.call($$api.auth_login('ada@example.com', 'wrong')$$), ', ') from generate_series(1, 9)), '401 invalid_credentials', 'nine wrong ones');
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse', 'Phone', 'phone')$$), '200', 'a right one');
select is((select string_agg(distinct tests.call($$api.auth_login('ada@example.com', 'wrong')$$), ', ') from generate_series(1, 9)), '401 invalid_credentials', 'resets the count: nine more');
select is(tests.call($$api.auth_login('Ada@example.com', 'wrong')$$), '401 invalid_credentials', 'the tenth, in another case');
select matches(tests.call($$api.auth_login('ada@example.com', 'wrong')$$), '^429 rate_limited {"retry_after": (900|89\d)}$', 'the eleventh waits');
select matches(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '^429 rate_limited', 'so does the right one');
select tests.become_anonymous('198.51.100.1');
select matches(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '^429 rate_limited', 'from wherever it comes');
select is(tests.call($$api.auth_login('bob@example.com', 'correct horse')$$), '200', 'nobody else waits');
select tests.later('14 minutes');
select matches(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '^429 rate_limited {"retry_after": (60|5\d)}$', 'it says how long');
select tests.later('1 minute');
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse', 'Phone', 'phone')$$), '200', 'and it is so');

-- An address that nobody has: the same.
select tests.become_anonymous('198.51.100.2');
select is((select string_agg(distinct tests.call($$api.auth_login('eve@example.com', 'wrong')$$), ', ') from generate_series(1, 10)), '401 invalid_credentials', 'ten guesses at an unknown address');
select matches(tests.call($$api.auth_login('eve@example.com', 'wrong')$$), '^429 rate_limited', 'and no more');

-- A hundred from one client, whomever at. Ninety-nine are put there, to save their hashing.
select tests.become_superuser();
insert into private.throttle values ('address', '203.0.113.9', array_fill(clock_timestamp(), array[99]), now());
select tests.become_anonymous('203.0.113.9');
select is(tests.call($$api.auth_login('bob@example.com', 'wrong')$$), '401 invalid_credentials', 'the hundredth of a client');
select matches(tests.call($$api.auth_login('bob@example.com', 'correct horse', 'TV', 'tv', true)$$), '^429 rate_limited {"retry_after": (900|89\d)}$', 'after it the client waits, with the right password too');
select tests.become_anonymous('203.0.113.10');
select is(tests.call($$api.auth_login('bob@example.com', 'correct horse', 'TV', 'tv', true)$$), '200', 'other clients do not');
select tests.become_anonymous('203.0.113.9');
select tests.later('15 minutes');
select is(tests.call($$api.auth_login('bob@example.com', 'correct horse', 'TV', 'tv', true)$$), '200', 'nor does this one after 15 minutes');

-- Suspended.
select tests.become_superuser();
update app.account set status = 'suspended' where account_id = :'ada';
select tests.become_anonymous();
select is(tests.call($$api.auth_login('ada@example.com', 'correct horse')$$), '403 account_suspended', 'a suspended account');
select is(tests.call($$api.auth_login('ada@example.com', 'wrong')$$), '401 invalid_credentials', 'is told only to who knows its password');

select tests.become('bob');
select is(tests.call($$api.auth_login('bob@example.com', 'correct horse')$$), '42501', 'who is signed in does not sign in');

select * from finish();
rollback;
