-- DELETE /v1/me

begin;
select plan(16);

-- Every table is reached: by references on delete cascade, or by a private.account_forget_…, reseller_forget or stripe_forget.
with recursive reached as (
    select 'app.account'::regclass as oid
    union
    select 'app.reseller'::regclass
    union
    select c.conrelid::regclass from pg_constraint c join reached r on c.confrelid = r.oid where c.contype = 'f' and c.confdeltype = 'c'
)
select is_empty(format(
    $$select r.name from tests.relation r where r.relkind in ('r', 'p') and r.is_tenant and r.name <> all (%L::text[])
        and r.name <> 'app.ledger_entry'  -- stays, and names nobody
        and not exists (select from tests.function f where f.nspname = 'private' and f.proname ~ '^(account_forget_|reseller_forget$|stripe_forget$)' and f.prosrc ~ ('delete from ' || r.name || '\y'))$$,
    array_agg(oid::text)), 'every table with an account_id is emptied of it')
from reached;
select is_empty(
    $$select name from tests.function f where nspname = 'private' and proname ^@ 'account_forget_'
        and not (has_function_privilege('gatekeeper', oid, 'execute') and pg_get_function_identity_arguments(oid) = 'account_id uuid')$$,
    'the deletion may call what forgets');

select tests.account('ada', plan => 'premium') as ada \gset
select tests.profile('ada', 'Ada', pin => '4711') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true);
select tests.session('ada', 'tv', 'Ada');
select tests.session('ada', 'phone', 'Ada');
select tests.account('bob');
select tests.profile('bob', 'Bob');
select tests.session('bob', 'tv', 'Bob');

select is(tests.roles_calling('api.me_delete'), 'member reseller admin', 'who may');
select tests.become('ada', 'Kim');
select is(tests.call($$api.me_delete('correct horse')$$), '42501', 'a kid may not');
select tests.become('ada');
select is(tests.call($$api.me_delete('wrong')$$), '403 invalid_credentials', 'a wrong password');
select tests.become_superuser();
select is((select cardinality(attempts) from private.throttle where subject = 'ada@example.com'), 1, 'counts');

-- Something that forbids it.
create function private.account_forget_never(account_id uuid) returns void language plpgsql volatile as $$ begin raise sqlstate 'PT409' using message = 'No', constraint = 'conflict'; end $$;
grant execute on function private.account_forget_never to gatekeeper;
select tests.become('ada');
select is(tests.call($$api.me_delete('correct horse')$$), '409 conflict', 'a reason against it');
select tests.become_superuser();
select ok(exists (select from app.account_email where email = 'ada@example.com'), 'leaves everything');
drop function private.account_forget_never;

select tests.become('ada');
select is(to_jsonb(api.me_delete('correct horse')) -> 'claims', 'null', 'the right password; the cookie is cleared') ;
select tests.become_superuser();
select is((select count(*) from app.account where account_id = :'ada'), 0::bigint, 'the account is gone');
select is((select count(*) from app.profile where account_id = :'ada') + (select count(*) from private.profile_pin where account_id = :'ada'), 0::bigint, 'with its profiles');
select is((select count(*) from app.session where account_id = :'ada'), 0::bigint, 'its devices');
select is((select count(*) from app.audit where account_id = :'ada'), 0::bigint, 'its trail');
select is((select count(*) from app.account_email where email = 'ada@example.com') + (select count(*) from private.throttle where subject = 'ada@example.com'), 0::bigint, 'and its address');
select is((select count(*) from app.session), 1::bigint, 'others stay');
select throws_ok(format('select http.begin_request(%L, gen_random_uuid(), ''user'', null, null, null, null)', :'ada'), 'PT401', null, 'its tokens stop');

select * from finish();
rollback;
