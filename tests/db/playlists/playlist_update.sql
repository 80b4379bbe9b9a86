-- PATCH /v1/playlists/{id}.

begin;
select plan(48);

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob', 'premium') as bob \gset
select tests.session('ada', 'tv');
create function tests.credentials(id uuid) returns text language sql as $$
    select concat_ws(' ', c ->> 'url', coalesce(c ->> 'username', '-'), coalesce(c ->> 'password', '-'), coalesce(c ->> 'epg_url', '-'), c ->> 'fallback_urls')
    from api.playlist_credentials(id) as c
$$;
create function tests.shown(id uuid) returns text language sql as $$
    select concat_ws(' ', p.name, p.kind, p.url, p.username_hint, p.has_epg, p.fallback_count, p.visible_to, p.position, p.status ->> 'state') from app.playlist p where p.id = shown.id
$$;
create function tests.places() returns text language sql as $$ select string_agg(name || position, ' ' order by position) from app.playlist $$;
grant execute on function tests.credentials, tests.shown, tests.places to member;

select tests.become('ada');
select api.playlist_create('A', 'http://a.example/get.php?username=adalove&password=pw', epg_url => 'http://epg.example/', fallback_urls => '{http://f.example}') ->> 'id' as a \gset
select api.playlist_status_put(:'a', '{"auth": 1, "status": "Active"}');

-- What is not the address leaves the vault alone.
select is(api.playlist_update(:'a', given => '{}') ->> 'name', 'A', 'nothing sent, nothing changed');
select is(api.playlist_update(:'a', 'A2', visible_to => 'unrestricted', given => '{name,visible_to}') ->> 'rev', '4', 'each change has its number');
select is(tests.shown(:'a'), 'A2 xtream http://a.example ad*** t 1 unrestricted 0 active', 'name and visibility');
select is(api.playlist_update(:'a', given => '{visible_to}') ->> 'visible_to', 'all', 'null: as it was at first');
select is((select count(*) from app.audit where action <> 'sign_in'), 0::bigint, 'nothing in the trail');

-- Credentials.
select api.playlist_update(:'a', password => 'new', given => '{password}');
select is(tests.credentials(:'a'), 'http://a.example adalove new http://epg.example/ ["http://f.example"]', 'another password, and all else as it was');
select is(tests.shown(:'a'), 'A2 xtream http://a.example ad*** t 1 all 0', 'of which no panel has said anything yet');
select is((select array[action, subject_id::text, device_name] from app.audit where action = 'credentials_changed'), array['credentials_changed', :'a', 'tv'], 'the trail has it');
select api.playlist_status_put(:'a', '{"auth": 1, "status": "Active"}');
select api.playlist_update(:'a', url => 'http://A.example/', username => 'adalove', password => 'new', given => '{url,username,password}');
select is(tests.shown(:'a'), 'A2 xtream http://a.example ad*** t 1 all 0 active', 'the same once more changes nothing');
select api.playlist_update(:'a', epg_url => 'http://epg2.example/', fallback_urls => '{http://g.example,http://h.example}', given => '{epg_url,fallback_urls}');
select is(tests.shown(:'a'), 'A2 xtream http://a.example ad*** t 2 all 0 active', 'nor does another guide or another way say anything of the panel');
select is(tests.credentials(:'a'), 'http://a.example adalove new http://epg2.example/ ["http://g.example","http://h.example"]', 'but they are kept');
select api.playlist_update(:'a', given => '{epg_url,fallback_urls}');
select is(tests.credentials(:'a'), 'http://a.example adalove new - []', 'null clears');
select is(tests.shown(:'a'), 'A2 xtream http://a.example ad*** f 0 all 0 active', 'and one sees it');
select api.playlist_update(:'a', username => 'grace', given => '{username}');
select is(tests.credentials(:'a'), 'http://a.example grace new - []', 'another username');

-- Addresses.
select api.playlist_status_put(:'a', '{"auth": 1, "status": "Active"}');
select is(api.playlist_update(:'a', url => 'https://b.example:8443/sub/', given => '{url}') ->> 'status', null, 'another panel, another status');
select is(tests.credentials(:'a'), 'https://b.example:8443/sub grace new - []', 'with the credentials there were');
select api.playlist_update(:'a', url => 'http://c.example/get.php?username=u&password=p', given => '{url}');
select is(tests.credentials(:'a'), 'http://c.example u p - []', 'unless the address brings its own');
select api.playlist_update(:'a', url => 'http://d.example/get.php?username=u2&password=p2', password => 'p3', given => '{url,password}');
select is(tests.credentials(:'a'), 'http://d.example u2 p3 - []', 'what is said beside it counts');
select is(tests.call(format('api.playlist_update(%L, url => ''http://e.example/get.php?username=u4'', given => ''{url}'')', :'a')), '400 invalid {"field": "password"}',
    'half of its own is not mixed with half of the old');

