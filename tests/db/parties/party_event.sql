-- A partys log.

begin;
select plan(9);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset

select tests.party('ada', 'Ada') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');
select tests.become('ada', 'Ada');
select api.party_say(:'party', 'One', 'a') as first \gset
select is(:'first'::jsonb - 'at' - 'party_id', format('{"type": "party.event", "seq": 2, "epoch": 1, "kind": "chat", "actor": {"profile_id": "%s", "name": "Ada"}, "body": {"text": "One"}}', :'ada')::jsonb,
    'an event as it is sent');
select is(api.party_say(:'party', 'Two', 'a')::jsonb, :'first'::jsonb, 'an id counts once: the first event again');
select is((tests.party_row(:'party')).seq, 2::bigint, 'and nothing new');
select tests.become('bob', 'Bob');
select is(api.party_say(:'party', 'Three', 'a')::jsonb, :'first'::jsonb, 'once in the party, whoever sends it');

-- Numbers have no gap; old events go, a thousand at a time.
select tests.become_superuser();
set local role usher;
update app.party p set seq = 10999 where p.id = :'party';
insert into app.party_event (account_id, party_id, seq, kind, body, at) select p.account_id, p.id, n, 'ready', '{"ready": true}', now() from app.party p, generate_series(3, 10999) as n where p.id = :'party';
select tests.become('ada', 'Ada');
select is((api.party_say(:'party', 'Three') ->> 'seq')::bigint, 11000::bigint, 'the next number');
select tests.become_superuser();
select results_eq($$select min(seq), count(*) from app.party_event$$, $$values (1001::bigint, 10000::bigint)$$, 'the last 10000 events are kept');
set local role usher;
select is(cardinality(private.party_events(private.party_read(:'party'), 1000, 1000)), 1000, 'a thousand at most are read');
select is(private.party_events(private.party_read(:'party'), 10998, 1000)::text[] @> array[]::text[] and cardinality(private.party_events(private.party_read(:'party'), 10998, 1000)) = 2, true, 'those after a number');
select is((private.party_events(private.party_read(:'party'), 10998, 1000))[2] ->> 'seq', '11000', 'in order');

select * from finish();
rollback;
