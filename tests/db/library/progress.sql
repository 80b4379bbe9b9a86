-- Who reaches which progress and history, at the tables; and what a viewing makes of a row.

begin;
select plan(33);

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.profile('ada', 'Grace');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob', 'premium');
select tests.profile('bob', 'Bob');
select tests.become('ada', 'Ada');
select api.playlist_create(name => 'Home', kind => 'xtream', url => 'http://panel.example', username => 'ada', password => 's3cret') ->> 'id' as playlist \gset
select is(tests.call(format($$api.progress_put(%L, 'movie', '1', 95, 100, playback_id => 'p')$$, :'playlist')), '200', 'ada watches a film to its end');
select is((select count(*) from app.progress) + (select count(*) from app.history), 2::bigint, 'and finds both rows');
select throws_ok('delete from app.progress', '42501', null, 'nobody deletes progress: a tombstone has to stay');
select throws_ok('delete from app.history', '42501', null, 'nor history');
select throws_ok($$update app.history set title = 'x'$$, '42501', null, 'which does not change');
select throws_ok($$update app.progress set item = 'x'$$, '42501', null, 'progress stays of what it is');
select throws_ok(format($$insert into app.history (account_id, profile_id, item, kind, finished_at) values (%L, %L, 'x', 'movie', now())$$, :'ada', tests.profile_id('ada', 'Grace')),
    '42501', null, 'nobody writes another profile''s history');
select tests.become('ada', 'Grace');
select is_empty('select from app.progress', 'another profile of hers has no progress');
select is_empty('select from app.history', 'and no history');
select is(tests.affected('update app.progress set position_ms = 1'), 0::bigint, 'and changes none');
select is(tests.call(format($$api.progress_delete(%L)$$, 'movie:' || :'playlist' || ':1')), '200', 'and deletes none');
select tests.become('ada', 'Kim');
select is_empty('select from app.progress', 'nor does a kids profile');
select tests.become('ada');
select is_empty('select from app.progress', 'nor who selected no profile');
select is((select string_agg(distinct tests.call(call), ' ') from unnest(array['api.progress_list()', 'api.history_list()', 'api.progress_resume(''x'')', 'api.progress_delete(''x'')',
    format($$api.progress_put(%L, 'movie', '1', 1)$$, :'playlist')]) as call where call !~ 'delete'), '403 forbidden', 'who is told to');
select tests.become('bob', 'Bob');
select is_empty('select from app.progress', 'nor another account');
select is(tests.call(format($$api.progress_put(%L, 'movie', '1', 1)$$, :'playlist')), '404 not_found', 'to which the playlist is none');
select tests.become_anonymous();
select throws_ok('select from app.progress', '42501', null, 'who is not signed in is refused');
select is(tests.call('api.progress_list()'), '42501', 'by the functions, too');
select tests.become('ada', 'Ada');
select is((select position_ms from app.progress), 95::bigint, 'ada''s is what it was');

-- A row that moves on: (position, duration, completed, playback, counted before) over (duration, completed, plays).
select tests.become_superuser();
select is(format('%s %s %s', n.duration_ms, n.completed, n.plays), expected, what)
from (values
    ('nothing is known of how long it is',       null::bigint, null::boolean, null::integer, 95, null::bigint, null::boolean, null, false, '0 f 0'),
    ('0 is unknown, too',                        null, null, null, 95, 0, null, null, false, '0 f 0'),
    ('what was known stays',                     100, false, 0, 50, 0, null, null, false, '100 f 0'),
    ('89 %',                                     null, null, null, 89, 100, null, 'p', false, '100 f 0'),
    ('90 %',                                     null, null, null, 90, 100, null, 'p', false, '100 t 1'),
    ('the same viewing again',                   100, true, 1, 95, 100, null, 'p', true, '100 t 1'),
    ('another one',                              100, true, 1, 95, 100, null, 'q', false, '100 t 2'),
    ('it begins again, and stays completed',     100, true, 1, 1, 100, null, 'q', false, '100 t 1'),
    ('false alone clears it',                    100, true, 1, 1, 100, false, 'q', false, '100 f 1'),
    ('false, at the end of it',                  100, false, 0, 100, 100, false, 'p', false, '100 f 0'),
    ('true, at its beginning',                   100, false, 0, 0, 100, true, 'p', false, '100 t 1'),
    ('no name for the viewing: as it completes', 100, false, 0, 95, 100, null, null, false, '100 t 1'),
    ('no name for the viewing: once',            100, true, 1, 96, 100, null, null, false, '100 t 1'),
    ('numbers beyond an integer',                999999999999, false, 0, 999999999999, 999999999999, null, 'p', false, '999999999999 t 1')
) as t (what, duration, completed, plays, at_ms, new_duration, said, playback, counted, expected),
lateral (select row(null, null, 'x', null, null, null, null, null, null, null, null, null, 0, t.duration, t.completed, t.plays, null, null, null, null, null)::app.progress as old) as o,
lateral private.progress_advance(o.old, t.at_ms, t.new_duration, t.said, t.playback, t.counted, now(), 'd', 1) as n;

select * from finish();
rollback;
