-- What stays of a party that was deleted.

begin;
select plan(9);

select tests.account('ada', 'premium') as ada \gset
select tests.account('bob', 'premium') as bob \gset
select tests.profile('ada', 'Ada');
select tests.profile('bob', 'Bob') as bobs \gset
select tests.become('ada', 'Ada');
select api.party_create(title => 'Friday', content => '{"kind": "movie", "title": "Dune"}') as party \gset
select :'party'::json #>> '{party,id}' as id, :'party'::json ->> 'code' as code \gset
select tests.become('bob', 'Bob');
select is(tests.call(format('api.party_join(%L)', :'code')), '200', 'somebody comes');
select tests.become_superuser();
select is_empty('select from app.party_past', 'while it is there it is not past');
select seq as events, created_at as began from app.party where id = :'id' \gset
select private.party_delete(p) from app.party p where id = :'id' \gset
select is((select (p.account_id = :'ada', p.kind, p.members, p.events = :events, p.started_at = :'began')::text from app.party_past p where party_id = :'id'), '(t,movie,2,t,t)', 'that it was stays');
select is_empty($$select from app.party_past p where p::text ~* 'dune|friday|ada|bob'$$, 'and not what it was');
select tests.become('ada', 'Ada');
select throws_ok('select from app.party_past', '42501', null, 'nobody reads it but in an export');
select throws_ok(format('insert into app.party_past values (%L, gen_random_uuid(), ''movie'', 1, 1, now(), now())', :'ada'), '42501', null, 'or adds to it');
select tests.become_superuser();
set local role gatekeeper;
select is(json_array_length(private.export_rows('app.party_past', :'ada')), 1, 'an export has it');
reset role;
select tests.become('ada');
select is(tests.call('api.me_delete(''correct horse'')') || tests.affected('select from app.account'), '2000', 'the account goes');
select tests.become_superuser();
select is_empty('select from app.party_past', 'and it with the account');

select * from finish();
rollback;
