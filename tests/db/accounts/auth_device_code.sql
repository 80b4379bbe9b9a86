-- POST /v1/auth/device/code

begin;
select plan(9);

select tests.become_anonymous();
select (api.auth_device_code('TV', 'tv')).data as codes \gset
select matches(:'codes'::json ->> 'user_code', '^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$', 'a code as people type it');
select is(:'codes'::json ->> 'verification_uri', '/pair', 'where to type it: relative, where no PUBLIC_URL is known');
select is(:'codes'::json ->> 'expires_in', '600', 'ten minutes');
select is(:'codes'::json ->> 'interval', '5', 'every five seconds');
set local syncstream.public_url = 'https://tv.example.com';
select matches((api.auth_device_code()).data ->> 'verification_uri_complete', '^https://tv\.example\.com/pair\?code=\w{4}-\w{4}$', 'the address that the API says, with the code');

select tests.become_superuser();
select is((select secret_hash from private.device_code where device_id = 'tv'), sha256((:'codes'::json ->> 'device_code')::bytea), 'only a hash of the secret is kept');

-- Expired ones go as new ones come.
select tests.later('10 minutes');
select tests.become_anonymous();
select api.auth_device_code();
select tests.become_superuser();
select is((select count(*) from private.device_code), 1::bigint, 'what expired is cleared away');

update app.settings set pairing_codes = 2;
select tests.become_anonymous('198.51.100.1');
select is((select string_agg(tests.call('api.auth_device_code()'), ', ') from generate_series(1, 2)), '200, 200', 'so many for an address');
select matches(tests.call('api.auth_device_code()'), '^429 rate_limited', 'and no more');

select * from finish();
rollback;
