-- GET /v1/parties, GET /v1/parties/{id}

begin;
select plan(19);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset
select tests.account('cat');
select tests.profile('cat', 'Cat') as cat \gset

select tests.profile('ada', 'Kim', is_kids => true);
select is(tests.roles_calling(function), 'kid member reseller admin', 'who may call ' || function) from unnest(array['api.party_list', 'api.party_get']) as function;
select tests.party('ada', 'Ada') as first \gset
select tests.party('ada', 'Ada') as second \gset
select tests.party('ada', 'Kim') as kims \gset
select tests.join_party(:'first', 'bob', 'Bob');

select tests.become('ada', 'Ada');
select is((select array_agg(p ->> 'id') from json_array_elements(api.party_list() -> 'items') as p), array[:'second', :'first'], 'the profile''s own, the last joined first');
select is((api.party_list() #> '{items,1}')::jsonb, api.party_get(:'first')::jsonb, 'each as it is shown by itself');
select api.party_list(1) as page \gset
select is(:'page'::json #>> '{items,0,id}', :'second', 'page by page');
select is(api.party_list(1, :'page'::json ->> 'next_cursor') #>> '{items,0,id}', :'first', 'without gap');
select is(api.party_list(1, :'page'::json ->> 'next_cursor') ->> 'next_cursor', null, 'to the end');
select is(tests.call(format('api.party_get(%L)', :'kims')), '404 not_found', 'another profile''s of the account is not');
select tests.become('ada', 'Kim');
select is(json_array_length(api.party_list() -> 'items'), 1, 'a kids profile has its own');
select tests.become('ada');
select is(tests.call('api.party_list()'), '403 forbidden', 'without a profile there are none');
select is(tests.call(format('api.party_get(%L)', :'first')), '403 forbidden', 'nor one');

select tests.become('bob', 'Bob');
select is(json_array_length(api.party_list() -> 'items'), 1, 'a member sees the party that it is in');
select is(tests.call(format('api.party_get(%L)', :'second')), '404 not_found', 'and no other one of its host''s');
select tests.become('cat', 'Cat');
select is(tests.call(format('api.party_get(%L)', :'first')), '404 not_found', 'a stranger none');
select is(tests.call(format('api.party_get(%L)', gen_random_uuid())), '404 not_found', 'and cannot tell it from one that there is not');
select is(api.party_list()::jsonb, '{"items": [], "next_cursor": null}', 'a stranger''s list');

select tests.become('ada', 'Ada');
select api.party_end(:'first');
select is(json_array_length(api.party_list() -> 'items'), 1, 'one that ended is in no list');
select is(api.party_get(:'first') ->> 'status', 'ended', 'but can be read');
select tests.become('bob', 'Bob');
select is(api.party_get(:'first') ->> 'status', 'ended', 'by all who were in it at the end');

select * from finish();
rollback;
