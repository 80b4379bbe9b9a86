-- Deploy syncstream:profiles/profile_list to pg
-- Reading profiles: all, one.

begin;

create type api.profile_page as (items api.profile[], next_cursor text);
comment on type api.profile_page is $$A page of the account's profiles$$;
comment on column api.profile_page.items       is $$Oldest first$$;
comment on column api.profile_page.next_cursor is $$Where to go on; null at the end$$;

create function api.profile_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_limit   integer := coalesce(profile_list."limit", 50);
    v_after   text[] := private.cursor_decode('profiles', profile_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    v_items := array(
        select row_to_json(private.profile_shape(p)) from app.profile p
        where p.account_id = v_account
          and (v_after is null or (p.created_at, p.id) > (v_after[1]::timestamptz, v_after[2]::uuid))
        order by p.created_at, p.id
        limit v_limit + 1);
    if cardinality(v_items) > v_limit then
        v_keys[v_limit] := (v_items[v_limit] ->> 'created_at') || '|' || (v_items[v_limit] ->> 'id');
    end if;
    return private.page('profiles', v_items, v_keys, v_limit);
end
$$;
comment on function api.profile_list is $$The account's profiles, oldest first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before$$;

create function private.profile_require(profile_id uuid) returns app.profile
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_profile app.profile;
begin
    select p.* into v_profile from app.profile p where p.account_id = v_account and p.id = profile_require.profile_id;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such profile', constraint = 'not_found';
    end if;
    return v_profile;
end
$$;
comment on function private.profile_require is $$A profile of the account that is signed in; 404 not_found$$;

create function api.profile_get(id uuid) returns json
language plpgsql stable
as $$
begin
    return row_to_json(private.profile_shape(private.profile_require(profile_get.id)));
end
$$;
comment on function api.profile_get is $$A profile

id: the profile
Errors: 404 not_found$$;

grant execute on function private.profile_require to kid, member, gatekeeper;
grant execute on function api.profile_list, api.profile_get to kid, member;
select http.mount('GET', '/v1/profiles', 'api.profile_list', shape => 'api.profile_page');
select http.mount('GET', '/v1/profiles/{id}', 'api.profile_get', shape => 'api.profile');

commit;
