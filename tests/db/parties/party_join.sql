-- POST /v1/parties/join

begin;
select plan(25);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.account('cat');
select tests.profile('cat', 'Cat') as cat \gset

select tests.profile('bob', 'Kim', is_kids => true);
select is(tests.roles_calling('api.party_join'), 'kid member reseller admin', 'who may');
select tests.party('ada', 'Ada', max_members => 3) as party \gset
select tests.party_code(:'party') as code \gset

select tests.become('bob');
select is(tests.call(format('api.party_join(%L)', :'code')), '403 forbidden', 'a profile has to be selected');
select tests.become('bob', 'Bob');
select (api.party_join(lower(left(:'code', 4)) || '-' || right(:'code', 4))).data #> '{party}' as party_seen \gset
select is((select string_agg(m ->> 'name' || ' ' || (m ->> 'role'), ', ') from json_array_elements(:'party_seen'::json -> 'members') as m), 'Ada host, Bob member',
    'joined; case and hyphen do not matter; who is there longest comes first');
select is(:'party_seen'::json ->> 'seq', '1', 'an event says so');
select is(tests.party_log(:'party'), 'join Bob', 'that Bob joined');
select is((api.party_join(:'code')).data #>> '{party,seq}', '1', 'joining again is nothing new');
select tests.become('bob', 'Kim');
select is(tests.call(format('api.party_join(%L)', :'code')), '200', 'a kids profile may, and another profile of the account');

-- Full.
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_join(%L)', :'code')), '403 plan_limit_reached {"max": 3, "limit": "max_party_members"}', 'no more than it was made for');
select tests.become('bob', 'Kim');
select api.party_leave(:'party');
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_join(%L)', :'code')), '200', 'but when one has left');
select api.party_leave(:'party');

-- The host's plan goes down: who is in stays, nobody comes.
select tests.become_superuser();
update app.subscription set plan = 'free';
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_join(%L)', :'code')), '403 plan_limit_reached {"max": 0, "limit": "max_party_members"}', 'the host''s plan has no parties any more');
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_get(%L)', :'party')), '200', 'who is in stays');
select is(tests.call(format('api.party_join(%L)', :'code')), '200', 'and may say the code again');
select tests.become_superuser();
update app.subscription set plan = 'premium';

-- Kicked and banned.
select tests.become('ada', 'Ada');
select api.party_kick(:'party', :'bob');
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_join(%L)', :'code')), '200', 'who was kicked comes back by the code');
select tests.become('ada', 'Ada');
select api.party_kick(:'party', :'bob', true);
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_join(%L)', :'code')), '403 banned', 'who was banned does not');
select tests.become_superuser();
insert into app.party_code select 'BCDFGHJK', party_id, account_id from app.party_code;
select tests.become('bob', 'Bob');
select is(tests.call($$api.party_join('BCDFGHJK')$$), '403 banned', 'nor by another code');
select is(tests.call(format('api.party_get(%L)', :'party')), '403 banned', 'and reads nothing');

-- Wrong codes.
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_join(%L)', repeat('B', n))), '404 not_found', 'a wrong code') from unnest(array[1, 8, 100]) as n;
select is(tests.call($$api.party_join('')$$), '23514 invitation_code_length', 'no code');
select tests.call($$api.party_join('BBBBBBBB')$$) from generate_series(4, 10);
select is(tests.call(format('api.party_join(%L)', :'code')) ~ '^429 rate_limited \{"retry_after": \d+\}$', true, 'after ten wrong ones not even a right one');
select tests.later('15 minutes');
select is(tests.call(format('api.party_join(%L)', :'code')), '200', 'but later');

select tests.become('ada', 'Ada');
select api.party_end(:'party');
select is(tests.party_code(:'party'), null, 'a party that ended has no code');
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_join(%L)', :'code')), '404 not_found', 'which leads nowhere');
select tests.become_anonymous();
select is(tests.call(format('api.party_join(%L)', :'code')), '42501', 'nobody joins without an account');

select * from finish();
rollback;
