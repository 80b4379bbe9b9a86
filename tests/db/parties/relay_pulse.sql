-- What changed for those who are connected.

begin;
select plan(14);

select tests.account('ada', plan => 'premium');
select tests.profile('ada', 'Ada') as ada \gset
select tests.account('bob');
select tests.profile('bob', 'Bob') as bob \gset

select tests.profile('ada', 'Kim', is_kids => true) as kim \gset
create function tests.pulse(profile text, since bigint, session_id uuid default null) returns text language sql as $$
    select coalesce(string_agg(case when p -> 'revoked' is not null then 'revoked' else p ->> 'entities' end, ' '), 'nothing')
    from (select tests.claims('ada', profile) as c) as c,
         json_array_elements(relay.pulse(json_build_array(json_build_object('i', 7, 'account_id', c ->> 0, 'session_id', coalesce(session_id::text, c ->> 1), 'role', c ->> 2,
             'profile_id', c ->> 3, 'profile_version', c ->> 4, 'rev', since)))) as p $$;
create function tests.rev() returns bigint language sql as $$ select rev from app.account_counter where account_id = tests.account_id('ada') $$;

select is(tests.roles_calling('relay.pulse'), 'syncstream_relay', 'who may');
select tests.session('ada', 'phone') as phone \gset
select tests.session('ada', 'tv') as tv \gset
select is(tests.pulse('Ada', null), '[]', 'the first time: where it is');
select is(tests.pulse('Ada', tests.rev()), 'nothing', 'then nothing');
select tests.rev() as before \gset
select tests.become('ada', 'Ada', :'phone');
select api.playlist_create('Home', 'http://panel.example', 'xtream', 'ada', 'secret') ->> 'id' as home \gset
select tests.become_superuser();
select is(tests.pulse('Ada', :before, :'tv'), '["playlist"]', 'a playlist');
select tests.rev() as before \gset
select tests.become('ada', 'Ada', :'phone');
select api.favorite_put(:'home', 'movie', '1');
select tests.become_superuser();
select is(tests.pulse('Ada', :before, :'tv'), '["favorite"]', 'a favorite, on another device');
select is(tests.pulse('Ada', :before, :'phone'), '[]', 'its own it knows, but the number goes on');
select is(tests.pulse('Kim', :before, :'tv'), '[]', 'another profile''s is not its');
select is(tests.pulse('Ada', tests.rev(), :'tv'), 'nothing', 'told once');
select tests.rev() as before \gset
select tests.become('ada', 'Ada', :'phone');
select api.playlist_update(:'home', visible_to => 'unrestricted', given => '{visible_to}');
select tests.become_superuser();
select is(tests.pulse('Kim', :before, :'tv'), '["playlist"]', 'a playlist that a kids profile sees no more');

select is(tests.pulse('Ada', null, gen_random_uuid()), 'revoked', 'a session that there is not');
delete from app.session where id = :'tv';
select is(tests.pulse('Ada', tests.rev(), :'tv'), 'revoked', 'or no more');
update app.profile set token_version = token_version + 1 where id = :'kim';
select is((relay.pulse(json_build_array(json_build_object('i', 1, 'account_id', tests.account_id('ada'), 'session_id', :'phone', 'role', 'user', 'profile_id', :'kim', 'profile_version', 0, 'rev', tests.rev()))) -> 0)::jsonb,
    '{"i": 1, "revoked": true}', 'a profile that became another kind');
update app.account set status = 'suspended';
select is(tests.pulse('Ada', tests.rev(), :'phone'), 'revoked', 'an account that is suspended');
select is(relay.pulse('[]')::jsonb, '[]', 'nobody there');

select * from finish();
rollback;
