-- POST /v1/sync past the API: operations, tombstones and their pruning, as each role; what a playlist takes along.

begin;
select plan(34);

-- One operation of now, and what became of it.
create function tests.push(playlist text, op_id text, entity text, type text, data text) returns text
language sql
return (select concat_ws(' ', r ->> 'status', r ->> 'code') from (select api.device_sync('d', now(), ops => json_build_array(json_build_object(
    'op_id', op_id, 'entity', entity, 'type', type, 'item', 'movie:' || playlist || ':1', 'event_at', now(), 'data', data::json))) #> '{results,0}') as t (r));
grant execute on function tests.push to public;

select tests.account('ada', 'premium') as ada \gset
select tests.profile('ada', 'Ada') as profile \gset
select tests.profile('ada', 'Grace');
select tests.profile('ada', 'Kim', is_kids => true);
select tests.account('bob', 'premium');
select tests.profile('bob', 'Bob');
select tests.become('ada', 'Ada');
select api.playlist_create(name => 'Home', kind => 'xtream', url => 'http://panel.example', username => 'ada', password => 's3cret') ->> 'id' as playlist \gset

select is(tests.push(:'playlist', 'a', 'favorite', 'put', '{}'), 'applied', 'a member syncs');
select is(tests.push(:'playlist', 'a', 'favorite', 'put', '{}'), 'duplicate', 'an operation counts once');
select is(tests.push(:'playlist', 'b', 'progress', 'put', '{"position_ms": 95, "duration_ms": 100}'), 'applied', 'progress');
select is((select string_agg(op_id, ' ' order by op_id) from app.sync_op), 'a b', 'its operations are remembered');
select throws_ok('delete from app.sync_op', '42501', null, 'it does not forget them by itself');
select throws_ok($$update app.sync_op set rev = 0$$, '42501', null, 'nor changes them');
select throws_ok(format($$insert into app.sync_op (account_id, op_id, rev) values (%L, 'x', 1)$$, tests.account_id('bob')), '42501', null, 'nor makes another account''s');
select throws_ok('update app.account_counter set pruned_rev = 0', '42501', null, 'nor says what was pruned');
select tests.become('ada', 'Kim');
select is(tests.push(:'playlist', 'c', 'favorite', 'put', '{}'), 'applied', 'a kids profile syncs, too');
select is((select count(*) from app.sync_op), 3::bigint, 'operations are the account''s');
select throws_ok('update app.account_counter set shown_rev = 0', '42501', null, 'what was shown to it again is not for it to say');
select throws_ok($$insert into app.account_tombstone (account_id, entity, id, rev) values (http.current_account_id(), 'playlist', gen_random_uuid(), 1)$$, '42501', null, 'nor what is gone');
select is(tests.call(format('private.playlist_forget(%L)', :'playlist')), '42501', 'it takes no playlist away');
select is(tests.call(format('private.playlist_hide(%L, 1)', :'playlist')), '42501', 'hides none');
select is(tests.call('private.playlist_show()'), '42501', 'and shows none');
select tests.become('bob', 'Bob');
select is_empty('select from app.sync_op', 'another account sees none of that');
select is(tests.push(:'playlist', 'a', 'favorite', 'put', '{}'), 'rejected not_found', 'and has not this playlist');
select is(tests.call('private.sync_prune()'), '200', 'it prunes');
select tests.become('ada');
select is(tests.call($$api.device_sync('d', now())$$), '403 forbidden', 'a profile must be selected');
select tests.become_anonymous();
select is(tests.call($$api.device_sync('d', now())$$), '42501', 'and someone signed in');
select is(tests.call('private.sync_prune()'), '42501', 'to prune, too');
select throws_ok('select from app.sync_op', '42501', null, 'or to look');

-- Pruning takes an account's own, that is old enough.
select tests.become('ada', 'Ada');
select api.favorite_delete(('movie:' || :'playlist' || ':1')::app.item_key);
select private.sync_prune();
select is((select count(*) from app.favorite where deleted_at is not null), 1::bigint, 'a tombstone stays');
select tests.later('89 days');
select private.sync_prune();
select is((select count(*) from app.favorite where deleted_at is not null), 1::bigint, 'for 90 days');
select tests.become('bob', 'Bob');
select tests.later('2 days');
select private.sync_prune();
select tests.become('ada', 'Ada');
select is((select count(*) from app.favorite where deleted_at is not null), 1::bigint, 'whoever else prunes');
select rev as gone from app.favorite \gset
select private.sync_prune();
select is_empty('select from app.favorite', 'then it goes');
select is((select pruned_rev from app.account_counter), :'gone'::bigint, 'and how far that reached is noted');
select is_empty('select from app.sync_op', 'operations go, too');
select is((select count(*) from app.progress), 1::bigint, 'what was not deleted stays, however old');

-- A playlist goes.
select tests.become('ada', 'Kim');
select is((select count(*) from app.favorite where deleted_at is null), 1::bigint, '(the kids profile has a favorite on it)');
select tests.become('ada', 'Ada');
select private.playlist_forget(:'playlist');
select is((select position_ms || ' ' || (deleted_at is not null) || ' ' || (title is null) from app.progress), '0 true true', 'its progress is a tombstone');
select is((select count(*) from app.history), 1::bigint, 'history stays');
select is((select entity || ' ' || id from app.account_tombstone), 'playlist ' || :'playlist', 'it leaves a tombstone itself');
select tests.become('ada', 'Kim');
select is((select count(*) from app.favorite where deleted_at is null), 0::bigint, 'every profile''s favorites on it go');

select * from finish();
rollback;
