-- GET /v1/playlists, GET /v1/playlists/{id}.

begin;
select plan(7);

select tests.account('ada', 'premium') as ada \gset
select tests.account('bob', 'premium') as bob \gset
create function tests.names(page json) returns text language sql as $$ select string_agg(i ->> 'name', ' ') from json_array_elements(page -> 'items') as i $$;
grant execute on function tests.names to member;

select tests.become('ada');
select api.playlist_create('P' || n, 'http://tv.example/' || n, 'm3u') from generate_series(1, 5) as n;
select id as last from app.playlist where name = 'P5' \gset
select api.playlist_update(:'last', "position" => 0, given => '{position}');

select is(tests.names(api.playlist_list()), 'P5 P1 P2 P3 P4', 'by position');
select is(api.playlist_list() ->> 'next_cursor', null, 'all of them');
select api.playlist_list(2) as first \gset
select is(tests.names(:'first'), 'P5 P1', 'a page');
select is(tests.names(api.playlist_list(2, :'first'::json ->> 'next_cursor')), 'P2 P3', 'the next');
select is(api.playlist_get(:'last') ->> 'name', 'P5', 'one');
select tests.become('bob');
select is(tests.names(api.playlist_list()), null, 'bob has none');
select is(tests.call(format('api.playlist_get(%L)', :'last')), '404 not_found', 'and does not see ada''s');

select * from finish();
rollback;
