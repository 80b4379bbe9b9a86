-- Counting failed attempts.

begin;
select plan(28);

set local role gatekeeper;

-- Three in 15 minutes.
select is(private.throttle_wait('password', 'ada', 3, '15 minutes'), null, 'nothing happened: go on');
select is(private.throttle_take('password', 'ada', 3, '15 minutes'), null, 'the first');
select tests.later('5 minutes');
select is(private.throttle_take('password', 'ada', 3, '15 minutes'), null, 'the second');
select tests.later('5 minutes');
select is(private.throttle_wait('password', 'ada', 3, '15 minutes'), null, 'looking does not count');
select is(private.throttle_take('password', 'ada', 3, '15 minutes'), null, 'the third');
select ok(private.throttle_take('password', 'ada', 3, '15 minutes') between '4 minutes 55 seconds' and '5 minutes', 'the fourth waits until the first is 15 minutes old');
select ok(private.throttle_wait('password', 'ada', 3, '15 minutes') between '4 minutes 55 seconds' and '5 minutes', 'as one who only looks is told');
select is(private.throttle_take('password', 'bob', 3, '15 minutes'), null, 'somebody else does not wait');
select is(private.throttle_take('address', 'ada', 3, '15 minutes'), null, 'nor something else');

select tests.later('5 minutes');
select is(private.throttle_take('password', 'ada', 3, '15 minutes'), null, 'an attempt that was told to wait did not count: one is free when the first is 15 minutes old');
select ok(private.throttle_take('password', 'ada', 3, '15 minutes') between '4 minutes 55 seconds' and '5 minutes', 'and one only: the window slides');
select is((select cardinality(attempts) from private.throttle where (bucket, subject) = ('password', 'ada')), 3, 'no more times are kept than are needed');

select private.throttle_reset('password', 'ada');
select is(private.throttle_wait('password', 'ada', 3, '15 minutes'), null, 'forgotten after a success');
select ok(private.throttle_wait('password', 'bob', 1, '15 minutes') > '9 minutes', 'bob''s are not');

-- A setting that was lowered or raised holds at once.
select private.throttle_take('password', 'cleo', 3, '15 minutes') from generate_series(1, 3);
select ok(private.throttle_wait('password', 'cleo', 2, '15 minutes') is not null, 'fewer allowed than there were: wait');
select is(private.throttle_wait('password', 'cleo', 4, '15 minutes'), null, 'more allowed: go on');
select is(private.throttle_wait('password', 'cleo', 3, '0.001 milliseconds'), null, 'a shorter window: go on');

-- What nobody will ask for again goes.
select tests.later('1 hour');
select setseed(0);
select private.throttle_take('password', 'dora' || n, 3, '15 minutes') from generate_series(1, 1000) as n;
select is((select count(*) from private.throttle where subject in ('ada', 'bob', 'cleo')), 0::bigint, 'attempts that count no more are pruned by the way');

reset role;
select is(tests.roles_with(privilege, 'private.throttle'), 'gatekeeper usher', 'only the gatekeeper, and the usher for codes of parties, may ' || privilege)
from unnest(array['select', 'insert', 'update', 'delete']) as privilege;
select is(tests.roles_calling(function), 'gatekeeper usher', 'and call ' || function)
from unnest(array['private.throttle_wait', 'private.throttle_take', 'private.throttle_wait_of']) as function;
select is(tests.roles_calling('private.throttle_reset'), 'gatekeeper', 'only the gatekeeper forgets attempts');

reset role;
insert into private.throttle values ('password', 'ada@example.com', '{}', now()), ('party_code', 'ada', '{}', now());
set local role usher;
select results_eq('select bucket from private.throttle', array['party_code'], 'the usher sees no attempts at passwords');
select throws_ok($$insert into private.throttle values ('password', 'bob@example.com', '{}', now())$$, '42501', null, 'nor makes any up');

select * from finish();
rollback;
