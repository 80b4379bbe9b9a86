-- GET /v1/profiles, GET /v1/profiles/{id}.

begin;
select plan(17);

select tests.account('ada');
select tests.account('bob');
select tests.profile('bob', 'Bob') as bobs \gset

select tests.become('ada');
select is(api.profile_list()::jsonb, '{"items": [], "next_cursor": null}', 'an account begins without a profile');
select tests.profile('ada', 'Ada') as profile \gset
select tests.later('1 day');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.profile('ada', 'Kit');
select tests.later('1 day');
select tests.profile('ada', 'Lea', pin => '4711');
select is((select string_agg(item ->> 'name', ' ') ~ '^Ada (Kim Kit|Kit Kim) Lea$' from json_array_elements(api.profile_list() -> 'items') as item), true, 'its own, oldest first');
select is(api.profile_get(:'profile')::jsonb - 'created_at',
          jsonb_build_object('id', :'profile', 'name', 'Ada', 'avatar', null, 'is_kids', false, 'max_rating', null, 'hidden_categories', '[]'::jsonb,
                             'language', null, 'settings', '{}'::jsonb, 'has_pin', false, 'rev', 0), 'a profile''s fields');
select is(api.profile_list() #>> '{items,3,has_pin}', 'true', 'whether there is a PIN, and not which');

-- Page by page, also past two that were made at one instant.
select tests.profile('ada', 'P' || n) from generate_series(1, 60) as n;
select is(json_array_length(api.profile_list() -> 'items'), 50, 'fifty where nothing is said');
with recursive pages as (
    select api.profile_list(7) as page
    union all
    select api.profile_list(7, (page ->> 'next_cursor')::app.page_cursor) from pages where page ->> 'next_cursor' is not null
)
select is(count(*)::text || ' ' || count(distinct item ->> 'id'), '64 64', 'the pages of a list have each once')
from pages, json_array_elements(page -> 'items') as item;
select is(tests.call('api.profile_list(0)'), '23514 page_limit_range', 'a page of nothing');
select is(tests.call($$api.profile_list(cursor => 'WyJhIiwiYiJdMTIzNDU2Nzg')$$), '400 invalid {"field": "cursor"}', 'a cursor that was not given out');
select api.profile_list(1) ->> 'next_cursor' as cursor \gset
select is(tests.call(format('api.session_list(cursor => %L)', :'cursor')), '400 invalid {"field": "cursor"}', 'one of another list');

select is(tests.call(format('api.profile_get(%L)', :'bobs')), '404 not_found', 'another account''s profile is not there');
select is(tests.call(format('api.profile_get(%L)', gen_random_uuid())), '404 not_found', 'as one is not that never was');
select tests.become('bob');
select is((select string_agg(item ->> 'name', ' ') from json_array_elements(api.profile_list() -> 'items') as item), 'Bob', 'bob sees bob''s');
select is(tests.call(format('api.profile_list(cursor => %L)', :'cursor')), '400 invalid {"field": "cursor"}', 'and does not go on in ada''s list');

select tests.become('ada', 'Kim');
select is(json_array_length(api.profile_list(200) -> 'items'), 64, 'a kids profile sees them all, in order to leave for another one');
select is(tests.call(format('api.profile_get(%L)', :'profile')), '200', 'and each');
select tests.become_anonymous();
select is(tests.call('api.profile_list()'), '42501', 'who is not signed in sees none');
select is(tests.call(format('api.profile_get(%L)', :'profile')), '42501', 'and not one');

select * from finish();
rollback;