-- Kinds.
select api.playlist_update(:'a', kind => 'm3u', url => 'http://e.example/l.m3u?t=1', given => '{kind,url}');
select is(tests.credentials(:'a'), 'http://e.example/l.m3u?t=1 u2 p3 - []', 'xtream becomes a list');
select is(tests.shown(:'a'), 'A2 m3u http://e.example/l.m3u *** f 0 all 0', 'its query is not shown');
select api.playlist_update(:'a', given => '{username,password}');
select is(tests.credentials(:'a'), 'http://e.example/l.m3u?t=1 - - - []', 'which needs no credentials');
select api.playlist_update(:'a', url => 'http://e.example/get.php?username=u&password=p', given => '{url}');
select is(tests.credentials(:'a'), 'http://e.example/get.php?username=u&password=p - - - []', 'a list stays a list, whatever its address');
select api.playlist_update(:'a', kind => 'xtream', given => '{kind}');
select is(tests.credentials(:'a'), 'http://e.example u p - []', 'unless it is said: then its address is read again');
select api.playlist_update(:'a', kind => 'm3u', url => 'http://e.example/l.m3u', given => '{kind,url}');
select api.playlist_update(:'a', given => '{username,password}');
select is(tests.call(format('api.playlist_update(%L, kind => ''xtream'', given => ''{kind}'')', :'a')), '400 invalid {"field": "username"}', 'xtream without a username');
select api.playlist_update(:'a', kind => 'xtream', url => 'http://f.example', username => 'ada', password => 'pw', given => '{kind,url,username,password}');
select is(tests.shown(:'a'), 'A2 xtream http://f.example a*** f 0 all 0', 'with one it goes');

-- What cannot be cleared, and what is not valid.
select is(tests.call(format('api.playlist_update(%L, given => ''{%s}'')', :'a', field)), format('400 invalid {"field": "%s"}', field), field || ' cannot be null')
from unnest(array['name', 'url', 'kind', 'position', 'username', 'password']) as field;
select is(tests.call(format('api.playlist_update(%L, url => ''http://u:p@h/'', given => ''{url}'')', :'a')), '400 invalid {"field": "url"}', 'a bad address');
select is(tests.call(format('api.playlist_update(%L, epg_url => ''http://h:0/'', given => ''{epg_url}'')', :'a')), '400 invalid {"field": "epg_url"}', 'of the guide');
select is(tests.call(format('api.playlist_update(%L, fallback_urls => ''{x}'', given => ''{fallback_urls}'')', :'a')), '400 invalid {"field": "fallback_urls"}', 'another one');
select is(tests.shown(:'a'), 'A2 xtream http://f.example a*** f 0 all 0', 'of all that nothing stays');

-- The order.
select api.playlist_create('B', 'http://b.example/', 'm3u') ->> 'id' as b \gset
select api.playlist_create('C', 'http://c.example/', 'm3u') ->> 'id' as c \gset
select api.playlist_create('D', 'http://d.example/', 'm3u') ->> 'id' as d \gset
select is(tests.places(), 'A20 B1 C2 D3', 'as they were added');
select api.playlist_update(:'d', "position" => 1, given => '{position}');
select is(tests.places(), 'A20 D1 B2 C3', 'up: the others make room');
select api.playlist_update(:'a', "position" => 2, given => '{position}');
select is(tests.places(), 'D0 B1 A22 C3', 'down: they close up');
select api.playlist_update(:'a', "position" => 9, given => '{position}');
select is(tests.places(), 'D0 B1 C3 A29', 'a free place is taken as it is');
select api.playlist_update(:'a', "position" => 9, given => '{position}');
select is(tests.places(), 'D0 B1 C3 A29', 'where it is');
select is((select count(distinct rev) from app.playlist), 4::bigint, 'every row that moved has a number of its own');

-- With the key gone, all of the credentials sent anew is taken, and nothing less.
select tests.become_superuser();
set local log_min_messages = fatal;
savepoint before;
insert into private.vault_fingerprint values ('k0', 'x');
update private.playlist_secret set key_id = 'k0' where account_id = :'ada';
select tests.become('ada');
select is(tests.call(format('api.playlist_update(%L, password => ''x'', given => ''{password}'')', :'a')), '503 unavailable {"retry_after": 30}', 'a part needs the rest');
select is(tests.call(format('api.playlist_update(%L, ''A3'', given => ''{name}'')', :'a')), '200', 'a name does not');
select is(tests.call(format('api.playlist_update(%L, url => ''http://z.example/get.php?username=u&password=p'', given => ''{url}'')', :'a')), '200', 'all of it goes');
select is(tests.credentials(:'a'), 'http://z.example u p - []', 'and opens again');
rollback to before;

select tests.become('ada', 'Kim');
select is(tests.call(format('api.playlist_update(%L, ''X'', given => ''{name}'')', :'a')), '42501', 'a kids profile changes none');
select tests.become('bob');
select is(tests.call(format('api.playlist_update(%L, ''X'', given => ''{name}'')', :'a')), '404 not_found', 'another account''s is not there');

select * from finish();
rollback;
