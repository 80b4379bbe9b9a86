-- DELETE /v1/playlists/{id}. What becomes of favorites and progress is library/playlist_forget's.

begin;
select plan(8);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob') as bob \gset
select tests.become('ada');
select api.playlist_create('A', 'http://a.example/get.php?username=ada&password=pw') ->> 'id' as a \gset

select tests.become('ada', 'Kim');
select is(tests.call(format('api.playlist_delete(%L)', :'a')), '42501', 'a kids profile deletes none');
select tests.become('bob');
select is(tests.call(format('api.playlist_delete(%L)', :'a')), '404 not_found', 'another account''s is not there');
select tests.become('ada');
select is(api.playlist_delete(:'a')::text, null, 'it goes');
select is(tests.call(format('api.playlist_get(%L)', :'a')), '404 not_found', 'and is gone');
select is(tests.call(format('api.playlist_credentials(%L)', :'a')), '404 not_found', 'with its credentials');
select is(tests.call(format('api.playlist_delete(%L)', :'a')), '404 not_found', 'once');
select is(tests.call($$api.playlist_create('B', 'http://b.example/', 'm3u')$$), '200', 'there is room for another one');
select tests.become_superuser();
select is((select count(*) from private.playlist_secret where playlist_id = :'a'), 0::bigint, 'nothing of it is left in the vault');

select * from finish();
rollback;
