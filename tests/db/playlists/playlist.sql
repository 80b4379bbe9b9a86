-- Playlists: who sees which, and who changes them.

begin;
select plan(19);

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Ada');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob');
select tests.become('ada');
select api.playlist_create('Films', 'http://tv.example/get.php?username=ada&password=pw', visible_to => 'unrestricted') ->> 'id' as films \gset
select api.playlist_create('Cartoons', 'http://tv.example/c.m3u', 'm3u') ->> 'id' as cartoons \gset

select is((select array_agg(name order by position) from app.playlist), '{Films,Cartoons}', 'a member sees its account''s');
select is(tests.affected('update app.playlist set name = name'), 2::bigint, 'and changes them');
select throws_ok(format('update app.playlist set account_id = %L', gen_random_uuid()), '42501', null, 'but not whose they are');
select throws_ok(format('insert into app.playlist (account_id, name, kind, url, position, rev) values (%L, ''x'', ''m3u'', ''http://h'', 0, 0)', gen_random_uuid()), '42501', null,
    'nor makes any for others');
select throws_ok($$insert into app.playlist (account_id, name, kind, url, position, rev) values (http.current_account_id(), 'x', 'm3u', 'http://h/?token=x', 5, 0)$$, '23514', null,
    'a query does not get into the table');
select throws_ok($$select from private.playlist_secret$$, '42501', null, 'nobody sees the secrets');

select tests.become('ada', 'Kim');
select is((select array_agg(name) from app.playlist), '{Cartoons}', 'a kids profile sees what is for all');
select is(tests.call(format('api.playlist_get(%L)', :'films')), '404 not_found', 'the others are not there');
select is(tests.call(format('api.playlist_credentials(%L)', :'films')), '404 not_found', 'nor are their credentials');
select is(tests.call(format('private.playlist_secret_read(%L, ''x'', null)', :'films')), '404 not_found', 'whichever way it asks');
select is(api.playlist_credentials(:'cartoons') ->> 'url', 'http://tv.example/c.m3u', 'what it sees it can watch');
select is(json_array_length(api.playlist_list() -> 'items'), 1, 'its list');
select throws_ok($$update app.playlist set name = 'x'$$, '42501', null, 'it changes nothing');
select throws_ok($$delete from app.playlist$$, '42501', null, 'and deletes nothing');
select is(tests.call(format('private.playlist_secret_write(%L, null)', :'cartoons')), '42501', 'nor does it seal anything');

select tests.become('bob');
select is((select count(*) from app.playlist), 0::bigint, 'bob sees none of them');
select is(tests.call(format('private.playlist_secret_read(%L, ''x'', null)', :'films')), '404 not_found', 'nor their secrets');
select throws_ok(format('select private.playlist_secret_write(%L, row(''x'', null, null, null, null))', :'films'), '23503', null, 'nor does he put something in their place');
select tests.become_anonymous();
select throws_ok($$select from app.playlist$$, '42501', null, 'who is not signed in sees nothing');

select * from finish();
rollback;
