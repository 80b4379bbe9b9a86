-- Parties and their members: for the ushers functions alone.

begin;
select plan(41);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset

-- Tables: nobody whom a token can stand for reads or writes a row, whatever its claims.
select is(tests.roles_with(privilege, relation), case when privilege = 'select' and relation in ('app.party', 'app.party_lookup', 'app.party_code') then 'gatekeeper usher'
        when privilege = 'update' and relation in ('app.party_lookup', 'app.party_code') then 'nobody' else 'usher' end, privilege || ' on ' || relation)
from unnest(array['app.party', 'app.party_member', 'app.party_presence', 'app.party_event', 'app.party_seat', 'app.party_lookup', 'app.party_code']) as relation,
     unnest(array['select', 'insert', 'update', 'delete']) as privilege;
select tests.party('ada', 'Ada') as party \gset
select tests.become('ada', 'Ada');
select throws_ok('select from app.' || relation, '42501', null, 'its own host reads no ' || relation)
from unnest(array['party', 'party_member', 'party_presence', 'party_event', 'party_seat', 'party_online']) as relation;
select is(tests.call(format('private.party_lock(%L)', :'party')), '42501', 'nor calls the rules themselves');

-- Token buckets.
select tests.become_superuser();
set local role usher;
select ok(private.bucket_take('-infinity', 4, 1) between clock_timestamp() + interval '0.9 s' and clock_timestamp() + interval '1 s', 'one token takes a second to come back');
select is(tests.call($$private.bucket_take(clock_timestamp() + interval '2.9 s', 4, 1)$$), '200', 'four may be taken at once');
select is(tests.call($$private.bucket_take(clock_timestamp() + interval '3.9 s', 4, 1)$$), '429 rate_limited {"retry_after": 1}', 'a fifth has to wait');

-- Who is there.
select is((private.party_shape(private.party_read(:'party'))).epoch, 1, 'the epoch is the server''s timeline');
select is((private.party_shape(private.party_read(:'party'))).anchored_at % 1000, (extract(epoch from (tests.party_row(:'party')).anchored_at) * 1000)::bigint % 1000, 'times are in whole milliseconds');
select is(private.party_read(gen_random_uuid()) is null, true, 'no such party');

select * from finish();
rollback;
