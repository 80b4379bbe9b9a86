-- Watch time by kind, day and title; and that what few watched is nobody's business.

begin;
set local client_min_messages = warning;  -- that so many requests make a long application_name
select plan(22);

create function tests.household(who text) returns uuid language plpgsql as $$
begin
    perform tests.account(who, 'premium');
    perform tests.profile(who, 'Someone');
    perform tests.become(who, 'Someone');
    return api.playlist_create(name => 'Home', kind => 'xtream', url => 'http://panel.example', username => who, password => 's3cret') ->> 'id';
end
$$;
create function tests.watch(who text, kind text, title text, position_ms bigint, duration_ms bigint, tmdb integer default null, playback text default 'p') returns text
language plpgsql as $$
begin
    perform tests.become(who, 'Someone');
    return tests.call(format('api.progress_put((select id from app.playlist), %L, %L, %s, %s, playback_id => %L, title => %L, ids => %L, given => %L)',
        kind, coalesce(tmdb::text, title), position_ms, duration_ms, playback, title, json_build_object('tmdb', tmdb), '{title,ids}'));
end
$$;
select count(tests.household('h' || n)) from generate_series(1, 6) as n;

-- One household's evening.
select is(tests.watch('h1', 'movie', 'Dune', 95, 100, 1), '200', 'a film to its end');
select is(tests.watch('h1', 'movie', 'Dune', 40, 100, 1, 'q'), '200', 'and again, not yet to its end');
select is(tests.watch('h1', 'movie', 'Alien', 30, 100, 2), '200', 'another one, a third of it');
select is(tests.watch('h1', 'live', 'News', 500, 0), '200', 'the news');
select is(tests.watch('h1', 'episode', 'Gone', 95, 100, 3), '200', 'an episode');
select is(tests.call($$api.progress_delete((select item from app.progress where title = 'Gone'))$$), '200', 'which is taken off the list');
select tests.become_superuser();
create role tests_staff login in role analyst_staff;
create role tests_rita login in role analyst_reseller;
set session authorization tests_staff;
select is((select string_agg(concat_ws(' ', kind, finished, coalesce(watched_ms::text, '?')), ', ' order by kind, finished, watched_ms) from analytics.viewing),
    'episode t ?, live f 500, movie f 30, movie t 100', 'each viewing, with the length of what was finished and the place of what was not');
select is((select string_agg(concat_ws(' ', day = current_date, kind, profiles, viewings, finished, timed, watched_ms), ', ' order by kind) from analytics.watch_day),
    't episode 1 1 1 0 0, t live 1 1 0 1 500, t movie 1 2 1 2 130', 'by day and kind');
select is_empty('select from analytics.title', 'what one household watched is not told');

-- Others join in; each spells it as its playlist does.
reset session authorization;
select is(string_agg(tests.watch('h' || n, 'movie', 'Dune', 100, 100, 1), ' '), '200 200 200', 'three more watch the film') from generate_series(2, 4) as n;
select is(tests.watch('h5', 'movie', 'Mine, all mine', 50, 100, 1), '200', 'and a fifth, who has a name of its own for it');
select is(string_agg(tests.watch('h' || n, 'movie', 'Alien', 10, 100, 2), ' '), '200 200 200', 'Alien four in all') from generate_series(2, 4) as n;
select tests.become_superuser();
set session authorization tests_staff;
select is((select (t.kind, t.match_key, t.accounts, t.viewings, t.finished, t.timed, t.watched_ms)::text from analytics.title t), '(movie,tmdb:movie:1,5,5,4,5,450)',
    'what five watched is told');
select is((select title from analytics.title), null, 'by no name that only four have');
reset session authorization;
select is(tests.watch('h6', 'movie', 'Dune', 100, 100, 1), '200', 'the fifth who calls it so');
select tests.become_superuser();
set session authorization tests_staff;
select is((select title || ' ' || accounts from analytics.title), 'Dune 6', 'gives it its name');

-- A condition is no way to ask after what is left out: it would raise an error that quotes the title.
select is((select count(*) from analytics.title where length(match_key) / (case when match_key like '%:2' then 0 else 1 end) > 0), 1::bigint,
    'a condition is asked of no title that is left out');
select throws_ok('select title from app.viewing', '42501', 'permission denied for schema app', 'nor can they ask below the view');
select is_empty($$select from pg_stats where schemaname = 'app'$$, 'nor the planner''s statistics');
select is_empty($$select from pg_stats_ext where schemaname = 'app'$$, 'of whatever kind');

set session authorization tests_rita;
select is_empty($$select view from unnest(array['viewing', 'watch_day', 'title']) as view where has_table_privilege('analytics.' || view, 'select')$$, 'a reseller''s analysts see none of it');
reset session authorization;
update app.settings set smallest_group = 7;
set session authorization tests_staff;
select is_empty('select from analytics.title', 'how many it takes is a setting');
reset session authorization;

select * from finish();
rollback;
