-- The route table and its guards.

begin;
select plan(36);

set local role syncstream;

create function api.toy_get(id uuid, wide boolean default null) returns json language plpgsql stable as $$ begin return null; end $$;
comment on function api.toy_get is $$A toy

id: the toy
wide: with all about it$$;
create function api.toy_make(name text) returns json language plpgsql volatile as $$ begin return null; end $$;
comment on function api.toy_make is $$Makes a toy

name: what to call it$$;
create type api.toy as (id uuid);

-- What mounting does.
select lives_ok($$select http.mount('GET', '/v1/toys/{id}{?wide}', 'api.toy_get', shape => 'api.toy')$$, 'a function is mounted');
select is(to_jsonb(e) - 'comment', '{
    "method": "GET", "path": "/v1/toys/{id}{?wide}", "handler": "api.toy_get", "status": 200, "shape": "api.toy",
    "path_arguments": ["id"], "query_arguments": ["wide"], "argument_names": ["id", "wide"], "argument_types": ["uuid", "boolean"],
    "required_count": 1, "read_only": true, "slow": false, "full_response": false, "roles": []}',
    'its signature says all that the API needs to know')
from http.endpoint e where path = '/v1/toys/{id}{?wide}';
select lives_ok($$select http.mount('POST', '/v1/toys', 'api.toy_make', 201)$$, 'another one');
grant execute on function api.toy_make to member;
select is((select roles from http.endpoint where path = '/v1/toys'), '{member,reseller,admin}', 'a grant is seen at once, with who inherits it');
alter function api.toy_make cost 5000;
select ok((select slow from http.endpoint where path = '/v1/toys'), 'a high COST keeps a call off the fast connections');
select lives_ok($$select http.mount('POST', '/v1/toys', 'api.toy_make', 200)$$, 'mounting again');
select is((select status from http.route where path = '/v1/toys'), 200::smallint, 'changes the route');

-- What it refuses.
select throws_ok($$select http.mount('GET', '/v1/none', 'api.none')$$, 'PT500', 'There is no function api.none in the schema api', 'a missing function');
select throws_ok($$select http.mount('GET', '/v1/me2', 'private.account_shape')$$, 'PT500', 'There is no function private.account_shape in the schema api', 'a function of another schema');
select throws_matching($$select http.mount('GET', '/v1/toys', 'api.toy_make')$$, '^api.toy_make is volatile: a GET must not change anything', 'a GET over a volatile function');
select throws_ok($$select http.mount('GET', '/v1/toys/{toy_id}', 'api.toy_get')$$, 'PT500', 'api.toy_get has no argument toy_id, which the path names', 'a path with another name');
select throws_ok($$select http.mount('GET', '/v1/toys/{id}{?deep}', 'api.toy_get')$$, 'PT500', 'api.toy_get has no argument deep, which the path names', 'a query with another name');
select throws_ok($$select http.mount('GET', '/v1/toys/{id}', 'api.toy_get', shape => 'api.none')$$, 'PT500', 'There is no type api.none', 'a missing shape');
select throws_ok($$select http.mount('BREW', '/v1/toys', 'api.toy_make')$$, '23514', null, 'a method that is none');
select throws_ok($$select http.mount('POST', '/v1/toys', 'api.toy_make', 204)$$, '23514', null, 'a status that the contract does not have');

comment on function api.toy_make is null;
select throws_ok($$select http.mount('POST', '/v1/toys', 'api.toy_make')$$, 'PT500', 'api.toy_make has no comment', 'a function without a comment');
comment on function api.toy_make is 'Makes a toy';
select throws_ok($$select http.mount('POST', '/v1/toys', 'api.toy_make')$$, 'PT500', 'The comment of api.toy_make does not describe its argument name', 'a comment that leaves an argument out');
grant execute on function api.toy_get to public;
select throws_ok($$select http.mount('GET', '/v1/toys/{id}', 'api.toy_get')$$, 'PT500', 'api.toy_get is granted to PUBLIC: grant it to the roles that may call it', 'a function of PUBLIC''s');

create function api.toy_drop(id uuid default gen_random_uuid()) returns json language plpgsql volatile as $$ begin return null; end $$;
comment on function api.toy_drop is 'Drops a toy';
select throws_ok($$select http.mount('DELETE', '/v1/toys/{id}', 'api.toy_drop')$$, 'PT500', 'The optional arguments of api.toy_drop must default to null: the API binds every argument', 'a default that would never be used');
create function api.toy_drop(id text) returns json language plpgsql volatile as $$ begin return null; end $$;
select throws_ok($$select http.mount('DELETE', '/v1/toys/{id}', 'api.toy_drop')$$, 'PT500', 'api.toy_drop is overloaded: a route needs one function of that name', 'an overloaded function');
create function api.toy_count() returns integer language plpgsql stable as $$ begin return 0; end $$;
comment on function api.toy_count is 'Counts toys';
select throws_ok($$select http.mount('GET', '/v1/toys/count', 'api.toy_count')$$, 'PT500', 'api.toy_count returns integer; a route needs json or http.response', 'a result that is no JSON');
create function api.toy_look(uuid) returns json language plpgsql stable as $$ begin return null; end $$;
comment on function api.toy_look is 'Looks at a toy';
select throws_ok($$select http.mount('GET', '/v1/toys/look', 'api.toy_look')$$, 'PT500', 'Every argument of api.toy_look must be an input with a name', 'an argument without a name');

-- Unmounting.
select lives_ok($$select http.unmount('POST', '/v1/toys')$$, 'a route is taken away');
select is_empty($$select from http.route where path = '/v1/toys'$$, 'and is gone');
select throws_ok($$select http.unmount('POST', '/v1/toys')$$, 'PT500', 'POST /v1/toys is not mounted', 'not twice');

-- Templates.
select is(http.path_arguments('/v1/parties/{id}/members/{profile_id}{?a,b}'), '{id,profile_id}', 'the names in a path');
select is(http.query_arguments('/v1/parties/{id}{?limit,cursor}'), '{limit,cursor}', 'the names in a query');
select is(http.query_arguments('/v1/parties/{id}'), '{}', 'none');

-- Whose it is.
reset role;
select is(tests.roles_with('select', 'http.route'), 'nobody', 'no client reads the route table');
select is(tests.roles_with('insert', 'http.route'), 'nobody', 'nor writes a route');
select is(tests.roles_with('select', 'http.endpoint'), 'syncstream_api', 'the API''s login reads the endpoints');
select is(tests.roles_with('select', 'http.type'), 'syncstream_api', 'and the types');
select is(tests.roles_calling('http.mount'), 'nobody', 'only the owner mounts');
select is(tests.roles_calling('http.unmount'), 'nobody', 'and unmounts');
set local role syncstream_api;
select isnt_empty('select from http.endpoint', 'as the API does at its start');
select throws_ok($$select http.mount('GET', '/v1/toys/{id}', 'api.toy_get')$$, '42501', null, 'which cannot add to them');

select * from finish();
rollback;
