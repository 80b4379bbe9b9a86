-- Accounts, addresses, password hashes, counters.

begin;
select plan(41);

select tests.account('ada');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob');
select tests.account('rita', role => 'reseller');
select tests.account('root', role => 'admin');

-- A person sees one account: its own.
select tests.become('ada');
select results_eq('select email from app.account', array['ada@example.com'], 'a member');
select results_eq('select account_id from app.account_counter', array[tests.account_id('ada')], 'and its own counter');
select tests.become('ada', 'Kim');
select is(current_user, 'kid', '(a kids profile is selected)');
select results_eq('select email from app.account', array['ada@example.com'], 'a kids profile');
select results_eq('select account_id from app.account_counter', array[tests.account_id('ada')], 'which counts, too: it syncs');
select tests.become('rita');
select results_eq('select email from app.account', array['rita@example.com'], 'a reseller, too: its clients'' accounts are not its own');
select tests.become('root');
select results_eq('select email from app.account', array['root@example.com'], 'an administrator, too');
select tests.become_anonymous();
select throws_ok('select from app.account', '42501', null, 'who is not signed in sees none');
select tests.become_role('member');
select is_empty('select from app.account', 'nor does a member''s connection without claims');

-- Nobody writes one but the gatekeeper's functions.
select tests.become('ada');
select throws_ok($$update app.account set role = 'admin'$$, '42501', null, 'nobody makes itself an administrator');
select throws_ok($$update app.account set status = 'active'$$, '42501', null, 'nor ends its suspension');
select throws_ok($$update app.account set email = 'bob@example.com'$$, '42501', null, 'nor takes an address');
select throws_ok($$insert into app.account (email) values ('x@example.com')$$, '42501', null, 'nor makes an account past signup');
select throws_ok('delete from app.account', '42501', null, 'nor deletes one');
select throws_ok('insert into app.account_counter values (gen_random_uuid(), 0)', '42501', null, 'nor makes a counter');
select throws_ok('delete from app.account_counter', '42501', null, 'nor deletes one');
select tests.become('root');
select throws_ok($$update app.account set role = 'reseller'$$, '42501', null, 'an administrator does so by functions alone');

-- Hashes and addresses.
select tests.become_superuser();
select is(tests.roles_with(privilege, 'private.account_password'), 'gatekeeper', 'only the gatekeeper may ' || privilege || ' a password''s hash')
from unnest(array['select', 'insert', 'update', 'delete']) as privilege;
select is(tests.roles_with(privilege, 'app.account_email'), roles, format('who may %s an address: %s', privilege, roles))
from (values ('select', 'gatekeeper'), ('insert', 'gatekeeper'), ('update', 'nobody'), ('delete', 'gatekeeper')) as t (privilege, roles);
select is(tests.roles_calling(function), 'gatekeeper', 'only the gatekeeper calls ' || function)
from unnest(array['private.account_create', 'private.hash_password']) as function;

-- Making one.
set local role gatekeeper;
select private.account_create('Grace@Example.com', 'correct horse') as grace \gset
select is((select email from app.account where account_id = :'grace'), 'Grace@Example.com', 'an address is kept as it was typed');
select is((select account_id from app.account_email where email = 'grace@example.com'), :'grace', 'and found without case');
select is((select role || ' ' || status from app.account where account_id = :'grace'), 'user active', 'an account is a user''s and active');
select is((select rev from app.account_counter where account_id = :'grace'), 0::bigint, 'it counts from nothing');
select matches(hash, '^\$2a\$10\$', 'passwords are hashed by bcrypt with cost 10')
from private.account_password where account_id = :'grace';
select is(tests.call($$private.account_create('GRACE@example.COM', 'correct horse')$$), '409 email_taken', 'an address has one account, in any case');
select is(tests.call($$private.account_create('rob@example.com', 'correct horse', 'owner')$$), '23514 account_role_check', 'a role is one of three');
select is((select count(*) from app.account_email where email = 'rob@example.com'), 0::bigint, 'and what failed leaves no address behind');

-- Counting.
select is(array_agg(private.account_next_rev(:'grace') order by n), '{1,2,3}', 'each change has the next number') from generate_series(1, 3) as n;
select tests.become('ada');
select is(private.account_next_rev(tests.account_id('ada')), 1::bigint, 'a member counts its own');
select is(tests.call($$private.account_next_rev(tests.account_id('bob'))$$), '401 unauthorized', 'and not another one''s, which is not there for it');

-- What goes with an account.
select tests.become_superuser();
set local role gatekeeper;
select is(tests.affected(format('delete from app.account where account_id = %L', :'grace')), 1::bigint, 'deleting an account');
select is((select count(*) from private.account_password where account_id = :'grace'), 0::bigint, 'deletes its password, though row-level security is forced');
select is((select count(*) from app.account_counter where account_id = :'grace'), 0::bigint, 'and its counter');

select * from finish();
rollback;
