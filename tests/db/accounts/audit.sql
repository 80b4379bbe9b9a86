-- The account's trail.

begin;
select plan(24);

select tests.account('ada');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob');

-- Only through its function.
select tests.become('bob');
select lives_ok(format('select private.audit_write(%L, ''exported'', ''account'', null)', tests.account_id('bob')), 'a function of a member''s writes');
select tests.become('ada');
select private.audit_write(tests.account_id('ada'), 'sign_in', 'session', tests.account_id('ada'), 'TV');
select tests.later('1 second');
select private.audit_write(tests.account_id('ada'), 'exported', 'account', null);

-- Append-only.
select throws_ok(statement, '42501', null, 'a member does not: ' || statement)
from unnest(array['insert into app.audit values (http.current_account_id(), now(), gen_random_uuid(), ''x'', ''x'')',
                  'update app.audit set action = ''x''', 'delete from app.audit', 'truncate app.audit']) as statement;
select tests.become_superuser();
select is(tests.roles_with(privilege, 'app.audit'), roles, format('who may %s: %s', privilege, roles))
from (values ('select', 'member reseller admin gatekeeper'), ('insert', 'gatekeeper'), ('update', 'nobody'), ('delete', 'nobody'), ('truncate', 'nobody')) as t (privilege, roles);

-- Reading it.
select tests.become('ada');
select is((select string_agg(item ->> 'action', ' ') from json_array_elements(api.audit_list() -> 'items') as item), 'exported sign_in', 'newest first, and nothing of bob''s');
select is(to_jsonb(item) - 'id' - 'at',
          jsonb_build_object('action', 'sign_in', 'subject_type', 'session', 'subject_id', tests.account_id('ada'), 'device_name', 'TV', 'ip', '192.0.2.1'),
          'what, of what, by which device, from where')
from json_array_elements(api.audit_list() -> 'items') with ordinality as t (item, n) where n = 2;
select results_eq('select count(*) from app.audit', array[2::bigint], 'the table shows no more than the function');
select is(jsonb_object_agg(key, true) #>> '{}', '{"at": true, "id": true, "ip": true, "action": true, "subject_id": true, "device_name": true, "subject_type": true}', 'an entry''s fields')
from json_object_keys(api.audit_list() -> 'items' -> 0) as key;

-- Page by page: each entry once, in order, also where many were written at one instant.
select private.audit_write(tests.account_id('ada'), 'pin_failed', 'profile', null) from generate_series(1, 5);
select tests.become_superuser();
update app.audit set at = date_trunc('minute', at);
select tests.become('ada');
with recursive pages as (
    select api.audit_list(2) as page
    union all
    select api.audit_list(2, (page ->> 'next_cursor')::app.page_cursor) from pages where page ->> 'next_cursor' is not null
)
select is(count(*)::text || ' ' || count(distinct item ->> 'id'), '7 7', 'the pages of a list have each entry once')
from pages, json_array_elements(page -> 'items') as item;

select is(tests.call($$api.audit_list(cursor => 'WyJhIiwiYiJdMTIzNDU2Nzg')$$), '400 invalid {"field": "cursor"}', 'a cursor that was not given out');
select is(tests.call($$api.audit_list(0)$$), '23514 page_limit_range', 'a page of nothing');
select is(tests.call($$api.audit_list(201)$$), '23514 page_limit_range', 'a page too long');
select api.audit_list(1) ->> 'next_cursor' as cursor \gset
select tests.become('bob');
select is(tests.call(format('api.audit_list(cursor => %L)', :'cursor')), '400 invalid {"field": "cursor"}', 'another account''s cursor');
select is(json_array_length(api.audit_list() -> 'items'), 1, 'bob''s trail is bob''s');

select tests.become('ada', 'Kim');
select is(tests.call('api.audit_list()'), '42501', 'a kids profile does not read it');
select throws_ok('select from app.audit', '42501', null, 'in the table neither');
select tests.become_anonymous();
select is(tests.call('api.audit_list()'), '42501', 'nor does who is not signed in');
select throws_ok(format('select private.audit_write(%L, ''x'', ''x'', null)', tests.account_id('ada')), '42501', null, 'who does not write into it either');

select * from finish();
rollback;
