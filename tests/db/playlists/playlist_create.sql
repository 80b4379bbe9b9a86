-- POST /v1/playlists.

begin;
select plan(27);

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob') as bob \gset
select is(array(select private.username_hint(u) from unnest(array['a', 'ab', 'abc', 'abcdef', 'abcdefghijklmno', null]) as u), '{***,***,a***,ab***,abc***,NULL}',
    'a hint shows a third at most, and never more than three characters');

create function tests.made(url text, kind text, username text, password text) returns text language sql as $$
    select concat_ws(' ', c ->> 'url', c ->> 'username', c ->> 'password')
    from api.playlist_create('x', url, kind, username, password) as p, lateral api.playlist_credentials((p ->> 'id')::uuid) as c
$$;
grant execute on function tests.made to member;
select tests.become('ada');

select api.playlist_create('Living room', 'http://TV.example:8080/get.php?username=adalovelace&password=S3cret&type=m3u_plus') as made \gset
select is(:'made'::jsonb - 'id' - 'created_at' - 'updated_at',
          '{"name": "Living room", "kind": "xtream", "url": "http://tv.example:8080", "username_hint": "ada***", "has_epg": false, "fallback_count": 0,
            "visible_to": "all", "position": 0, "status": null, "rev": 1}', 'a pasted address is all that is needed');
select is(:'made' ~ 'S3cret|adalovelace', false, 'the answer has neither username nor password');
select is((select to_jsonb(p)::text ~ 'S3cret|adalovelace' from app.playlist p), false, 'nor has the table');
select is(api.playlist_credentials((:'made'::json ->> 'id')::uuid)::jsonb,
          '{"url": "http://tv.example:8080", "username": "adalovelace", "password": "S3cret", "epg_url": null, "fallback_urls": []}', 'the vault has them');

select api.playlist_create('Two', 'http://b.example/sub/', 'xtream', 'ada', 'S3cret', 'HTTP://epg.example/x.xml?key=S3cret', '{http://c.example/,http://d.example:1/player_api.php}', 'unrestricted') as made \gset
select is(:'made'::jsonb - 'id' - 'created_at' - 'updated_at',
          '{"name": "Two", "kind": "xtream", "url": "http://b.example/sub", "username_hint": "a***", "has_epg": true, "fallback_count": 2,
            "visible_to": "unrestricted", "position": 1, "status": null, "rev": 2}', 'all of it said; it comes last');
select is(api.playlist_credentials((:'made'::json ->> 'id')::uuid)::jsonb,
          '{"url": "http://b.example/sub", "username": "ada", "password": "S3cret", "epg_url": "http://epg.example/x.xml?key=S3cret", "fallback_urls": ["http://c.example", "http://d.example:1"]}',
          'and kept');
select api.playlist_create('List', 'http://c.example/l.m3u?token=S3cret', 'm3u', fallback_urls => '{http://d.example/l.m3u?token=S3cret}') as made \gset
select is(:'made'::jsonb - 'id' - 'created_at' - 'updated_at',
          '{"name": "List", "kind": "m3u", "url": "http://c.example/l.m3u", "username_hint": null, "has_epg": false, "fallback_count": 1,
            "visible_to": "all", "position": 2, "status": null, "rev": 3}', 'a list');
select is(api.playlist_credentials((:'made'::json ->> 'id')::uuid)::jsonb,
          '{"url": "http://c.example/l.m3u?token=S3cret", "username": null, "password": null, "epg_url": null, "fallback_urls": ["http://d.example/l.m3u?token=S3cret"]}', 'with its query');

-- An address with a script in it, and more said beside it.
select is(tests.made('http://e.example/player_api.php?username=a&password=b', 'xtream', null, null), 'http://e.example a b', 'kind said, too');
select is(tests.made('http://e.example/player_api.php?username=a&password=b', 'xtream', 'c', 'd'), 'http://e.example c d', 'what is said beside it counts');
select is(tests.made('http://e.example/player_api.php?username=a&password=b', null, 'c', 'd'), 'http://e.example c d', 'without a kind, too');
select is(tests.made('http://e.example/player_api.php', 'xtream', 'c', 'd'), 'http://e.example c d', 'nothing in it');
select is(tests.made('http://e.example/player_api.php?username=a', 'xtream', null, 'd'), 'http://e.example a d', 'half of it');
select is(tests.made('http://e.example/get.php?username=a&password=b', 'm3u', null, null), 'http://e.example/get.php?username=a&password=b', 'as a list it stays whole');

-- What is refused.
select is(tests.call($$api.playlist_create('x', 'http://e.example', 'xtream')$$), '400 invalid {"field": "username"}', 'no username');
select is(tests.call($$api.playlist_create('x', 'http://e.example', 'xtream', 'a')$$), '400 invalid {"field": "password"}', 'no password');
select is(tests.call($$api.playlist_create('x', 'http://e.example', null, 'a', 'b')$$), '400 invalid {"field": "kind"}', 'no kind');
select is(tests.call($$api.playlist_create('x', 'http://e.example/get.php?username=a')$$), '400 invalid {"field": "url"}', 'half a pasted address');
select is(tests.call($$api.playlist_create('x', 'http://e.example/l', 'm3u', epg_url => 'http://a:b@e.example/')$$), '400 invalid {"field": "epg_url"}', 'a guide''s address');
select is(tests.call($$api.playlist_create('x', 'http://e.example/l', 'm3u', fallback_urls => '{nonsense}')$$), '400 invalid {"field": "fallback_urls"}', 'another address');
select is(api.playlist_create('x', 'http://e.example/l', 'm3u', 'ada', 'b') ->> 'username_hint', 'a***', 'a list may have a username');

-- Limits.
select tests.become('bob');
select is(tests.call($$api.playlist_create('x', 'http://e.example/l', 'm3u')$$), '200', 'one is free');
select is(tests.call($$api.playlist_create('x', 'http://e.example/l', 'm3u')$$), '403 plan_limit_reached {"max": 1, "limit": "max_playlists"}', 'and no more');
select is(tests.call($$api.playlist_create('x', 'http://e.example', 'xtream')$$), '400 invalid {"field": "username"}', 'what is not valid is said before that');
select tests.become('ada', 'Kim');
select is(tests.call($$api.playlist_create('x', 'http://e.example/l', 'm3u')$$), '42501', 'a kids profile adds none');
select tests.become_anonymous();
select is(tests.call($$api.playlist_create('x', 'http://e.example/l', 'm3u')$$), '42501', 'nor does who is not signed in');

select * from finish();
rollback;
