-- Watch parties, before and after they are deleted, without what was watched and who was there.

begin;
select plan(13);

select tests.account('ada', 'premium') as ada \gset
select tests.account('bob', 'premium') as bob \gset
select tests.profile('ada', 'Ada');
select tests.profile('bob', 'Bob');
select tests.become('ada', 'Ada');
select (api.party_create(title => 'Friday', content => '{"kind": "movie", "title": "Dune"}')) -> 'party' ->> 'id' as friday, null as code \gset
select (api.party_create(title => 'Saturday', content => '{"kind": "episode", "title": "Gone"}')) ->> 'code' as code \gset
select tests.become('bob', 'Bob');
select tests.call(format('api.party_join(%L)', :'code')) as joined \gset
select tests.become_superuser();
create role tests_staff login in role analyst_staff;
create role tests_rita login in role analyst_reseller;

set session authorization tests_staff;
select is((select string_agg(concat_ws(' ', kind, members, account_id = :'ada', ended_at is null), ', ' order by members) from analytics.party), 'movie 1 t t, episode 2 t t', 'parties that go on');
select is((select (p.parties, p.shared, p.members, p.accounts)::text from analytics.party_day p where day = current_date), '(2,1,3,1)', 'by day');

reset session authorization;
select is((private.party_end(p, null)).status, 'ended', 'one ends') from app.party p where id = :'friday';
set session authorization tests_staff;
select is((select count(*) from analytics.party where ended_at is not null), 1::bigint, 'it has an end');
select string_agg(party::text, ', ' order by party_id) as before from analytics.party \gset
reset session authorization;
select private.party_delete(p) from app.party p where id = :'friday' \gset
set session authorization tests_staff;
select is((select string_agg(party::text, ', ' order by party_id) from analytics.party), :'before', 'and is the same when it was deleted');
select is((select count(*) from analytics.party_day), 1::bigint, 'the day, too');
select throws_ok(statement, '42501', null, statement)
from unnest(array['select title from app.party', 'select name from app.party_member', 'select body from app.party_event', 'select code from app.party_code']) as statement;
set session authorization tests_rita;
select throws_ok('select from analytics.party', '42501', null, 'not for a reseller''s analysts');
select throws_ok('select from analytics.party_day', '42501', null, 'nor how many there are');
reset session authorization;
select tests.become('ada');
select throws_ok('select from analytics.party', '42501', null, 'nor for members');

select * from finish();
rollback;
