-- GET /v1/playlists/{id}/credentials.

begin;
select plan(5);

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob') as bob \gset
select tests.session('ada', 'tv');
select tests.become('ada');
select api.playlist_create('A', 'http://a.example/get.php?username=ada&password=pw') ->> 'id' as a \gset

select is(api.playlist_credentials(:'a')::jsonb, '{"url": "http://a.example", "username": "ada", "password": "pw", "epg_url": null, "fallback_urls": []}', 'what a player needs');
select tests.become('ada', 'Kim');
select is(api.playlist_credentials(:'a') ->> 'password', 'pw', 'a kids profile watches, too');
select tests.become('ada');
select is((select array_agg(concat_ws(' ', e ->> 'action', e ->> 'subject_type', e ->> 'subject_id' = :'a', e ->> 'device_name', e ->> 'ip'))
           from json_array_elements(api.audit_list() -> 'items') as e),
          '{"credentials_read playlist t tv 192.0.2.1","credentials_read playlist t tv 192.0.2.1"}', 'each reading is in the trail: which, by what device, from where');
select tests.become('bob');
select is(tests.call(format('api.playlist_credentials(%L)', :'a')), '404 not_found', 'nobody else''s');
select is((select count(*) from app.audit), 0::bigint, 'and a refusal is no reading');

select * from finish();
rollback;
