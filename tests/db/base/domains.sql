-- Types of arguments: what their comments cannot say. Limits that they do say are held to them in
-- tests/db/conformance/domains.sql.

begin;
select plan(25);

set local role member;

select ok(tests.takes('app.email', value), 'an address: ' || value)
from unnest(array['ada@example.com', 'Ada.Lovelace+tv@mail.example.co.uk', 'ада@пример.рф']) as value;
select ok(not tests.takes('app.email', value), 'no address: ' || quote_literal(value))
from unnest(array['', 'ada', 'ada@example', '@example.com', 'ada@', 'a da@example.com', 'ada@@example.com', E'ada@example.com\n', E'ada\u0007@example.com']) as value;

select ok(tests.takes('app.new_password', repeat('ü', 36)), 'a password of 72 bytes in 36 characters');
select ok(not tests.takes('app.new_password', repeat('ü', 37)), 'one of 74 bytes: bcrypt would not see its end');
select ok(tests.takes('app.new_password', 'üüüü'), 'eight bytes are enough');
select ok(tests.takes('app.password', 'x'), 'a password that is only compared may be short');
select ok(not tests.takes('app.pin', '٤٧١١'), 'digits of a PIN are 0 to 9');
select ok(tests.takes('app.name', repeat('😀', 100)), 'a name of 100 characters, of four bytes each');

select ok(tests.takes('app.categories', '{}'), 'no categories');
select ok(not tests.takes('app.categories', '{XXX,NULL}'), 'a null is none');
select ok(tests.takes('app.free_object', '{"a": {"b": [1, null]}}'), 'an object of any form');
select ok(tests.takes('app.free_object', value), 'one of 16 KiB') from (values (format('{"a":"%s"}', repeat('x', 16384 - 8)))) as t (value);
select ok(not tests.takes('app.free_object', value), 'no larger one') from (values (format('{"a":"%s"}', repeat('x', 16384 - 7)))) as t (value);
select is(private.longest('{a,ccc,bb}'), 3, 'the longest of some strings');
select is(private.longest('{}'), null, 'of none');

select * from finish();
rollback;
