-- POST /v1/parties

begin;
select plan(22);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset

select tests.profile('ada', 'Kim', is_kids => true);
select is(tests.roles_calling('api.party_create'), 'kid member reseller admin', 'who may');

select tests.become('ada');
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}')$$), '403 forbidden', 'a profile has to be selected');
select tests.become('ada', 'Ada');
select api.party_create('Friday night', '{"kind": "movie", "title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}}') as made \gset
select is((:'made'::jsonb -> 'party') - '{id,created_at,anchored_at,members}'::text[],
    '{"title": "Friday night", "content": {"kind": "movie", "title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}}, "match_key": "tmdb:movie:603", "control": "host",
      "status": "paused", "position_ms": 0, "rate": 1, "seq": 0, "epoch": 1, "max_members": 16}', 'a party, paused at its beginning');
select is(:'made'::jsonb #> '{party,members}', format('[{"profile_id": "%s", "name": "Ada", "avatar": null, "role": "host", "online": false, "ready": false}]', :'ada')::jsonb, 'its host is who made it');
select is(jsonb_typeof(:'made'::jsonb #> '{party,anchored_at}'), 'number', 'times that enter arithmetic are numbers');
select matches(:'made'::json ->> 'code', '^[BCDFGHJKLMNPQRSTVWXZ]{8}$', 'a code without look-alikes');
select is((:'made'::json #>> '{party,created_at}')::timestamptz > now() - interval '1 minute', true, 'when');

-- Its size.
select is(api.party_create('x', '{"kind": "movie", "title": "x"}', max_members => 2) #>> '{party,max_members}', '2', 'it may be smaller');
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}', max_members => 17)$$), '403 plan_limit_reached {"max": 16, "limit": "max_party_members"}', 'and not larger than the plan has it');
select is(api.party_create('x', '{"kind": "movie", "title": "x"}', 'everyone') #>> '{party,control}', 'everyone', 'everyone may control it');
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x", "url": "http://x"}')$$), '23514 party_content_form', 'no address goes in');
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}', 'me')$$), '23514 party_control_values', 'nor any other control');
select tests.become('bob', 'Bob');
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}')$$), '403 plan_limit_reached {"max": 0, "limit": "max_party_members"}', 'a plan without parties');

-- Kids may.
select tests.become('ada', 'Kim');
select is(api.party_create('x', '{"kind": "movie", "title": "x"}') #>> '{party,members,0,name}', 'Kim', 'a kids profile hosts, too');

-- How many.
select tests.become_superuser();
update app.settings set parties_open = 5;
select tests.become('ada', 'Ada');
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}')$$), '200', 'the fifth');
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}')$$), '409 conflict', 'and no sixth');
select api.party_end((:'made'::json #>> '{party,id}')::uuid);
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}')$$), '200', 'but when one has ended');
select tests.become_anonymous();
select is(tests.call($$api.party_create('x', '{"kind": "movie", "title": "x"}')$$), '42501', 'nobody without an account');

-- What each member finds it by.
select tests.become_superuser();
select is(private.party_match_key(content), key, key) from (values
    ('{"kind": "episode", "title": "Thrones S01E02", "ids": {"tmdb": 1399}}'::json, 'title:thrones s1e2:'),
    ('{"kind": "series", "title": "Thrones", "ids": {"tmdb": 1399}}', 'tmdb:tv:1399'),
    ('{"kind": "live", "title": "News HD", "ids": {"tvg": "News.de"}}', 'tvg:news.de'),
    ('{"kind": "movie", "title": "Amélie (2001)"}', 'title:amelie:2001')) as v (content, key);

select * from finish();
rollback;
