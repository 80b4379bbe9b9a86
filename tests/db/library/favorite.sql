-- Who reaches which favorites, past every function: as the roles, at the table.

begin;
select plan(17);

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.profile('ada', 'Grace');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob', 'premium');
select tests.profile('bob', 'Bob');
select tests.become('ada', 'Ada');
select api.playlist_create(name => 'Home', kind => 'xtream', url => 'http://panel.example', username => 'ada', password => 's3cret') ->> 'id' as playlist \gset
select is(tests.call(format($$api.favorite_put(%L, 'movie', '1', title => 'Heat', given => '{title}')$$, :'playlist')), '200', 'ada keeps a film');
select is((select count(*) from app.favorite), 1::bigint, 'and finds it');
select throws_ok('delete from app.favorite', '42501', null, 'nobody deletes a row: a tombstone has to stay');
select throws_ok($$update app.favorite set item = 'x'$$, '42501', null, 'nor makes it another item''s');
select throws_ok($$update app.favorite set profile_id = gen_random_uuid()$$, '42501', null, 'nor another profile''s');
select throws_ok(format($$insert into app.favorite (account_id, profile_id, item, playlist_id, kind, provider_id, added_at, event_at, rev, answer)
    values (%L, %L, 'movie:x:1', gen_random_uuid(), 'movie', '1', now(), now(), 1, '{}')$$, :'ada', tests.profile_id('ada', 'Grace')),
    '42501', null, 'nor writes one for another profile');
select throws_ok($$update app.favorite set deleted_at = now()$$, '23514', null, 'a tombstone has no answer');
select throws_ok($$update app.favorite set match_key = 'x'$$, '428C9', null, 'what it is known by is not for anyone to say');

select tests.become('ada', 'Grace');
select is_empty('select from app.favorite', 'another profile of hers has none');
select is(tests.affected($$update app.favorite set title = 'x'$$), 0::bigint, 'and changes none');
select tests.become('ada', 'Kim');
select is_empty('select from app.favorite', 'nor does a kids profile');
select tests.become('ada');
select is_empty('select from app.favorite', 'nor who selected no profile');
select is(tests.call('api.favorite_list()'), '403 forbidden', 'who is told to');
select tests.become('bob', 'Bob');
select is_empty('select from app.favorite', 'nor another account');
select is(tests.call(format($$api.favorite_put(%L, 'movie', '1')$$, :'playlist')), '404 not_found', 'to which the playlist is none');
select tests.become_anonymous();
select throws_ok('select from app.favorite', '42501', null, 'who is not signed in is refused');
select is(tests.call('api.favorite_list()'), '42501', 'by the functions, too');

select * from finish();
rollback;
