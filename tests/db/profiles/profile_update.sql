-- PATCH /v1/profiles/{id}.

begin;
select plan(16);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.account('bob') as bob \gset
select tests.profile('bob', 'Bob') as bobs \gset
select tests.session('ada', 'tv') as session \gset

select tests.become('ada');
select is(api.profile_update(:'profile', 'Ada L.', 'owl', null, 16, '{XXX}', 'en', '{"a": 1}', '{name,avatar,max_rating,hidden_categories,language,settings}')::jsonb - 'id' - 'created_at',
          '{"name": "Ada L.", "avatar": "owl", "is_kids": false, "max_rating": 16, "hidden_categories": ["XXX"], "language": "en",
            "settings": {"a": 1}, "has_pin": false, "rev": 1}', 'the fields that are sent');
select is(api.profile_update(:'profile', max_rating => 12, given => '{max_rating}')::jsonb - 'id' - 'created_at',
          '{"name": "Ada L.", "avatar": "owl", "is_kids": false, "max_rating": 12, "hidden_categories": ["XXX"], "language": "en",
            "settings": {"a": 1}, "has_pin": false, "rev": 2}', 'and no others');
select is(api.profile_update(:'profile', given => '{avatar,max_rating,hidden_categories,language,settings,is_kids}')::jsonb - 'id' - 'created_at',
          '{"name": "Ada L.", "avatar": null, "is_kids": false, "max_rating": null, "hidden_categories": [], "language": null,
            "settings": {}, "has_pin": false, "rev": 3}', 'null clears');
select is(tests.call(format('api.profile_update(%L, given => ''{name}'')', :'profile')), '400 invalid {"field": "name"}', 'a name cannot be cleared');
select is(api.profile_update(:'profile', given => '{}') ->> 'name', 'Ada L.', 'nothing sent, nothing changed');
select is(tests.call(format('api.profile_update(%L, ''Mine'', given => ''{name}'')', :'bobs')), '404 not_found', 'another account''s profile is not there');
select is(tests.call(format('api.profile_update(%L, ''Mine'', given => ''{name}'')', gen_random_uuid())), '404 not_found', 'as one is not that never was');

-- is_kids ends the access tokens that were given for the other kind.
select is(tests.call(format('http.begin_request(%L, %L, ''user'', %L, 0, null, null)', :'ada', :'session', :'profile')), '200', 'a token of this profile''s works');
select is(api.profile_update(:'profile', is_kids => true, given => '{is_kids}') ->> 'is_kids', 'true', 'it becomes a kids profile');
select is(tests.call(format('http.begin_request(%L, %L, ''user'', %L, 0, null, null)', :'ada', :'session', :'profile')), '401 unauthorized', 'and the token does not work any more');
select is(tests.call(format('http.begin_request(%L, %L, ''user'', %L, 0, null, null)', :'ada', :'session', :'kim')), '200', 'other profiles'' do');
select api.profile_update(:'profile', is_kids => true, given => '{is_kids}');
select is((select token_version from app.profile where id = :'profile'), 1, 'the same again ends nothing');
select api.profile_update(:'profile', given => '{is_kids}');
select is((select token_version from app.profile where id = :'profile'), 2, 'back again ends the kids profile''s');

select tests.become('ada', 'Kim');
select is(tests.call(format('api.profile_update(%L, is_kids => false, given => ''{is_kids}'')', :'kim')), '42501', 'a kids profile does not grow up by itself');
select tests.become_anonymous();
select is(tests.call(format('api.profile_update(%L, ''X'', given => ''{name}'')', :'kim')), '42501', 'nor does who is not signed in change one');
select tests.become('bob');
select is(api.profile_get(:'bobs') ->> 'name', 'Bob', 'bob''s is what it was');

select * from finish();
rollback;
