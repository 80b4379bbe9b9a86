-- POST and GET /v1/parties/{id}/messages

begin;
select plan(15);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.account('cat');
select tests.profile('cat', 'Cat') as cat \gset

select is(tests.roles_calling(function), 'kid member reseller admin', 'who may call ' || function) from unnest(array['api.party_say', 'api.party_messages']) as function;
select tests.party('ada', 'Ada') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');
select is(api.party_say(:'party', 'One') #>> '{body,text}', 'One', 'said');
select is(api.party_say(:'party', 'Two', 'b') ->> 'seq', '3', 'the next number');
select is(api.party_say(:'party', 'Two', 'b') ->> 'seq', '3', 'an id counts once');
select is(string_agg(tests.call(format('api.party_say(%L, ''x'')', :'party')), ', '), '200, 200, 429 rate_limited {"retry_after": 1}', 'four at once, and no fifth') from generate_series(1, 3);
select is(tests.call(format('api.party_say(%L, '''')', :'party')), '23514 chat_text_length', 'something has to be said');
select is(tests.call(format('api.party_say(%L, repeat(''x'', 501))', :'party')), '23514 chat_text_length', 'but not too much');

select is((select array_agg(m #>> '{body,text}') from json_array_elements(api.party_messages(:'party') -> 'items') as m), '{x,x,Two,One}', 'what was said, newest first');
select api.party_messages(:'party', 3) as page \gset
select is(api.party_messages(:'party', 3, :'page'::json ->> 'next_cursor') #>> '{items,0,body,text}', 'One', 'page by page');
select is(api.party_messages(:'party', 3, :'page'::json ->> 'next_cursor') ->> 'next_cursor', null, 'to the end');
select is(tests.call(format('api.party_messages(%L, 3, ''WyJ4Il0xMjM0NTY3OA'')', :'party')), '400 invalid {"field": "cursor"}', 'no other cursor');
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_say(%L, ''x'')', :'party')), '404 not_found', 'a stranger says nothing');
select is(tests.call(format('api.party_messages(%L)', :'party')), '404 not_found', 'and hears nothing');
select tests.become_anonymous();
select is(tests.call(format('api.party_messages(%L)', :'party')), '42501', 'nor does who is not signed in');

select * from finish();
rollback;
