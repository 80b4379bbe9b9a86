-- Deploy syncstream:parties/party_create to pg

begin;

create type api.party_created as (party api.party, code text);
comment on type api.party_created is $$A new party$$;
comment on column api.party_created.party is $$The party$$;
comment on column api.party_created.code  is $$What others join it with$$;

create function private.party_content(content json) returns json
language sql immutable parallel safe
return json_strip_nulls(json_build_object(
    'kind', content ->> 'kind', 'title', content ->> 'title', 'year', content -> 'year',
    'ids', nullif(json_strip_nulls(json_build_object(
        'tmdb', content #> '{ids,tmdb}', 'imdb', content #>> '{ids,imdb}', 'tvg', content #>> '{ids,tvg}'))::text, '{}')::json,
    'duration_ms', content -> 'duration_ms'));
comment on function private.party_content is $$What is watched as a party keeps it: the known fields (app.party_content), built anew$$;

create function private.party_match_key(content json) returns text
language sql immutable parallel safe
return app.match_key(content ->> 'kind', content ->> 'title', (content ->> 'year')::integer, null, content -> 'ids');
comment on function private.party_match_key is $$By what each member finds a party's content on a playlist of its own$$;

create function private.party_enter(party app.party, role text, at timestamptz) returns app.party_member
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_profile uuid := private.require_profile();
    v_name    text;
    v_avatar  text;
    v_member  app.party_member;
begin
    select p.name, p.avatar into v_name, v_avatar from app.profile p where p.account_id = v_account and p.id = v_profile;
    insert into app.party_member as m (account_id, party_id, profile_id, member_account_id, name, avatar, role, joined_at)
    values (party.account_id, party.id, v_profile, v_account, v_name, v_avatar, party_enter.role, party_enter.at)
    on conflict on constraint party_member_pkey do update
        set name = excluded.name, avatar = excluded.avatar, role = excluded.role, standing = 'in', joined_at = excluded.joined_at,
            ready = false, awaited = false
    returning * into v_member;
    insert into app.party_seat (account_id, profile_id, party_id, party_account_id, active, joined_at)
    values (v_account, v_profile, party.id, party.account_id, true, party_enter.at)
    on conflict on constraint party_seat_pkey do update set active = true, joined_at = excluded.joined_at;
    return v_member;
end
$$;
comment on function private.party_enter is $$Makes the profile that calls a member of a locked party. The counter of its account must be locked before$$;

create function api.party_create(
    title app.name, content app.party_content, control app.party_control default null, max_members app.party_size default null
) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account  uuid := http.current_account_id();
    v_settings app.settings;
    v_max      integer;
    v_now      timestamptz;
    v_party    app.party;
    v_code     text;
begin
    perform private.require_profile();
    perform private.account_next_rev(v_account);  -- the lock that parties are counted under
    select s.* into v_settings from app.settings s;
    v_max := (private.current_plan(v_account)).max_party_members;
    if v_max = 0 or v_max <> -1 and party_create.max_members > v_max then
        perform private.require_within(v_max, v_max, 'max_party_members', 'party members');
    end if;
    if (select count(*) from app.party p where p.account_id = v_account and p.status <> 'ended') >= v_settings.parties_open then
        raise sqlstate 'PT409' using message = format('%s parties of this account go on already. End one of them first', v_settings.parties_open),
            constraint = 'conflict';
    end if;

    v_now := private.party_clock();
    insert into app.party (account_id, title, content, match_key, control, anchored_at, max_members, created_at, active_at, due_at)
    values (v_account, party_create.title, private.party_content(party_create.content), private.party_match_key(party_create.content),
            coalesce(party_create.control, 'host'), v_now, coalesce(party_create.max_members, v_max), v_now, v_now, v_now + v_settings.party_idle)
    returning * into v_party;
    insert into app.party_lookup (party_id, account_id) values (v_party.id, v_account);
    loop
        v_code := private.random_code('BCDFGHJKLMNPQRSTVWXZ', 8);
        insert into app.party_code (code, party_id, account_id) values (v_code, v_party.id, v_account) on conflict do nothing;
        exit when found;
    end loop;
    perform private.party_enter(v_party, 'host', v_now);
    return row_to_json(row(private.party_shape(v_party), v_code)::api.party_created);
end
$$;
comment on function api.party_create is $$Starts a watch party, with the selected profile as its host. It carries what is watched, and nobody's credentials: each member plays from a playlist of its own, found by match_key

title: 1 to 100 characters
content: {kind, title, year, ids, duration_ms}, the last three optional; no field takes an address
control: who plays, pauses, seeks: host (where it is not said) or everyone
max_members: no more than the plan's max_party_members, which it is where it is not said
Errors: 403 forbidden, 403 plan_limit_reached, 409 conflict
Example: {"title": "Friday night", "content": {"kind": "movie", "title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}}}$$;
alter function api.party_create owner to usher;
grant execute on function private.party_content, private.party_match_key, private.party_enter to usher;
grant execute on function api.party_create to kid, member;
select http.mount('POST', '/v1/parties', 'api.party_create', 201, 'api.party_created');

commit;
