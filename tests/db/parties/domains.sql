-- What a party may be told.

begin;
select plan(14);

select is(tests.takes('app.party_content', value), taken, value) from (values
    ('{"kind": "movie", "title": "The Matrix"}', true),
    ('{"kind": "episode", "title": "S01E02", "year": 2011, "ids": {"tmdb": 1399, "imdb": null}, "duration_ms": 3600000}', true),
    ('{"kind": "live", "title": "News", "year": null, "ids": null, "duration_ms": null}', true),
    ('{"kind": "movie", "title": "The Matrix", "url": "x"}', false),
    ('{"kind": "movie", "title": "http://ada:secret@panel.example/movie/1.mp4"}', false),
    ('{"kind": "live", "title": "News", "ids": {"tvg": "http://panel.example/?password=secret"}}', false),
    ('{"kind": "movie", "title": "The Matrix", "ids": {"url": "x"}}', false),
    ('{"kind": "film", "title": "The Matrix"}', false),
    ('{"kind": "movie"}', false),
    ('{"title": "The Matrix"}', false),
    ('{"kind": "movie", "title": "The Matrix", "duration_ms": -1}', false),
    ('{"kind": "movie", "title": "The Matrix", "duration_ms": 1.5}', false)
) as v (value, taken);
select is(tests.takes('app.playback_rate', 'NaN'), false, 'nothing plays at no rate');
select is(private.party_content('{"title": "The Matrix", "kind": "movie", "year": null, "ids": {"imdb": null}, "kind": "movie"}')::text,
    '{"kind":"movie","title":"The Matrix"}', 'it is built anew from its known fields');

select * from finish();
rollback;
