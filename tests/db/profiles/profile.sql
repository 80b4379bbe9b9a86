-- Profiles and their PINs: whose rows they are.

begin;
select plan(29);

select tests.account('ada') as ada \gset
select tests.profile('ada', 'Ada', pin => '4711') as profile \gset
select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
select tests.account('bob') as bob \gset
select tests.profile('bob', 'Bob') as bobs \gset

select tests.become('ada');
select results_eq('select name from app.profile order by 1', array['Ada', 'Kim'], 'a member sees its own');
select is(tests.affected(format('update app.profile set name = ''Mine'' where id = %L', :'bobs')), 0::bigint, 'it does not change bob''s');
select is(tests.affected(format('delete from app.profile where id = %L', :'bobs')), 0::bigint, 'nor delete it');
select throws_ok(format('insert into app.profile (account_id, name, rev) values (%L, ''Ada'', 1)', :'bob'), '42501', null, 'nor put one there');
select is(tests.affected('update app.profile set max_rating = 12'), 2::bigint, 'its own it changes');
select throws_ok(statement, '42501', null, 'but not: ' || statement)
from unnest(array['update app.profile set has_pin = false', 'update app.profile set account_id = gen_random_uuid()', 'update app.profile set id = gen_random_uuid()',
                  'update app.profile set created_at = now()', 'truncate app.profile',
                  'insert into app.profile (account_id, name, rev, has_pin) values (http.current_account_id(), ''x'', 1, true)']) as statement;

-- PINs.
select throws_ok(statement, '42501', null, 'nor: ' || statement)
from unnest(array['select hash from private.profile_pin', 'select from private.profile_pin', 'update private.profile_pin set failures = 0',
                  'delete from private.profile_pin', 'insert into private.profile_pin (account_id, profile_id, hash) values (null, null, ''x'')']) as statement;
select tests.become_superuser();
select is(tests.roles_with(privilege, 'private.profile_pin'), 'gatekeeper', 'only the gatekeeper may ' || privilege || ' a PIN')
from unnest(array['select', 'insert', 'update', 'delete']) as privilege;

select tests.become('ada', 'Kim');
select results_eq('select name from app.profile order by 1', array['Ada', 'Kim'], 'a kids profile sees the account''s profiles');
select throws_ok(statement, '42501', null, 'but does not: ' || statement)
from unnest(array['update app.profile set is_kids = false', 'delete from app.profile', 'select from private.profile_pin',
                  'insert into app.profile (account_id, name, rev) values (http.current_account_id(), ''x'', 1)']) as statement;
select tests.become_anonymous();
select throws_ok('select from app.profile', '42501', null, 'who is not signed in sees none');

select tests.become_superuser();
select is(private.profile_shape(p)::text, row(p.id, p.name, p.avatar, p.is_kids, p.max_rating, p.hidden_categories, p.language, p.settings, p.has_pin, p.created_at, p.rev)::text, 'what the API shows of one')
from app.profile p where id = :'profile';
delete from app.profile where id = :'profile';
select is_empty('select from private.profile_pin', 'a profile takes its PIN along');
select throws_ok(format('insert into private.profile_pin (account_id, profile_id, hash) values (%L, %L, ''x'')', :'ada', :'bobs'), '23503', null, 'a PIN is of a profile of the same account');

select * from finish();
rollback;
