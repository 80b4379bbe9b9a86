-- What the relay calls.

begin;
select plan(57);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.account('cat');
select tests.profile('cat', 'Cat') as cat \gset

create function tests.act(who text, profile text, op text, party_id uuid, rest json default '{}') returns jsonb language plpgsql as $$
declare v_call jsonb := jsonb_build_object('claims', tests.claims(who, profile), 'op', op, 'party_id', party_id) || rest::jsonb;
begin
    return relay.perform(json_build_array(v_call)) -> 0;
end $$;
create function tests.acted(answer jsonb) returns text language sql as $$ select case when answer ? 'ok' then 'ok' else concat_ws(' ', answer #>> '{error,status}', answer #>> '{error,code}') end $$;

-- Its login calls the functions of its schema, and reads nothing.
select is((select string_agg(f.proname, ' ' order by f.proname) from tests.function f where has_function_privilege('syncstream_relay', f.oid, 'execute')),
    'events heads is_deployed now perform presence pulse settle', 'what the relay''s login may call');
select is(tests.roles_calling('relay.' || name), 'syncstream_relay', 'nobody else calls relay.' || name) from unnest(array['perform', 'events', 'presence', 'settle', 'heads']) as name;
select is_empty($$select r.name from tests.relation r where r.relkind in ('r', 'v') and has_any_column_privilege('syncstream_relay', r.oid, 'select, insert, update')$$, 'it has no right on any table');
select is_empty($$select rolname from pg_roles r where pg_has_role('syncstream_relay', r.oid, 'member') and rolname <> 'syncstream_relay'$$, 'and becomes nobody else');
set local role syncstream_relay;
select throws_ok('select from app.party', '42501', null, 'it reads no party');
select throws_ok($$select http.begin_request(null, null, null, null, null, null, null)$$, '42501', null, 'and claims nothing by itself');
select ok(abs(relay.now() - extract(epoch from clock_timestamp()) * 1000) < 1000, 'the clock, in milliseconds');
select tests.become_superuser();

select tests.party('ada', 'Ada') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');
select tests.become_superuser();

-- authenticate.
select is(tests.act('ada', 'Ada', 'authenticate', null) -> 'ok' ->> 'name', 'Ada', 'who it is');
select is(tests.act('ada', null, 'authenticate', null) -> 'ok' -> 'profile_id', 'null', 'without a profile, too');
select is(tests.acted((relay.perform(json_build_array(json_build_object('op', 'authenticate', 'claims', json_build_array(tests.account_id('ada'), gen_random_uuid(), 'user', null, null, null)))) -> 0)::jsonb), '401 unauthorized', 'a session that there is not');

-- attach.
select is(jsonb_array_length(tests.act('ada', 'Ada', 'attach', :'party', '{"since": 0, "epoch": 1, "relay": "r1"}') #> '{ok,events}'), 1, 'events after a number');
select is(tests.act('ada', 'Ada', 'attach', :'party') #> '{ok,party,members,0,online}', 'true', 'who attaches is online');
select is(tests.act('ada', 'Ada', 'attach', :'party', rest::json) #> '{ok,events}', '[]', 'only the state: ' || rest)
from unnest(array['{}', '{"since": 2, "epoch": 1}', '{"since": 0}', '{"since": 0, "epoch": 2}', '{"since": 1, "epoch": 1}']) as rest;
select is(tests.acted(tests.act('cat', 'Cat', 'attach', :'party')), '404 not_found', 'a stranger attaches to nothing');
select is(tests.acted(tests.act('ada', null, 'attach', :'party')), '403 forbidden', 'nor does who has selected no profile');

-- The rules are those of HTTP, and an error is its call's own.
select relay.perform(json_build_array(
    json_build_object('claims', tests.claims('ada', 'Ada'), 'op', 'command', 'party_id', :'party', 'id', 'a', 'command', 'play'),
    json_build_object('claims', tests.claims('bob', 'Bob'), 'op', 'command', 'party_id', :'party', 'id', 'b', 'command', 'pause'),
    json_build_object('claims', tests.claims('bob', 'Bob'), 'op', 'chat', 'party_id', :'party', 'id', 'c', 'text', 'Hi'),
    json_build_object('claims', tests.claims('cat', 'Cat'), 'op', 'chat', 'party_id', :'party', 'id', 'd', 'text', 'Hi')))::jsonb as answers \gset
select is((select string_agg(tests.acted(a), ', ' order by n) from jsonb_array_elements(:'answers') with ordinality as t (a, n)), 'ok, 403 forbidden, ok, 404 not_found', 'each call its own answer, in order');
select is(:'answers'::jsonb -> 1 -> 'error' ->> 'message', 'Only the host of the party can do this', 'with a sentence');
select is(tests.party_log(:'party'), 'join Bob, play Ada, chat Bob', 'what was right was done');
select is(:'answers'::jsonb #>> '{2,ok,actor,name}', 'Bob', 'by whom the claims say');
select is(tests.act('bob', 'Bob', 'chat', :'party', '{"id": "c", "text": "Again"}') #>> '{ok,seq}', '3', 'an id counts once');
select is(tests.acted(tests.act('bob', 'Bob', op, :'party', rest::json)), '400 invalid', op || ' ' || rest) from (values
    ('chat', '{"id": "e", "text": ""}'), ('chat', '{"id": "e"}'), ('chat', '{"id": 1, "text": "x"}'), ('chat', '{"text": "x"}'), ('ready', '{"ready": 1}'),
    ('command', '{"id": "e", "command": "stop"}'), ('command', '{"id": "e", "command": "seek", "position_ms": 1.5}'), ('command', '{"id": "e", "command": "rate", "rate": 9}'),
    ('command', '{"id": "e", "command": "load", "content": {"kind": "movie", "title": "x", "url": "x"}}'), ('chat', '{"party_id": "x", "id": "e", "text": "x"}')) as v (op, rest);
select is(tests.act('bob', 'Bob', 'chat', :'party', '{"id": "e", "text": ""}') #>> '{error,message}', 'Enter 1 to 500 characters', 'what a type asks for, in its own words');
select is(tests.acted(tests.act('bob', 'Bob', 'dance', :'party')), '500 internal', 'what is our fault is not theirs to read');

-- Presence, and the waiting that it ends.
select tests.act('ada', 'Ada', 'command', :'party', '{"id": "f", "command": "pause"}');
select is(json_array_length(tests.seen(:'party', '{Ada,Bob,Cat}', relay => 'r2') -> 0 -> 'online'), 2, 'members are online, a stranger is not');
select tests.seen(:'party', '{}', gone => '{Ada}', relay => 'r1');
select is(json_array_length(tests.seen(:'party', '{}', gone => '{}', relay => 'r1')), 0, 'nothing seen, nothing told');
select is(json_array_length(tests.seen(:'party', '{Bob}', relay => 'r2') -> 0 -> 'online'), 2, 'who went from one relay is online on another');
select (tests.party_row(:'party')).seq as before \gset
select tests.act('ada', 'Ada', 'command', :'party', '{"id": "g", "command": "seek", "position_ms": 5}');
select tests.act('ada', 'Ada', 'ready', :'party', '{"ready": true}');
select is((tests.party_row(:'party')).status, 'waiting', 'it waits for Bob');
select tests.seen(:'party', '{}', gone => '{Bob}', relay => 'r2');
select is(tests.party_log(:'party', :'before'), 'seek Ada, ready Ada, pause', 'until he goes');

-- What time brings about.
select tests.seen(:'party', '{Ada,Bob}');
select tests.act('ada', 'Ada', 'command', :'party', '{"id": "h", "command": "seek", "position_ms": 6}');
select ok((relay.settle() ->> 'next_ms')::bigint between 7000 and 8000, 'when it will have waited long enough');
select is((tests.party_row(:'party')).status, 'waiting', 'before that it waits');
update app.party set due_at = due_at - interval '8 s';
select (tests.party_row(:'party')).seq as before \gset
select ok((relay.settle() ->> 'next_ms')::bigint between 50 and 43200000, 'then the next thing is far away');
select is(tests.party_log(:'party', :'before'), 'pause', 'and it waits no longer');

select tests.later('11 hours 59 minutes');
select tests.seen(:'party', '{Ada}');
select tests.later('2 minutes');
select relay.settle();
select is((tests.party_row(:'party')).status, 'paused', 'where somebody was there it is not idle');
select tests.later('11 hours 58 minutes');
select relay.settle();
select is((tests.party_row(:'party')).status, 'ended', 'after 12 hours of nobody it ends');
select is((select count(*) from app.party_presence), 0::bigint, '(who was there is forgotten)');
select is(relay.heads(array[:'party', gen_random_uuid()]::uuid[])::jsonb, jsonb_build_object(:'party', (tests.party_row(:'party')).seq), 'heads of parties that there are');
select is((relay.events(json_build_array(json_build_object('party_id', :'party', 'since', (tests.party_row(:'party')).seq - 1))) #> '{0,events,0}') ->> 'kind', 'end', 'an event told it');
select tests.later('1 day 1 minute');
select relay.settle();
select is((select count(*) from app.party) + (select count(*) from app.party_lookup) + (select count(*) from app.party_seat) + (select count(*) from app.party_event), 0::bigint, 'a day later it is gone');
select is(relay.events(json_build_array(json_build_object('party_id', :'party', 'since', 0)))::jsonb - 'epoch' #- '{0,epoch}', jsonb_build_array(jsonb_build_object('party_id', :'party', 'seq', null, 'events', '[]'::jsonb)), 'which a relay is told, too');
select is(relay.settle() ->> 'next_ms', null, 'and there is nothing more to come');

select * from finish();
rollback;
