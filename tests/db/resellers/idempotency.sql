-- Idempotency-Key: once, and the first answer for all.

begin;
select plan(32);

select tests.reseller('rita', 1000) as rita \gset
select tests.reseller('sam', 1000, parent => 'rita') as sam \gset
select tests.reseller('eve', 1000);

-- Who reads or writes it.
select is(tests.roles_with(privilege, 'app.idempotency_key'), 'gatekeeper', 'only the gatekeeper may ' || privilege)
from unnest(array['select', 'insert', 'update', 'delete']) as privilege;
select is(tests.roles_calling('private.once'), 'gatekeeper', 'and call private.once');
select tests.become('rita');
select throws_ok('select from app.idempotency_key', '42501', null, 'a reseller does not read its keys');

-- Every function with such an argument does it in the same way.
select tests.become_superuser();
select is_empty(
    $$select name from tests.function
      where 'idempotency_key' = any (proargnames)
        and (proargnames[pronargs] <> 'idempotency_key'
             or prosrc !~ format('begin\s+if %s\.idempotency_key is not null then\s+return private\.once\(''api\.%1$s'', %1$s\.idempotency_key, json_build_array\(', proname))
        and nspname = 'api'$$,
    'a function with a key begins by handing it to private.once');
select is_empty(
    $$select name from tests.function where nspname = 'api' and prosrc ~ '\yprivate\.(ledger_post|transfer)\(' and 'idempotency_key' <> all (proargnames)$$,
    'and one that moves credits takes a key');

-- The same key.
select tests.become('rita');
select row_to_json(api.transfer_create(:'sam', 10, 'ten', 'key'))::text as answer \gset
select is(row_to_json(api.transfer_create(:'sam', 10, 'ten', 'key'))::text, :'answer', 'the same key with the same arguments answers the same');
select is(tests.balance('rita'), 990::bigint, 'and counts once');
select is(tests.call(format('api.transfer_create(%L, %s, ''key'')', :'sam', other)), '409 idempotency_mismatch', 'with other arguments: ' || other)
from unnest(array['11, ''ten''', '10, ''Ten''', '10, null']) as other;
select is(tests.call(format('api.transfer_create(%L, 10, ''ten'', ''Key'')', :'sam')), '200', 'another key is another request');
select is(tests.balance('rita'), 980::bigint, 'which counts');
select is(tests.call($$api.reseller_create('zoe@example.com', 'correct horse', 5, 'key')$$), '200', 'a key belongs to one function');
select tests.become('eve');
select is(tests.call(format('api.transfer_create(%L, 10, ''ten'', ''key'')', :'sam')), '404 not_found', 'and to one account');

-- Refusals.
select is(tests.call(format('api.transfer_create(%L, 10, ''ten'', ''key'')', :'sam')), '404 not_found', 'a refusal is answered again');
select tests.become_superuser();
update app.reseller set parent_id = tests.account_id('eve') where account_id = :'sam';
select tests.become('eve');
select is(tests.call(format('api.transfer_create(%L, 10, ''ten'', ''key'')', :'sam')), '404 not_found', 'also when it would not be refused now');
select is((api.transfer_create(:'sam', 5000, null, 'much')).data::jsonb, '{"code": "insufficient_credits", "balance": 1000, "cost": 5000}', 'with its details');
select is((api.transfer_create(:'sam', 5000, null, 'much')).message, 'Insufficient credits', 'and its message');

-- What is kept, and for how long.
select tests.become_superuser();
select is((select count(*) from app.idempotency_key k where k.key_hash = sha256('Key') and k.account_id = :'rita'), 1::bigint, 'of a key a digest is kept');
select isnt(k.request_hash, sha256(convert_to(json_build_array(:'sam'::uuid, 10, 'ten')::text, 'UTF8')), 'of a request one that the key is needed for')
from app.idempotency_key k where k.key_hash = sha256('Key') and k.account_id = :'rita';
create function api.probe(status integer, idempotency_key text default null) returns http.response language plpgsql as $$
begin
    insert into app.account_email values ('effect@example.com', gen_random_uuid());
    if probe.status is not null then
        raise exception using errcode = case when status between 400 and 599 then 'PT' || status else '40P01' end, message = 'no';
    end if;
    return http.reply(data => json_build_object('at', clock_timestamp()));
end $$;
select tests.become('eve');
set local role gatekeeper;
select is(tests.call($$private.once('api.probe', 'a', '[402]')$$), '402 invalid', 'what is refused');
select is_empty($$select from app.account_email where email = 'effect@example.com'$$, 'leaves no effect');
select is(tests.call(format('private.once(''api.probe'', ''b'', ''[%s]'')', status)), answer, 'raised to the caller: ' || status)
from (values (429, '429'), (500, '500'), (503, '503'), (0, '40P01')) as t (status, answer);
select is((select count(*) from app.idempotency_key where handler = 'api.probe'), 1::bigint, 'and not kept: 429, errors, deadlocks');
select tests.become('rita');
select tests.later('23 hours 59 minutes');
select is(tests.call(format('api.transfer_create(%L, 11, ''ten'', ''key'')', :'sam')), '409 idempotency_mismatch', 'a key is kept for a day');
select tests.later('1 minute');
select is(tests.call(format('api.transfer_create(%L, 11, ''ten'', ''key'')', :'sam')), '404 not_found', 'and then forgotten (sam has moved)');

select * from finish();
rollback;
