-- A profile or an account that goes.

begin;
select plan(22);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.account('cat');
select tests.profile('cat', 'Cat') as cat \gset

select tests.profile('bob', 'Kim');
select tests.party('ada', 'Ada') as party \gset
select tests.join_party(:'party', 'bob', 'Bob');
select tests.join_party(:'party', 'bob', 'Kim');
select tests.join_party(:'party', 'cat', 'Cat');
select tests.become('bob', 'Bob');
select api.party_say(:'party', 'My secret');
select tests.become('ada', 'Ada');
select api.party_set_role(:'party', :'bob', 'host');
select (tests.party_row(:'party')).seq as before \gset

-- What an export has.
select tests.become('bob');
select is((select jsonb_agg(m -> 'name') from jsonb_array_elements(api.me_export()::jsonb #> '{tables,party_member}') as m), '["Bob", "Kim"]', 'an export has the account''s own members');
select is((select jsonb_agg(e -> 'kind') from jsonb_array_elements(api.me_export()::jsonb #> '{tables,party_event}') as e), '["join", "join", "chat"]', 'and what they said and did');
select is(strpos(api.me_export()::text, :'ada'), 0, 'and nobody else');
select is((api.me_export() -> 'tables')::jsonb ?| '{party_seat,party_presence}', false, 'nor the way there');

-- A profile goes.
select is(tests.roles_calling('private.profile_forget_parties'), 'member reseller admin', 'deleting a profile takes it out of its parties');
select is(tests.roles_calling('private.account_forget_parties'), 'gatekeeper', 'deleting an account, all');
select api.profile_delete(:'bob');
select is(tests.party_log(:'party', :'before'), 'leave Deleted profile', 'it leaves');
select tests.become('ada', 'Ada');
select is(json_array_length(api.party_get(:'party') -> 'members'), 3, 'the others stay');
select is(api.party_messages(:'party') #>> '{items,0,body,text}', '', 'what it said is gone');
select tests.become_superuser();
select is((select count(*) from app.party_event e where e::text ~ 'Bob|secret'), 0::bigint, 'with its name, from each event');
select is((select count(*) from app.party_event), (tests.party_row(:'party')).seq, 'but the numbers have no gap');
select is((select count(*) from app.party_member where profile_id = :'bob') + (select count(*) from app.party_seat where profile_id = :'bob'), 0::bigint, 'nothing else is left');

-- An account goes, with profiles in others' parties.
select tests.become('bob');
select is((api.me_delete('correct horse')).message, 'The account was deleted, with all that it had', 'a member''s account');
select tests.become('ada', 'Ada');
select is(json_array_length(api.party_get(:'party') -> 'members'), 2, 'its members are out');

-- The host's own.
select tests.become_superuser();
select is((select count(*) from app.party_code), 1::bigint, '(a party goes on)');
select tests.become('ada');
select is((api.me_delete('correct horse')).message, 'The account was deleted, with all that it had', 'the account that made the party');
select tests.become_superuser();
select is((select count(*) from app.party) + (select count(*) from app.party_member) + (select count(*) from app.party_event) + (select count(*) from app.party_seat)
        + (select count(*) from app.party_code) + (select count(*) from app.party_lookup), 0::bigint, 'takes it along, with all that belongs to it');
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_get(%L)', :'party')), '404 not_found', 'its members have it no more');
select is(api.party_list() ->> 'items', '[]', 'in no list');

-- The last host's profile goes.
select tests.become_superuser();
select tests.account('dan', plan => 'basic');
select tests.profile('dan', 'Dan') as dan \gset
select tests.profile('dan', 'Other');
select tests.party('dan', 'Dan') as party \gset
select tests.join_party(:'party', 'cat', 'Cat');
select tests.become('dan');
select api.profile_delete(:'dan');
select is(tests.party_log(:'party'), 'join Cat, leave Deleted profile, role', 'somebody else hosts');
select tests.become('cat', 'Cat');
select is(api.party_get(:'party') #>> '{members,0,role}', 'host', 'the one who is left');
select is(tests.call(format('api.party_command(%L, ''1'', ''play'')', :'party')), '200', 'and goes on');

select * from finish();
rollback;
