-- Playing, pausing, seeking, the rate, loading; readiness.

begin;
select plan(43);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.account('cat');
select tests.profile('cat', 'Cat') as cat \gset

select is(tests.roles_calling('api.party_command'), 'kid member reseller admin', 'who may');
select is(tests.roles_calling('private.party_ready'), 'usher', 'readiness is the relay''s to tell');
create function tests.rest() returns void language sql as $$ update app.party_member set commands_paid_until = '-infinity', ready_paid_until = '-infinity' $$;

select tests.party('ada', 'Ada') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');

-- play: half a second ahead, where nobody is slow.
select tests.become('ada', 'Ada');
select api.party_command(:'party', 'p1', 'play', 1000) as event \gset
select is((:'event'::json ->> 'apply_at')::bigint - (:'event'::json ->> 'at')::bigint, 500::bigint, 'play is said half a second ahead');
select is(:'event'::jsonb -> 'body', '{"position_ms": 1000, "rate": 1}', 'from where to go on');
select is(:'event'::json #>> '{actor,name}', 'Ada', 'and who said so');
select is(api.party_get(:'party')::jsonb - '{id,created_at,members,content,title,match_key,control,epoch,max_members}'::text[],
    jsonb_build_object('status', 'playing', 'position_ms', 1000, 'rate', 1, 'seq', 2, 'anchored_at', (:'event'::json ->> 'apply_at')::bigint), 'the party is anchored there');
select is(api.party_command(:'party', 'p1', 'pause')::jsonb, :'event'::jsonb, 'an id counts once, whatever else is said with it');
select api.party_command(:'party', 'p2', 'pause') as event \gset
select is(:'event'::jsonb -> 'body', '{"position_ms": 1000, "rate": 1}', 'a pause before anything played is at the beginning');
select is(:'event'::jsonb ? 'apply_at', false, 'and at once');

-- The rate keeps the position; what is yet to begin begins when it was said to.
select tests.become_superuser();
select tests.rest();
select tests.become('ada', 'Ada');
select api.party_command(:'party', 'p3', 'play') as play \gset
select api.party_command(:'party', 'r1', 'rate', rate => 2) as event \gset
select is(:'event'::jsonb -> 'body', '{"rate": 2, "position_ms": 1000}', 'the rate, where it is');
select is(:'event'::json ->> 'apply_at', :'play'::json ->> 'apply_at', 'from when it plays');
select tests.become_superuser();
update app.party set anchored_at = anchored_at - interval '10 s';
select tests.become('ada', 'Ada');
select api.party_command(:'party', 'r2', 'rate', rate => 0.5) as event \gset
select is((:'event'::jsonb #>> '{body,position_ms}')::bigint between 20000 and 22000, true, 'ten seconds at twice the rate are twenty');
select is(:'event'::jsonb ? 'apply_at', false, 'at once, while it plays');
select is(tests.call(format('api.party_command(%L, ''r3'', ''rate'')', :'party')), '400 invalid {"field": "rate"}', 'a rate has to be said');

-- Whose it is to control.
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_command(%L, ''b1'', ''pause'')', :'party')), '403 forbidden', 'host-only is host-only');
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_command(%L, ''c1'', ''pause'')', :'party')), '404 not_found', 'a stranger''s it is not');
select is(tests.call(format('api.party_command(%L, ''p1'', ''pause'')', :'party')), '404 not_found', 'not even an event that there is');
select tests.become_superuser();
select is((tests.party_row(:'party')).status, 'playing', 'and nothing happened');
update app.party set control = 'everyone';
select tests.rest();
select tests.become('bob', 'Bob');
select is(api.party_command(:'party', 'b1', 'pause') #>> '{actor,name}', 'Bob', 'where it is everyone''s it is');

-- The barrier: nobody is online, nobody is waited for.
select tests.become('ada', 'Ada');
select (tests.party_row(:'party')).seq as before \gset
select is(api.party_command(:'party', 's1', 'seek', 5000)::jsonb -> 'body', '{"position_ms": 5000, "rate": 0.5}', 'a seek');
select is(tests.party_log(:'party', :'before'), 'seek Ada, pause', 'a paused party, with nobody to wait for, is paused again at once');
select is(tests.call(format('api.party_command(%L, ''s2'', ''seek'')', :'party')), '400 invalid {"field": "position_ms"}', 'a seek says where to');

-- With two online it waits for both.
select tests.become_superuser();
select tests.seen(:'party', '{Ada,Bob}', 400);
select tests.rest();
select tests.become('ada', 'Ada');
select api.party_command(:'party', 'p4', 'play') as event \gset
select is((:'event'::json ->> 'apply_at')::bigint - (:'event'::json ->> 'at')::bigint, 800::bigint, 'as far ahead as twice the slowest ping');
select (tests.party_row(:'party')).seq as before \gset
select api.party_command(:'party', 'l1', 'load', content => '{"kind": "movie", "title": "Alien", "year": 1979}') as event \gset
select is(:'event'::jsonb -> 'body', '{"content": {"kind": "movie", "title": "Alien", "year": 1979}, "position_ms": 0}', 'something else is loaded');
select is(api.party_get(:'party')::jsonb - '{id,created_at,anchored_at,members,title,control,epoch,max_members,seq}'::text[],
    '{"status": "waiting", "position_ms": 0, "rate": 1, "match_key": "title:alien:1979", "content": {"kind": "movie", "title": "Alien", "year": 1979}}', 'from its beginning, and waited for');
select is(tests.call(format('api.party_command(%L, ''l2'', ''load'')', :'party')), '400 invalid {"field": "content"}', 'loading says what');
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_command(%L, ''b2'', ''play'')', :'party')), '409 conflict', 'a member does not cut the waiting short');
select tests.become_superuser();
set local role usher;
select is(private.party_ready(:'party', true)::jsonb - '{at,seq,type,epoch,party_id,actor}'::text[], '{"kind": "ready", "body": {"ready": true}}', 'Bob is ready');
select is(private.party_ready(:'party', false) #>> '{body,ready}', 'false', 'or not');
select is(private.party_ready(:'party', true) #>> '{body,ready}', 'true', 'or is');
select tests.become('ada', 'Ada');
select is(api.party_get(:'party') ->> 'status', 'waiting', 'one is not ready');
select is((select string_agg(m ->> 'name' || ' ' || (m ->> 'ready'), ', ') from json_array_elements(api.party_get(:'party') -> 'members') as m), 'Ada false, Bob true', 'as all can see');
select tests.join_party(:'party', 'cat', 'Cat');
select tests.seen(:'party', '{Cat}') from (select tests.become_superuser()) as _;
select tests.become('ada', 'Ada');
select tests.become_superuser();
set local role usher;
select private.party_ready(:'party', true);
select is(tests.party_log(:'party', :'before'), 'load Ada, ready Bob, ready Bob, ready Bob, join Cat, ready Ada, play', 'the last one ends it; who came later is not waited for');
select is((tests.party_row(:'party')).status, 'playing', 'it plays, as it did before');

-- The host goes on; a pause; a seek within a seek.
select tests.become_superuser();
select tests.rest();
select tests.become('ada', 'Ada');
select api.party_command(:'party', 's3', 'seek', 1);
select is(api.party_command(:'party', 'p5', 'play') #>> '{actor,name}', 'Ada', 'the host goes on before');
select is(api.party_get(:'party') ->> 'status', 'playing', 'and it plays');
select api.party_command(:'party', 's4', 'seek', 2);
select api.party_command(:'party', 's5', 'seek', 3);
select is((select (p).resume || (p).position_ms from tests.party_row(:'party') as p), 'playing3', 'what it waits to do is what it did before the first of two');
select tests.become('bob', 'Bob');
select api.party_command(:'party', 'b3', 'pause');
select is((select (p).status || (p).position_ms from tests.party_row(:'party') as p), 'paused3', 'a pause ends the waiting');

-- Eight seconds at the most: whoever asks next finds it over, relay or none.
select tests.become('ada', 'Ada');
select tests.become_superuser();
select tests.rest();
select tests.become('ada', 'Ada');
select api.party_command(:'party', 's6', 'seek', 4);
select (tests.party_row(:'party')).seq as before \gset
select tests.become_superuser();
update app.party set due_at = due_at - interval '8 s';
select tests.become('bob', 'Bob');
select api.party_say(:'party', 'Hm');
select is(tests.party_log(:'party', :'before'), 'pause, chat Bob', 'it waited long enough');

-- Five a second.
select tests.become_superuser();
select tests.rest();
select tests.become('ada', 'Ada');
select is(string_agg(tests.call(format('api.party_command(%L, %L, ''pause'')', :'party', 'x' || n)), ', '), '200, 200, 200, 200, 200, 429 rate_limited {"retry_after": 1}', 'five at once, and no sixth')
from generate_series(1, 6) as n;
select is(tests.call(format('api.party_command(%L, ''x1'', ''pause'')', :'party')), '200', 'one that was done costs nothing');
select is(tests.call(format('api.party_command(%L, ''y'', ''stop'')', :'party')), '23514 party_action_values', 'no other command');
select is(tests.call(format('api.party_command(%L, ''y'', ''rate'', rate => 5)', :'party')), '23514 playback_rate_range', 'no other rate');

select * from finish();
rollback;
