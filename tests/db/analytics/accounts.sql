-- Accounts, profiles, playlists and devices, without what names anybody.

begin;
select plan(17);

select tests.account('ada', 'premium') as ada \gset
select tests.account('bob') as bob \gset
select tests.profile('ada', 'Ada', pin => '4711') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.profile('bob', 'Bob') as bobs \gset
select tests.reseller('rita', 5000) as rita \gset
select tests.become('ada', 'Ada');
select api.playlist_create(name => 'Home', kind => 'xtream', url => 'http://panel.example', username => 'ada', password => 's3cret') ->> 'id' as playlist \gset
select tests.call(format($$api.favorite_put(%L, 'movie', '1')$$, :'playlist')) as favorite \gset
select tests.become('rita');
select (api.client_create('tom@example.com', 'correct horse', 'basic')).data ->> 'id' as tom \gset
select tests.become_superuser();
update app.playlist set status = '{"state": "active"}';
insert into app.profile_day values
    (:'ada', :'profile', current_date), (:'ada', :'kim', current_date), (:'bob', :'bobs', current_date), (:'ada', :'profile', current_date - 1), (:'bob', :'bobs', current_date - 3);
create role tests_staff login in role analyst_staff;
create role tests_rita login in role analyst_reseller;
insert into private.analyst_login values ('tests_rita', :'rita');
set session authorization tests_staff;

select is((select (a.role, a.status, a.plan, a.profiles, a.playlists, a.devices, current_date - a.last_active_day)::text from analytics.account a where account_id = :'ada'),
    '(user,active,premium,2,1,1,0)', 'an account');
select is((select (a.plan, a.profiles, a.reseller_id, a.subscribed_at)::text from analytics.account a where account_id = :'bob'), '(free,1,,)', 'one that has nothing');
select is((select (a.plan, a.reseller_id = :'rita', a.paid_at = a.subscribed_at)::text from analytics.account a where account_id = :'tom'), '(basic,t,)', 'a reseller''s client, of this moment');
select is((select subscribed_at from analytics.account where account_id = :'ada'), null, 'a grant is no subscription of anybody''s own');
select is((select string_agg(format('%s %s %s %s', p.is_kids, p.has_pin, p.favorites, current_date - p.last_active_day), ', ' order by is_kids) from analytics.profile p where account_id = :'ada'),
    'f t 1 0, t f 0 0', 'its profiles');
select is((select (p.kind, p.state, p.visible_to)::text from analytics.playlist p), '(xtream,active,all)', 'its playlist, as its panel said');
select is((select count(*) from analytics.device where account_id = :'ada'), 1::bigint, 'its device');
select is((select string_agg(format('%s: %s %s %s', current_date - day, accounts, profiles, kids_profiles), ', ' order by day) from analytics.active_day),
    '3: 1 1 0, 1: 1 1 0, 0: 2 3 1', 'who was active when');
select throws_ok(statement, '42501', null, statement)
from unnest(array['select email from app.account', 'select ip from app.audit', 'select hash from private.account_password', 'select device_name from app.session',
                  'select name from app.profile', 'select url from app.playlist', 'table private.playlist_secret']) as statement;

set session authorization tests_rita;
select is_empty($$select view from unnest(array['account', 'profile', 'playlist', 'device', 'profile_day', 'active_day']) as view where has_table_privilege('analytics.' || view, 'select')$$,
    'a reseller''s analysts see none of it');
reset session authorization;
select tests.become('ada');
select throws_ok('select from analytics.account', '42501', null, 'nor does a member');

select * from finish();
rollback;
