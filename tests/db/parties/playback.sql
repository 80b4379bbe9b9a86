-- Where a party is; how far ahead things are said.

begin;
select plan(10);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset

-- The position is the contract's: position_ms + max(0, t - anchored_at) x rate.
select is(private.party_position(jsonb_populate_record(null::app.party, p), '2026-01-01T00:00:10.5Z'), expected, p::text) from (values
    ('{"status": "playing", "position_ms": 1000, "rate": 1, "anchored_at": "2026-01-01T00:00:00Z"}'::jsonb, 11500::bigint),
    ('{"status": "playing", "position_ms": 1000, "rate": 1.5, "anchored_at": "2026-01-01T00:00:00Z"}', 16750),
    ('{"status": "playing", "position_ms": 1000, "rate": 1, "anchored_at": "2026-01-01T00:00:11Z"}', 1000),
    ('{"status": "paused", "position_ms": 1000, "rate": 2, "anchored_at": "2026-01-01T00:00:00Z"}', 1000),
    ('{"status": "waiting", "position_ms": 1000, "rate": 2, "anchored_at": "2026-01-01T00:00:00Z"}', 1000)) as v (p, expected);

-- Twice the slowest ping of those who are online, within bounds.
select tests.party('ada', 'Ada') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');
select tests.become_superuser();
select is(private.party_lead(tests.party_row(:'party')), interval '0.5 s', 'nobody online: the least');
select tests.seen(:'party', '{Ada}', 20);
select is(private.party_lead(tests.party_row(:'party')), interval '0.5 s', 'a quick member: the least');
select tests.seen(:'party', '{Bob}', 600);
select is(private.party_lead(tests.party_row(:'party')), interval '1.2 s', 'a slow one: twice its ping');
select tests.seen(:'party', '{Bob}', 5000);
select is(private.party_lead(tests.party_row(:'party')), interval '1.5 s', 'a very slow one: the most');
select tests.later('16 s');
select is(private.party_lead(tests.party_row(:'party')), interval '0.5 s', 'who was not seen any more counts no more');

select * from finish();
rollback;
