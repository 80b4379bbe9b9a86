-- Reading pasted addresses: what becomes of each form, and what is refused without being quoted.

begin;
select plan(150);

create function pg_temp.pasted(url text) returns text language sql as
    $$ select concat_ws(' ', s.kind, s.url, s.username, s.password) from private.source(null, pasted.url, 'url') s $$;
create function pg_temp.base(url text) returns text language sql as
    $$ select s.url from private.source('xtream', base.url, 'url') s $$;

-- A pasted address of a panel's script becomes xtream.
select is(pg_temp.pasted(v.url), v.result, v.url) from (values
    ('http://tv.example/get.php?username=ada&password=pw',                                    'xtream http://tv.example ada pw'),
    ('http://tv.example/get.php?username=ada&password=pw&type=m3u_plus&output=ts',            'xtream http://tv.example ada pw'),
    ('http://tv.example/get.php?type=m3u_plus&password=pw&output=hls&username=ada',           'xtream http://tv.example ada pw'),
    ('http://tv.example:8080/player_api.php?username=ada&password=pw',                        'xtream http://tv.example:8080 ada pw'),
    ('https://tv.example:8443/panel_api.php?password=pw&username=ada',                        'xtream https://tv.example:8443 ada pw'),
    ('http://tv.example/player_api.php?username=ada&password=pw&action=get_live_streams',     'xtream http://tv.example ada pw'),
    ('HTTP://TV.Example:8080/GET.PHP?username=Ada&password=PW',                               'xtream http://tv.example:8080 Ada PW'),
    ('http://tv.example:80/get.php?username=ada&password=pw',                                 'xtream http://tv.example:80 ada pw'),
    ('https://tv.example:443/get.php?username=ada&password=pw',                               'xtream https://tv.example:443 ada pw'),
    ('http://tv.example:/get.php?username=ada&password=pw',                                   'xtream http://tv.example ada pw'),
    ('http://tv.example:8080/sub/get.php?username=ada&password=pw',                           'xtream http://tv.example:8080/sub ada pw'),
    ('http://tv.example/A/b%20c/get.php?username=ada&password=pw',                            'xtream http://tv.example/A/b%20c ada pw'),
    ('http://tv.example//get.php?username=ada&password=pw',                                   'xtream http://tv.example ada pw'),
    ('http://tv.example/sub//get.php/?username=ada&password=pw',                              'xtream http://tv.example/sub ada pw'),
    ('http://tv.example/get.php?username=ada&password=pw#top',                                'xtream http://tv.example ada pw'),
    ('http://tv.example/get.php?username=ada&password=pw#?username=eve&password=x',           'xtream http://tv.example ada pw'),
    ('http://192.0.2.7:25461/get.php?username=ada&password=pw',                               'xtream http://192.0.2.7:25461 ada pw'),
    ('http://[::1]:8080/get.php?username=ada&password=pw',                                    'xtream http://[::1]:8080 ada pw'),
    ('http://[2001:DB8::7]/get.php?username=ada&password=pw',                                 'xtream http://[2001:db8::7] ada pw'),
    ('http://[::ffff:192.0.2.7]/get.php?username=ada&password=pw',                            'xtream http://[::ffff:192.0.2.7] ada pw'),
    ('http://my_panel.example./get.php?username=ada&password=pw',                             'xtream http://my_panel.example. ada pw'),
    ('http://тв.example/get.php?username=ada&password=pw',                                    'xtream http://тв.example ada pw'),
    ('http://tv.example/get.php?username=a%2Bb&password=c%20d',                               'xtream http://tv.example a+b c d'),
    ('http://tv.example/get.php?username=a+b&password=c+d',                                   'xtream http://tv.example a+b c+d'),
    ('http://tv.example/get.php?username=%61da&password=%26%3D%3f%23%25',                     'xtream http://tv.example ada &=?#%'),
    ('http://tv.example/get.php?username=Zo%C3%AB&password=%F0%9F%94%91',                     'xtream http://tv.example Zoë 🔑'),
    ('http://tv.example/get.php?username=Zoë&password=🔑',                                    'xtream http://tv.example Zoë 🔑'),
    ('http://tv.example/get.php?username=ada&password=50%off%',                               'xtream http://tv.example ada 50%off%'),
    ('http://tv.example/get.php?username=ada@example.com&password=p@w:d/e?f=g',               'xtream http://tv.example ada@example.com p@w:d/e?f=g'),
    ('http://tv.example/get.php?username=ada&password=a=b',                                   'xtream http://tv.example ada a=b'),
    ('http://tv.example/get.php?username=ada&password=x&password=pw',                         'xtream http://tv.example ada pw'),
    ('http://tv.example/get.php?username=ada&password=pw&password=',                          'xtream http://tv.example ada pw'),
    ('http://tv.example/get.php?xusername=eve&username=ada&password=pw&mypassword=x',         'xtream http://tv.example ada pw'),
    ('http://tv.example/@home/get.php?username=ada&password=pw',                              'xtream http://tv.example/@home ada pw')
) as v (url, result);

