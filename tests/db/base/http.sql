-- Claims of a request, shape of an answer.

begin;
select plan(25);

select is(http.current_account_id(), null, 'no claims, no account');
select is(http.current_session_id(), null, 'nor a session');
select is(http.current_profile_id(), null, 'nor a profile');
select is(http.client_address(), null, 'nor an address');

select set_config('request.account_id', '00000000-0000-4000-8000-000000000001', true),
       set_config('request.session_id', '00000000-0000-4000-8000-000000000002', true),
       set_config('request.profile_id', '00000000-0000-4000-8000-000000000003', true),
       set_config('request.address', '2001:db8::1', true);
set local role anonymous;
select is(http.current_account_id(), '00000000-0000-4000-8000-000000000001', 'the account of the claims');
select is(http.current_session_id(), '00000000-0000-4000-8000-000000000002', 'the session of the claims');
select is(http.current_profile_id(), '00000000-0000-4000-8000-000000000003', 'the profile of the claims');
select is(http.client_address(), '2001:db8::1', 'where the request came from');
select throws_ok('select http.client_network()', '42501', null, 'who counts attempts is not for clients');
select set_config('request.account_id', '', true);
select is(http.current_account_id(), null, 'a setting of an earlier transaction, which is empty then, is no claim');
reset role;

set local role gatekeeper;
select is(http.client_network(), '2001:db8::', 'attempts from IPv6 count for the /64');
select set_config('request.address', '192.0.2.8', true);
select is(http.client_network(), '192.0.2.8', 'from IPv4 for the address');
select set_config('request.address', '::ffff:192.0.2.8', true);
select is(http.client_network(), '::ffff:192.0.2.8', 'also where it is written as IPv6');
select set_config('request.address', '', true);
select is(http.client_network(), null, 'without an address for nobody');
reset role;

select is(to_json(http.reply('Done', '{"a": 1}', '{"sub": "x"}'))::jsonb,
          '{"status": null, "message": "Done", "data": {"a": 1}, "claims": {"sub": "x"}}', 'a reply leaves the status to the route');
select is(to_json(http.refusal(403, 'invalid_pin', 'Invalid PIN', '{"attempts_left": 4}'))::jsonb,
          '{"status": 403, "message": "Invalid PIN", "data": {"code": "invalid_pin", "attempts_left": 4}, "claims": null}',
          'a refusal has its code and details in data');
select is((http.refusal(404, 'not_found', 'Not here')).data::jsonb, '{"code": "not_found"}', 'or no details');
select is(to_json(http.rate_limited('12.3 seconds'))::jsonb,
          '{"status": 429, "message": "Too many attempts. Try again in 13 seconds", "data": {"code": "rate_limited", "retry_after": 13}, "claims": null}',
          'the wait in whole seconds, rounded up');
select is((http.rate_limited('0.001 seconds', 'pin_locked')).data::jsonb, '{"code": "pin_locked", "retry_after": 1}', 'at least one');
select is((http.rate_limited('-1 seconds')).data ->> 'retry_after', '1', 'also where it is just over');

select is(tests.roles_calling('http.current_account_id'), 'anonymous kid member reseller admin gatekeeper usher', 'policies of each role read the claims');
select is(tests.roles_calling('http.refusal'), 'gatekeeper usher', 'refusals that stay counted come from the gatekeeper''s functions');
select is(tests.roles_calling('http.rate_limited'), 'gatekeeper usher', 'so do waits');

-- Links.
select is(http.public_url(), '', 'without the API no address is known: links are relative');
set local syncstream.public_url = 'https://tv.example.com';
select is(http.public_url(), 'https://tv.example.com', 'the API says which');

select * from finish();
rollback;
