-- Sealing and reading the credentials of playlists, and sealing them anew.

begin;
select plan(17);

select tests.account('ada', 'premium') as ada \gset
select tests.account('bob', 'premium') as bob \gset
select tests.session('ada', 'tv');
select tests.become('ada');
select api.playlist_create('A', 'http://tv.example/get.php?username=ada&password=S3cret', epg_url => 'http://epg.example/?key=S3cret',
    fallback_urls => '{http://b.example}') ->> 'id' as a \gset
select api.playlist_create('B', 'http://tv.example/get.php?username=ada&password=Other') ->> 'id' as b \gset

select is(private.playlist_secret_read(:'a', 'export', 'tv'),
          row('http://tv.example', 'ada', 'S3cret', 'http://epg.example/?key=S3cret', '{http://b.example}')::api.playlist_credentials, 'what was sealed is read');
select is((select array[action, subject_type, subject_id::text, device_name] from app.audit), array['export', 'playlist', :'a', 'tv'], 'with an entry in the trail');
select private.playlist_secret_write(:'a', row('http://x', null, null, null, '{}')::api.playlist_credentials);
select is((private.playlist_secret_read(:'a', 'x', null)).url, 'http://x', 'written again it takes the place of the old one');

select tests.become_superuser();
select is((select count(*) from private.playlist_secret where account_id = :'ada'), 2::bigint, 'one a playlist');
select is((select bool_or(position('S3cret'::bytea in ciphertext) > 0) from private.playlist_secret), false, 'sealed');

set local log_min_messages = fatal;
savepoint before;
update private.playlist_secret set ciphertext = (select ciphertext from private.playlist_secret where playlist_id = :'b') where playlist_id = :'a';
select tests.become('ada');
select is(tests.call(format('api.playlist_credentials(%L)', :'a')), '503 unavailable {"retry_after": 30}', 'another playlist''s secret is not answered');
select is((select count(*) from app.audit where action = 'credentials_read'), 0::bigint, 'nor noted');
rollback to before;
delete from private.playlist_secret where playlist_id = :'a';
select tests.become('ada');
select is(tests.call(format('api.playlist_credentials(%L)', :'a')), '503 unavailable {"retry_after": 30}', 'a secret that is not there');
rollback to before;

-- Sealing anew. The new key's file is the old one's: what matters here is the name.
insert into private.vault_fingerprint select 'k1-old', fingerprint from private.vault_fingerprint where key_id = 'k1';
update private.playlist_secret set key_id = 'k1-old' where playlist_id = :'b';
select is(private.playlist_secret_rotate(:'ada'), row(0, 1)::private.rotation, 'what does not open is counted');
select is((select key_id from private.playlist_secret where playlist_id = :'b'), 'k1-old', 'and left as it is');
rollback to before;
select is(private.playlist_secret_rotate(:'ada'), row(0, 0)::private.rotation, 'nothing to do');
select private.vault_seal(:'ada', :'b', 'k1', '{"url": "http://kept"}') as sealed \gset
create function pg_temp.use(key_id text) returns void language sql as $$ update private.vault set key_id = use.key_id $$;
alter table private.vault_fingerprint drop constraint vault_fingerprint_key_id_check;
update private.playlist_secret set ciphertext = :'sealed' where playlist_id = :'b';
-- '../vault/k1' is the same file as k1, by another name.
insert into private.vault_fingerprint select '../vault/k1', fingerprint from private.vault_fingerprint where key_id = 'k1';
select pg_temp.use('../vault/k1');
alter table private.playlist_secret drop constraint playlist_secret_key_id_check;
select is(private.playlist_secret_rotate(:'bob'), row(0, 0)::private.rotation, 'an account at a time');
select is(private.playlist_secret_rotate(:'ada'), row(2, 0)::private.rotation, 'all that an older key sealed');
select is((select array_agg(distinct key_id) from private.playlist_secret where account_id = :'ada'), '{../vault/k1}', 'is sealed with the new one');
select is(private.playlist_secret_rotate(:'ada'), row(0, 0)::private.rotation, 'once');
select tests.become('ada');
select is(api.playlist_credentials(:'b') ->> 'url', 'http://kept', 'and says what it said');
select is(tests.call(format('private.playlist_secret_rotate(%L)', :'ada')), '42501', 'nobody does so but an administrator');

select * from finish();
rollback;