-- With kind xtream it is the panel's address, whichever way it was copied.
select is(pg_temp.base(v.url), v.result, v.url) from (values
    ('http://tv.example:8080',                                          'http://tv.example:8080'),
    ('http://tv.example:8080/',                                         'http://tv.example:8080'),
    ('HTTPS://TV.example/Sub/',                                         'https://tv.example/Sub'),
    ('http://tv.example/c//',                                           'http://tv.example/c'),
    ('http://tv.example?',                                              'http://tv.example'),
    ('http://tv.example/#a',                                            'http://tv.example'),
    ('http://tv.example:8080/player_api.php',                           'http://tv.example:8080'),
    ('http://tv.example:8080/sub/get.php?username=ada&password=pw',     'http://tv.example:8080/sub')
) as v (url, result);
select is((select array[s.username, s.password] from private.source('xtream', 'http://tv.example/get.php?username=ada', 'url') s), array['ada', null],
          'what a pasted address has not may be sent beside it');

-- m3u: the query is for the vault.
select is((select array[s.url, s.address, s.username] from private.source('m3u', v.url, 'url') s), array[v.url_is, v.address_is, null], v.url) from (values
    ('HTTP://TV.example/List.m3u8',                                     'http://tv.example/List.m3u8', 'http://tv.example/List.m3u8'),
    ('http://tv.example/l.m3u?token=a%20b&x=1#t',                       'http://tv.example/l.m3u', 'http://tv.example/l.m3u?token=a%20b&x=1'),
    ('http://tv.example:8080/get.php?username=ada&password=pw',         'http://tv.example:8080/get.php', 'http://tv.example:8080/get.php?username=ada&password=pw'),
    ('http://tv.example/dir/',                                          'http://tv.example/dir/', 'http://tv.example/dir/'),
    ('http://tv.example',                                               'http://tv.example', 'http://tv.example')
) as v (url, url_is, address_is);

-- What no address is.
create function pg_temp.refusal(url text, kind text default null) returns text language plpgsql as $$
declare
    v_message text;
    v_detail  text;
begin
    perform private.source(refusal.kind, refusal.url, 'url');
    return 'taken';
exception when sqlstate 'PT400' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail;
    return (v_detail::json ->> 'field') || case when v_message like '%S3cret%' then ' and quoted' else '' end;
