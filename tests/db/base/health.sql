-- What readiness asks.

begin;
select plan(5);

select is(tests.roles_calling('http.is_deployed'), 'anonymous', 'a request without a token asks');
set local role anonymous;
select ok(http.is_deployed('base/health'), 'this change is deployed');
select ok(not http.is_deployed('base/no_such_change'), 'that one is not');
select ok(not http.is_deployed(null), 'nor is none');
select throws_ok('select * from sqitch.changes', '42501', null, 'it answers that and shows nothing else of the registry');

select * from finish();
rollback;
