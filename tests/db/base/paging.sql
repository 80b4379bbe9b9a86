-- Lists and their cursors.

begin;
select plan(22);

select set_config('request.account_id', '00000000-0000-4000-8000-000000000001', true);
set local role member;

-- A cursor comes back as the keys that went in.
select is(private.cursor_decode('profiles', private.cursor_encode('profiles', '{a,b}'), 2), '{a,b}', 'keys come back');
select is(private.cursor_decode('profiles', private.cursor_encode('profiles', array['a,"\', E'ü\n|']), 2), array['a,"\', E'ü\n|'], 'whatever is in them');
select is(private.cursor_decode('profiles', null, 2), null, 'no cursor is the beginning');
select matches(private.cursor_encode('profiles', array[repeat('key', 50), '2']), '^[A-Za-z0-9_-]+$', 'a cursor needs no quoting in an address');

-- What was not given out is refused, all in one way.
select is(tests.call(format('private.cursor_decode(%L, %L, 2)', 'profiles', cursor)), '400 invalid {"field": "cursor"}', description)
from (values
    ('garbage', 'garbage'),
    ('???', 'not base64'),
    ('AAAA', 'base64 of nothing that is text'),
    ('_____w', 'not UTF-8'),
    (private.cursor_encode('sessions', '{a,b}'), 'another list''s'),
    (private.cursor_encode('profiles', '{a}'), 'one with fewer keys'),
    (private.cursor_encode('profiles', '{a,b,c}'), 'one with more keys'),
    (private.cursor_encode('profiles', '{a,b}') || 'A', 'one with something added'),
    (left(private.cursor_encode('profiles', '{a,b}'), -1), 'one with something cut off'),
    (overlay(private.cursor_encode('profiles', '{a,b}') placing 'X' from 3), 'one with something changed'),
    (encode('{"a": 1}12345678', 'base64'), 'an object'),
    (encode('[[[[[[[[[[12345678', 'base64'), 'JSON that does not end')
) as t (cursor, description);

select private.cursor_encode('profiles', '{a,b}') as cursor \gset
select set_config('request.account_id', '00000000-0000-4000-8000-000000000002', true);
select is(tests.call(format('private.cursor_decode(%L, %L, 2)', 'profiles', :'cursor')), '400 invalid {"field": "cursor"}', 'another account''s');

-- Pages.
select is(private.page('toys', null, null, 2)::jsonb, '{"items": [], "next_cursor": null}', 'an empty list');
select is(private.page('toys', array['1', '2']::json[], '{a,b}', 2)::jsonb, '{"items": [1, 2], "next_cursor": null}', 'a list that fits has no next page');
select is(private.page('toys', array['1', '2', '3']::json[], '{a,b,c}', 2)::jsonb,
          jsonb_build_object('items', '[1, 2]'::jsonb, 'next_cursor', private.cursor_encode('toys', '{b}')),
          'one that does not goes on after the last item that was shown');
select is(private.cursor_decode('toys', private.page('toys', array['1', '2']::json[], '{a|x,b|y}', 1) ->> 'next_cursor', 2), '{a,x}', 'by all of its keys');

reset role;
select is(tests.roles_calling('private.page'), 'kid member reseller admin usher', 'who is signed in reads lists');

select * from finish();
rollback;