end
$$;
select is(pg_temp.refusal(v.url || 'get.php?username=ada&password=S3cret'), 'url', 'refused: ' || v.url) from (values
    ('ftp://tv.example/'), ('file:///etc/'), ('javascript:alert(1)//'), ('data:text/html,'), ('rtmp://tv.example/'), ('httpx://tv.example/'),
    ('//tv.example/'), ('tv.example:8080/'), ('/'), (''), ('http:tv.example/'), ('http:/tv.example/'), ('http:\\tv.example/'),
    ('http:///'), ('http://:80/'), ('http://?'), ('http://#'),
    ('http://user:S3cret@tv.example/'), ('http://user@tv.example/'), ('http://@tv.example/'), ('http://tv.example:80@evil.example/'), ('http://a@b@c/'),
    ('http://tv.example:0/'), ('http://tv.example:65536/'), ('http://tv.example:99999999999999999999/'), ('http://tv.example:-1/'), ('http://tv.example:80a/'),
    ('http://tv.example:08/'), ('http://tv.example:80:80/'), ('http://tv.example:٨٠/'),
    ('http://tv example/'), (' http://tv.example/'), (E'http://tv.example/\n'), (E'http://tv.example\r\nHost: evil/'), (E'http://tv.\texample/'),
    (E'http://tv.example/\x01'), (E'http://tv.example/\x7f'), ('http://tv.example\@evil.example/'), ('http://tv.example\'), ('http://tv.example/a b/'),
    (U&'http://tv.example/\00A0'), (U&'http://tv\200B.example/'), (U&'http://tv.example/\202E'), (U&'\FEFFhttp://tv.example/'), (U&'http://tv.example/\2028'),
    ('http://[::1/'), ('http://::1/'), ('http://[]/'), ('http://[::g]/'), ('http://[1.2.3.4]/'), ('http://[::1]x/'), ('http://[fe80::1%25eth0]/'), ('http://[::1]:0/'),
    ('http://[1:2:3:4:5:6:7:8:9]/'), ('http://[::1/64]/'),
    ('http://256.1.1.1/'), ('http://1.2.3/'), ('http://2130706433/'), ('http://1.2.3.4.5/'), ('http://.tv.example/'), ('http://tv..example/'), ('http://-tv.example/'),
    ('http://tv-.example/'), ('http://tv%2eexample/'), ('http://tv,example/'), ('http://tv<x>.example/'), ('http://tv"x/'), ('http://$(id)/'), ('http://*/'),
    ('http://' || repeat('a', 64) || '.example/'), ('http://' || repeat('a.', 130) || 'example/')
) as v (url);
select is(pg_temp.refusal(v.url), 'url', 'refused: ' || v.url) from (values
    ('http://tv.example/get.php'), ('http://tv.example/get.php?username=ada'), ('http://tv.example/get.php?password=S3cret'),
    ('http://tv.example/get.php?username=&password=S3cret'), ('http://tv.example/get.php?username=ada&password='),
    ('http://tv.example/get.php?USERNAME=ada&PASSWORD=S3cret'), ('http://tv.example/get.php#username=ada&password=S3cret'),
    ('http://tv.example/get.php?username=ada&password=S3cret%00'), ('http://tv.example/get.php?username=%FF&password=S3cret'),
    ('http://tv.example/get.php?username=ada&password=%C3S3cret'), ('http://tv.example/get.php?username=ada&password=%ED%A0%80'),
    ('http://tv.example/get.php?username=ada&password=S3cret%0A'), ('http://tv.example/get.php?username=a%7Fda&password=S3cret'),
    ('http://tv.example/get.php?username=ada&password=S3 cret'), ('http://tv.example/get.php?username=ada&password=S3cret' || repeat('x', 500))
) as v (url);
select is(pg_temp.refusal(v.url), 'kind', 'of which kind is it? ' || v.url) from (values
    ('http://tv.example:8080'), ('http://tv.example/list.m3u8?token=S3cret'), ('http://tv.example/xmltv.php?username=ada&password=S3cret'),
    ('http://tv.example/forget.php?username=ada&password=S3cret'), ('http://tv.example/get.php5?username=ada&password=S3cret'),
    ('http://tv.example/get.php/x?username=ada&password=S3cret'), ('http://tv.example/?/get.php?username=ada&password=S3cret')
) as v (url);
select is(pg_temp.refusal('http://tv.example/?username=ada&password=S3cret', 'xtream'), 'url', 'a panel''s address has no query');
select is(tests.call($$private.web_address_text('ftp://x', 'epg_url')$$), '400 invalid {"field": "epg_url"}', 'the field is said');
select is(private.web_address_text(null, 'epg_url'), null, 'null stays null');
select is(private.fallback_addresses('xtream', '{http://B.example/,https://c.example:1/player_api.php?username=x&password=y}'),
          '{http://b.example,https://c.example:1}', 'other addresses of a panel');
select is(private.fallback_addresses('m3u', '{http://B.example/?t=1}'), '{http://b.example/?t=1}', 'and of a list');
select is(private.fallback_addresses('m3u', null), '{}', 'none');
select is(tests.call($$private.fallback_addresses('m3u', '{http://a.example,nonsense}')$$), '400 invalid {"field": "fallback_urls"}', 'one bad one');

select tests.account('ada');
select tests.become('ada');
select is((private.source(null, 'http://tv.example/get.php?username=ada&password=pw', 'url')).username, 'ada', 'whoever adds a playlist may');
select tests.become_role('kid');
select throws_ok($$select private.source('m3u', 'http://tv.example/', 'url')$$, '42501', null, 'nobody else needs to');

select * from finish();
rollback;
