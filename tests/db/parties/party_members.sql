-- Leaving, kicking, banning, hosts, the end.

begin;
select plan(45);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.account('cat');
select tests.profile('cat', 'Cat') as cat \gset

select is(tests.roles_calling(function), 'kid member reseller admin', 'who may call ' || function)
from unnest(array['api.party_leave', 'api.party_kick', 'api.party_set_role', 'api.party_end']) as function;
select tests.party('ada', 'Ada', 'everyone') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');
select tests.join_party(:'party', 'cat', 'Cat');

-- Members may not what hosts may; strangers nothing.
select tests.become('bob', 'Bob');
select is(tests.call(call), '403 forbidden', 'a member may not ' || call) from unnest(array[
    format('api.party_kick(%L, %L)', :'party', :'cat'), format('api.party_set_role(%L, %L, ''host'')', :'party', :'bob'),
    format('api.party_set_role(%L, %L, ''member'')', :'party', :'ada'), format('api.party_end(%L)', :'party')]) as call;
select tests.grant_plan('bob', 'basic');
select tests.party('bob', 'Bob');
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_kick(%L, %L)', p.id, :'cat')), '404 not_found', 'nor a host in its own party those of another')
from (select api.party_list() #>> '{items,0,id}' as id) as p;
select tests.become_superuser();
select tests.account('eve');
select tests.profile('eve', 'Eve') as eve \gset
select tests.become('eve', 'Eve');
select is(tests.call(call), '404 not_found', 'a stranger may not ' || call) from unnest(array[
    format('api.party_leave(%L)', :'party'), format('api.party_kick(%L, %L)', :'party', :'cat'),
    format('api.party_set_role(%L, %L, ''host'')', :'party', :'eve'), format('api.party_end(%L)', :'party')]) as call;

-- Kicking.
select tests.become('ada', 'Ada');
select (tests.party_row(:'party')).seq as before \gset
select is(json_array_length(api.party_kick(:'party', :'cat') -> 'members'), 2, 'kicked: two are left');
select is(tests.call(format('api.party_kick(%L, %L)', :'party', :'cat')), '404 not_found', 'there is nobody to kick again');
select is(tests.call(format('api.party_kick(%L, %L)', :'party', :'eve')), '404 not_found', 'nor a stranger');
select is(tests.call(format('api.party_kick(%L, %L)', :'party', :'ada')), '409 conflict', 'nor oneself');
select is(json_array_length(api.party_kick(:'party', :'cat', true) -> 'members'), 2, 'one who is out can be banned');
select is(json_array_length(api.party_kick(:'party', :'cat', true) -> 'members'), 2, 'once');
select is(tests.party_log(:'party', :'before'), 'kick Ada, ban Ada', 'both are told of');
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_leave(%L)', :'party')), '403 banned', 'who is banned does not leave');
select is(api.party_list() ->> 'items', '[]', 'and has no such party');

-- Hosts.
select tests.become('ada', 'Ada');
select is(tests.call(format('api.party_set_role(%L, %L, ''member'')', :'party', :'ada')), '409 conflict', 'the only host stays one');
select is(tests.call(format('api.party_set_role(%L, %L, ''host'')', :'party', :'cat')), '404 not_found', 'who is not in becomes none');
select is(api.party_set_role(:'party', :'bob', 'host') #>> '{members,1,role}', 'host', 'a second host');
select is(api.party_set_role(:'party', :'bob', 'host') ->> 'seq', (tests.party_row(:'party')).seq::text, 'is one already');
select tests.become('bob', 'Bob');
select is(api.party_set_role(:'party', :'ada', 'member') #>> '{members,0,role}', 'member', 'a host makes a host a member');
select tests.become('ada', 'Ada');
select is(tests.call(format('api.party_end(%L)', :'party')), '403 forbidden', 'who is none any more');

-- Succession.
select tests.become_superuser();
update app.party_member set standing = 'out' where standing = 'banned';
select tests.join_party(:'party', 'cat', 'Cat');
select tests.become('bob', 'Bob');
select (tests.party_row(:'party')).seq as before \gset
select is(api.party_leave(:'party')::text, null, 'the host leaves');
select is(tests.party_log(:'party', :'before'), 'leave Bob, role', 'the server says who follows');
select tests.become('ada', 'Ada');
select is((select string_agg(m ->> 'name' || ' ' || (m ->> 'role'), ', ') from json_array_elements(api.party_get(:'party') -> 'members') as m), 'Ada host, Cat member', 'the member longest there');
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_get(%L)', :'party')), '404 not_found', 'who left reads nothing more');
select is(tests.call(format('api.party_leave(%L)', :'party')), '404 not_found', 'and leaves once');
select tests.become('cat', 'Cat');
select api.party_leave(:'party');
select tests.become('ada', 'Ada');
select (tests.party_row(:'party')).seq as before \gset
select api.party_leave(:'party');
select is(tests.party_log(:'party', :'before'), 'leave Ada, end', 'with the last one it ends');
select is((tests.party_row(:'party')).status, 'ended', 'for good');

-- The end.
select tests.party('ada', 'Ada') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');
select tests.become('ada', 'Ada');
select api.party_command(:'party', '1', 'play', 60000);
select is(api.party_end(:'party')::text, null, 'the host ends it');
select is(api.party_end(:'party')::text, null, 'again: nothing');
select is(tests.party_log(:'party'), 'join Bob, play Ada, end Ada', 'one event');
select is(api.party_get(:'party')::jsonb - '{id,created_at,anchored_at,members,content,title,match_key,control,epoch,max_members}'::text[],
    '{"seq": 3, "rate": 1, "status": "ended", "position_ms": 60000}', 'it stands where it was');
select is(tests.call(call), '409 conflict', call || ': it has ended') from unnest(array[
    format('api.party_command(%L, ''2'', ''pause'')', :'party'), format('api.party_say(%L, ''x'')', :'party'),
    format('api.party_kick(%L, %L)', :'party', :'bob'), format('api.party_set_role(%L, %L, ''host'')', :'party', :'bob')]) as call;
select is(api.party_leave(:'party')::text, null, 'leaving it is nothing');
select is((tests.party_row(:'party')).seq, 3::bigint, 'and no event');

select * from finish();
rollback;
