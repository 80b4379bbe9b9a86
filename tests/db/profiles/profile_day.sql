-- The days on which a profile was used.

begin;
select plan(12);

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.session('ada', 'phone') as session \gset
create function tests.days(profile uuid) returns text language sql security definer as $$
    select coalesce(string_agg(((now() at time zone 'UTC')::date - d.day)::text, ' ' order by d.day desc), 'none') from app.profile_day d where d.profile_id = profile;
$$;
grant execute on function tests.days to public;

select is(tests.days(:'profile'), 'none', 'not used yet');
select tests.become('ada', session_id => :'session');
select is(tests.call(format('api.profile_select(%L)', :'profile')), '200', 'selecting the profile');
select is(tests.days(:'profile'), '0', 'is using it');
select is(tests.call(format('api.profile_select(%L)', :'profile')), '200', 'again');
select is(tests.days(:'profile') || tests.days(:'kim'), '0none', 'the day counts once, and for no other profile');

select tests.become_superuser();
update app.profile_day set day = day - 1;
select private.issue_refresh_token(:'ada', :'session', decode(repeat('00', 16), 'hex'), decode(repeat('11', 32), 'hex')) as token \gset
select tests.become_anonymous();
select is(tests.call(format('api.auth_refresh(%L)', :'token')), '200', 'a device that refreshes its tokens');
select is(tests.days(:'profile'), '0 1', 'uses the profile that it has selected');

select tests.become_superuser();
update app.profile_day set day = day - 500;
select tests.become('ada', session_id => :'session');
select is(tests.call(format('api.profile_select(%L)', :'profile')), '200', 'long afterwards');
select is(tests.days(:'profile'), '0', 'the old days are forgotten');
select throws_ok('select from app.profile_day', '42501', null, 'an account reads them in its export alone');
select throws_ok(format('select private.profile_seen(%L, %L)', :'ada', :'profile'), '42501', null, 'and adds none');

select is(tests.call(format('api.profile_delete(%L)', :'kim')) || tests.call(format('api.profile_select(%L)', :'profile')), '200200', 'a profile goes with its days');

select * from finish();
rollback;
