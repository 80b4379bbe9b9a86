-- From signing up to paying.

begin;
select plan(4);

select tests.account('ada') as ada \gset
select tests.account('bob') as bob \gset
select tests.account('eve', 'premium') as eve \gset
select tests.account('old') as old \gset
select tests.reseller('rita', 5000) as rita \gset
select tests.profile('ada', 'Ada');
select tests.profile('eve', 'Eve');
select tests.become('eve', 'Eve');
select api.playlist_create(name => 'Home', kind => 'xtream', url => 'http://panel.example', username => 'eve', password => 's3cret') ->> 'id' as playlist \gset
select tests.call(format($$api.progress_put(%L, 'movie', '1', 1, 100)$$, :'playlist')) as watched \gset
select tests.become('rita');
select (api.client_create('tom@example.com', 'correct horse', 'basic')).data ->> 'id' as tom \gset
select (api.client_create('kim@example.com', 'correct horse', 'basic', null, true)).data ->> 'id' as kim \gset
select tests.become_superuser();
update app.account set created_at = date_trunc('month', now()) - interval '1 day' where account_id = :'old';
insert into app.subscription (account_id, plan, status, source, created_at) values (:'ada', 'basic', 'active', 'stripe', now() - interval '1 second'), (:'bob', 'basic', 'incomplete', 'stripe', now());
update app.subscription set created_at = created_at - interval '1 second' where account_id = :'tom';
create role tests_staff login in role analyst_staff;
create role tests_rita login in role analyst_reseller;

set session authorization tests_staff;
select is((select (f.signed_up, f.made_profile, f.added_playlist, f.watched, f.subscribed, f.paid)::text from analytics.funnel f where month = date_trunc('month', now())::date and channel = 'signup'),
    '(3,2,1,1,2,1)', 'who signed up alone this month');
select is((select (f.signed_up, f.made_profile, f.added_playlist, f.watched, f.subscribed, f.paid)::text from analytics.funnel f where channel = 'reseller'), '(2,0,0,0,2,1)', 'whom a reseller made');
select is((select string_agg(signed_up::text, ' ' order by month, channel) from analytics.funnel), '1 2 3', 'month by month, resellers left out');
set session authorization tests_rita;
select throws_ok('select from analytics.funnel', '42501', null, 'not for a reseller''s analysts');
reset session authorization;

select * from finish();
rollback;
