-- The types of playlists' arguments, where JSON Schema's words do not reach (tests/db/conformance/domains.sql has those).

begin;
select plan(12);

select is(tests.takes('app.credential', E'a\nb'), false, 'no control characters in credentials');
select is(tests.takes('app.credential', E'a\u0085b'), false, 'of any kind');
select is(tests.takes('app.credential', 'p@ss word+ü🔑'), true, 'but all else');
select is(tests.takes('app.web_address', 'HTTP://x'), true, 'http in capitals');
select is(tests.takes('app.web_address', E'http://x\n'), false, 'no line ends in an address');
select is(tests.takes('app.web_address', E'http://x\ny'), false, 'nor in its midst');
select is(tests.takes('app.web_address', 'javascript:http://x'), false, 'nothing before it');
select is(tests.takes('app.web_addresses', '{NULL}'), false, 'no null among addresses');
select is(tests.takes('app.web_addresses', '{}'), true, 'none of them');
select is(tests.takes('app.visibility', 'kids'), false, 'all or unrestricted');
select is(tests.takes('app.playlist_kind', 'XTREAM'), false, 'kinds are in small letters');
select is(tests.takes('app.panel_object', '[]'), false, 'PHP''s empty array is no object');

select * from finish();
rollback;
