-- POST /v1/auth/refresh.

begin;
select plan(28);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.become_anonymous();
select data ->> 'refresh_token' as first, data ->> 'session_id' as session from api.auth_login('ada@example.com', 'correct horse', 'TV', 'tv') \gset
select tests.become_superuser();
update app.session set profile_id = :'profile';

-- Rotation.
select tests.later('1 day');
select tests.become_anonymous();
select data ->> 'refresh_token' as second, claims from api.auth_refresh(:'first') \gset
select isnt(:'second'::text, :'first', 'each use gives another one');
select is(:'claims'::jsonb, jsonb_build_object('sub', :'ada', 'sid', :'session', 'role', 'user', 'current_profile_id', :'profile', 'profile_version', 0), 'of the same session, the selected profile kept');
select tests.become_superuser();
select is((select expires_at > now() + '59 days 23:59' and last_seen_at > now() - interval '1 second' from app.session), true, 'the session lives on');
select tests.become_anonymous();

-- Within the grace.
select is((api.auth_refresh(:'first')).data ->> 'refresh_token', :'second', 'the old one, seconds later: the same successor');
select (api.auth_refresh(:'second')).data ->> 'refresh_token' as third \gset
select is((api.auth_refresh(:'first')).data ->> 'refresh_token', :'third', 'after two rotations: the newest');
select is((api.auth_refresh(:'second')).data ->> 'refresh_token', :'third', 'from any that led to it');
select tests.become_superuser();
select is((select count(*) from private.refresh_token where rotated_at is null), 1::bigint, 'there is one current token');

-- A profile that changed meanwhile.
update app.profile set is_kids = true, token_version = 1;
select tests.become_anonymous();
select is((api.auth_refresh(:'third')).claims::jsonb - 'sub' - 'sid' - 'role' - 'current_profile_id', '{"profile_version": 1, "kids": true}', 'a refresh gives fitting tokens');
select (api.auth_refresh(:'third')).data ->> 'refresh_token' as fourth \gset

-- What was never given out.
select is(tests.call(format('api.auth_refresh(%L)', token)), '401 invalid_refresh_token', description)
from (values
    ('', 'nothing'),
    ('garbage', 'garbage'),
    (repeat('A', 107), 'nobody''s'),
    (repeat('-', 107), 'any bytes'),
    (:'fourth' || 'A', 'too long a one')
) as t (token, description);
select is(tests.call(format('api.auth_refresh(%L)', overlay(:'fourth' placing 'AAAAAAAAAAAA' from 46))), '401 invalid_refresh_token', 'one of another family');
select is(tests.call(format('api.auth_refresh(%L)', :'fourth')), '200', 'none of them ended the session');
select (api.auth_refresh(:'fourth')).data ->> 'refresh_token' as fifth \gset

-- Reuse.
select tests.later('9 seconds');
select is(tests.call(format('api.auth_refresh(%L)', :'fourth')), '200', 'nine seconds later the old one still works');
select tests.later('2 seconds');
select is(tests.call(format('api.auth_refresh(%L)', :'fourth')), '401 invalid_refresh_token', 'eleven seconds later it does not:');
select is(tests.call(format('api.auth_refresh(%L)', :'fifth')), '401 invalid_refresh_token', 'somebody has a copy, so the session has ended');
select tests.become_superuser();
select is_empty('select from app.session', 'really');
select is_empty('select from private.refresh_token', 'with all of its tokens');
select is((select device_name from app.audit where action = 'refresh_token_reused' and subject_id = :'session'), 'TV', 'and the trail says so');

-- One that was rotated long ago and forgotten is known by its family.
select tests.become_anonymous();
select (api.auth_login('ada@example.com', 'correct horse', 'TV', 'tv')).data ->> 'refresh_token' as first \gset
select (api.auth_refresh(:'first')).data ->> 'refresh_token' as second \gset
select tests.later('1 day');
select (api.auth_refresh(:'second')).data ->> 'refresh_token' as third \gset
select tests.later('1 day');
select (api.auth_refresh(:'third')).data ->> 'refresh_token' as fourth \gset
select tests.become_superuser();
select is((select count(*) from private.refresh_token), 2::bigint, 'only what was rotated within the grace is kept, with the current one');
select tests.become_anonymous();
select is(tests.call(format('api.auth_refresh(%L)', :'first')), '401 invalid_refresh_token', 'an early one');
select is(tests.call(format('api.auth_refresh(%L)', :'fourth')), '401 invalid_refresh_token', 'ends the session, too');

-- The session's end, the account's.
select (api.auth_login('ada@example.com', 'correct horse', 'TV', 'tv')).data ->> 'refresh_token' as token \gset
select tests.later('61 days');
select is(tests.call(format('api.auth_refresh(%L)', :'token')), '401 invalid_refresh_token', 'not used for 60 days, a session ends');
select (api.auth_login('ada@example.com', 'correct horse', 'TV', 'tv')).data ->> 'refresh_token' as token \gset
select tests.become_superuser();
update app.account set status = 'suspended';
select tests.become_anonymous();
select is(tests.call(format('api.auth_refresh(%L)', :'token')), '403 account_suspended', 'a suspended account');
select tests.become_superuser();
update app.account set status = 'active';
delete from app.session;
select tests.become_anonymous();
select is(tests.call(format('api.auth_refresh(%L)', :'token')), '401 invalid_refresh_token', 'a session that was revoked');

select is(tests.roles_calling('api.auth_refresh'), 'anonymous', 'it takes no access token');

select * from finish();
rollback;
