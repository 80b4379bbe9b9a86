-- What an operator may want to change.

begin;
select plan(15);

select is(count(*), 1::bigint, 'there is one row') from app.settings;
select throws_ok('insert into app.settings (singleton) values (true)', '23505', null, 'and never another');
select throws_ok('insert into app.settings (singleton) values (false)', '23514', null, 'however it is called');
select is((s.session_lifetime, s.refresh_grace, s.attempt_window, s.password_attempts, s.address_attempts,
           s.pin_attempts, s.pin_lock, s.pin_lock_longest, s.past_due_grace)::text,
          '("60 days",00:00:10,00:15:00,10,100,5,00:05:00,01:00:00,"7 days")', 'the contract''s numbers')
from app.settings s;
select throws_ok($$update app.settings set pin_lock_longest = '1 minute'$$, '23514', null, 'the longest lock is no shorter than the first');
select throws_ok($$update app.settings set refresh_grace = '1 hour'$$, '23514', null, 'a grace is short');
select throws_ok('update app.settings set password_attempts = 0', '23514', null, 'nobody is locked out for good');

set local role syncstream;
select is(tests.affected('update app.settings set pin_attempts = 3'), 1::bigint, 'an operator changes it, with an update, though row-level security is forced');

set local role anonymous;
select throws_ok('select from app.settings', '42501', null, 'who is not signed in does not see how many guesses there are');
set local role kid;
select is(pin_attempts, 3, 'a kids profile reads it') from app.settings;
select throws_ok('update app.settings set pin_attempts = 100', '42501', null, 'and does not change it');
set local role member;
select is(pin_attempts, 3, 'so does a member') from app.settings;
select throws_ok('update app.settings set pin_attempts = 100', '42501', null, 'nor change it');
set local role admin;
select throws_ok('update app.settings set pin_attempts = 100', '42501', null, 'nor does an administrator, by the API');
set local role gatekeeper;
select throws_ok('update app.settings set pin_attempts = 100', '42501', null, 'nor the gatekeeper');

select * from finish();
rollback;
