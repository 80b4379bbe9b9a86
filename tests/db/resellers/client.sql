-- A reseller's clients: GET /v1/reseller/clients, GET /v1/reseller/clients/{id}.

begin;
select plan(61);

select tests.reseller('rita', 100000) as rita \gset
select tests.reseller('sam', 100000) as sam \gset
select tests.account('ada');
select tests.account('root', role => 'admin');
insert into app.reseller_client (account_id, client_id, email, plan, expires_at, suspended_at, created_at)
select :'rita', tests.account(name), name || '@Example.com', plan, expires_at, suspended_at, now() - old
from (values ('zoe', 'free', 'infinity', null::timestamptz, interval '1 hour'),
             ('bo_b', 'basic', now() + interval '1 day', null, '2 hours'),
             ('bob', 'premium', now() - interval '1 day', null, '3 hours'),
             ('carl', 'basic', now() + interval '1 day', now(), '4 hours'),
             ('dora', 'basic', now() - interval '1 day', now(), '5 hours')) as t (name, plan, expires_at, suspended_at, old);
insert into app.reseller_client (account_id, client_id, email, plan, created_at) values (:'sam', tests.account('sue'), 'sue@example.com', 'free', now());

create function tests.found(q text default null, status text default null) returns text language sql as $$
    select string_agg(split_part(item ->> 'email', '@', 1), ' ') from json_array_elements(api.client_list(q, status) -> 'items') as item;
$$;
grant execute on function tests.found to public;

-- The list.
select tests.become('rita');
select is(tests.found(), 'zoe bo_b bob carl dora', 'a reseller''s own clients, newest first');
select is(tests.found(q), answer, format('q=%s', q))
from (values ('', 'zoe bo_b bob carl dora'), ('B', 'bo_b bob'), ('BOB', 'bob'), ('b_b', null), ('_', 'bo_b'), ('%', null), ('\', null), ('example.com', 'zoe bo_b bob carl dora'),
             ('@', 'zoe bo_b bob carl dora'), ('sue', null), ('''; drop table app.reseller_client', null)) as t (q, answer);
select is(tests.found(status => status), answer, 'status=' || status)
from (values ('active', 'zoe bo_b'), ('expired', 'bob'), ('suspended', 'carl dora')) as t (status, answer);
select is(tests.found('bo', 'active'), 'bo_b', 'both');
with recursive pages as (
    select api.client_list("limit" => 2) as page
    union all
    select api.client_list("limit" => 2, cursor => (page ->> 'next_cursor')::app.page_cursor) from pages where page ->> 'next_cursor' is not null
)
select is(string_agg(left(item ->> 'email', 1), ''), 'zbbcd', 'page by page, each client once') from pages, json_array_elements(page -> 'items') as item;
select is(tests.call($$api.client_list(cursor => 'WyJhIiwiYiJdMTIzNDU2Nzg')$$), '400 invalid {"field": "cursor"}', 'a cursor that was not given out');
select is(tests.call($$api.client_list(status => 'gone')$$), '23514 client_status_values', 'a status that there is not');

-- One.
select is(jsonb_object_agg(key, true) #>> '{}', '{"id": true, "plan": true, "email": true, "status": true, "created_at": true, "expires_at": true}', 'a client''s fields')
from json_object_keys(api.client_get(tests.account_id('zoe'))) as key;
select is(c ->> 'status' || ' ' || (c ->> 'plan') || ' ' || coalesce(c ->> 'expires_at', 'never'), answer, answer)
from (values ('zoe', 'active free never'), ('carl', 'suspended basic ' || (to_json(now() + interval '1 day') #>> '{}')), ('bob', 'expired premium ' || (to_json(now() - interval '1 day') #>> '{}'))) as t (name, answer),
     lateral api.client_get(tests.account_id(name)) as c;
select is(tests.call(format('api.client_get(%L)', id)), '404 not_found', 'not there for rita: ' || who)
from (values ('sam''s client', tests.account_id('sue')), ('herself', :'rita'::uuid), ('a stranger', tests.account_id('ada')), ('nobody', gen_random_uuid())) as t (who, id);

-- What a reseller reads of its clients as the database role: these rows, and nothing else.
select is((select count(*) from app.reseller_client), 5::bigint, 'its own clients'' rows');
select is_empty(format('select from app.reseller_client where account_id = %L', :'sam'), 'and no other one''s');
select is_empty(format('select from %s where account_id <> %L', relation, :'rita'), 'of no other account: ' || relation)
from unnest(array['app.account', 'app.account_counter', 'app.profile', 'app.session', 'app.subscription', 'app.audit', 'app.reseller', 'app.ledger_entry']) as relation;
select throws_ok('select from ' || relation, '42501', null, 'at all: ' || relation)
from unnest(array['app.account_email', 'private.account_password', 'private.profile_pin', 'private.refresh_token', 'app.account_reseller', 'app.idempotency_key']) as relation;
select throws_ok(statement, '42501', null, 'it does not: ' || statement)
from unnest(array['update app.reseller_client set expires_at = ''infinity''', 'update app.reseller_client set suspended_at = null', 'delete from app.reseller_client',
                  'insert into app.reseller_client select * from app.reseller_client', 'update app.account set status = ''suspended''']) as statement;

select tests.become('sam');
select is(tests.found(), 'sue', 'sam''s clients are sam''s');
select tests.become(who) from (values ('ada')) as t (who);
select is(tests.call('api.client_list()'), '42501', 'a member has none');
select throws_ok('select from app.reseller_client', '42501', null, 'in the table neither');
select tests.become('root');
select is(tests.call('api.client_list()'), '42501', 'nor has an administrator');
select tests.become('zoe');
select throws_ok('select from app.reseller_client', '42501', null, 'a client does not read what its reseller has of it');

-- The unused part of a term.
select tests.become_superuser();
set local role gatekeeper;
select is(private.unused_credits(cost, '2026-01-01Z', '2026-01-31Z', at), unused::bigint, format('of %s at %s: %s', cost, at, unused))
from (values (3000, timestamptz '2026-01-01Z', 3000), (3000, '2025-12-01Z', 3000), (3000, '2026-01-16Z', 1500), (1000, '2026-01-01 00:00:00.000001Z', 999),
             (3000, '2026-01-31Z', 0), (3000, '2026-02-01Z', 0), (0, '2026-01-02Z', 0)) as t (cost, at, unused);

-- The gatekeeper answers for resellers' subscriptions, and for no others.
select throws_ok(format('insert into app.subscription (account_id, plan, status, source, current_period_end) values (%L, ''ultimate'', ''active'', ''grant'', now())', tests.account_id('ada')), '42501',
    'new row violates row-level security policy for table "subscription"', 'it makes no grant');

select * from finish();
rollback;
