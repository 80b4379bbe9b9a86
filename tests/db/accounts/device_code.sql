-- What pairing keeps: codes that can be typed and not be guessed.

begin;
select plan(9);

select is(tests.roles_with('select', 'private.device_code'), 'gatekeeper', 'only the functions of pairing see codes');
select is(tests.roles_with('update', 'private.device_code'), 'gatekeeper', 'and change them');

select results_eq(
    $$select distinct private.random_code('BCDFGHJKLMNPQRSTVWXZ', 8) ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$' from generate_series(1, 500)$$, array[true],
    'eight characters of the alphabet');
select is((select count(distinct private.random_code('BCDFGHJKLMNPQRSTVWXZ', 8)) from generate_series(1, 500)), 500::bigint, 'another one each time');
select is(
    (select count(distinct character) from regexp_split_to_table((select string_agg(private.random_code('BCDFGHJKLMNPQRSTVWXZ', 8), '') from generate_series(1, 200)), '') as character),
    20::bigint, 'each character comes up');

select throws_ok($$insert into private.device_code (user_code, secret_hash, "interval", expires_at) values ('WDJBMJHA', '', 5, now())$$, '23514', null, 'a code has no vowels');
insert into private.device_code (user_code, secret_hash, "interval", expires_at) values ('WDJBMJHT', '', 5, now());
select throws_ok($$insert into private.device_code (user_code, secret_hash, "interval", expires_at) values ('WDJBMJHT', '', 5, now())$$, '23505', null, 'no two devices show the same code');
select throws_ok($$update private.device_code set account_id = gen_random_uuid()$$, '23514', null, 'a yes comes with a session');
select throws_ok($$update private.device_code set account_id = gen_random_uuid(), session_id = gen_random_uuid(), denied = true$$, '23514', null, 'and is not a no');

select * from finish();
rollback;
