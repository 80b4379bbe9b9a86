-- GET /v1/me.

begin;
select plan(6);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob', plan => 'premium');

select tests.become('ada');
select is(api.me_get()::jsonb - 'created_at', jsonb_build_object(
    'id', :'ada', 'email', 'ada@example.com', 'role', 'user', 'status', 'active', 'subscription', null,
    'plan', '{"code": "free", "name": "Free", "price": 0, "currency": "EUR", "interval": "month",
              "limits": {"max_profiles": 1, "max_playlists": 1, "max_favorites": 50, "max_devices": 2, "max_party_members": 0}}'::jsonb),
    'an account without a subscription is on the free plan');
select is((private.account_shape(tests.account_id('bob'))).email, null, 'another account''s is not there');

select tests.become('ada', 'Kim');
select is(api.me_get() ->> 'email', 'ada@example.com', 'a kids profile reads it, too');
select tests.become('bob');
select is(api.me_get() #>> '{plan,code}', 'premium', 'a subscription gives a plan');
select is(api.me_get() #>> '{subscription,source}', 'grant', 'and is shown');
select tests.become_anonymous();
select is(tests.call('api.me_get()'), '42501', 'not without signing in');

select * from finish();
rollback;
