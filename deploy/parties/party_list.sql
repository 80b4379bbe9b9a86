-- Deploy syncstream:parties/party_list to pg
-- Reading parties: the profile's own, one.

begin;

create type api.party_page as (items api.party[], next_cursor text);
comment on type api.party_page is $$A page of the profile's parties$$;
comment on column api.party_page.items       is $$Those that it joined last first$$;
comment on column api.party_page.next_cursor is $$Where to go on; null at the end$$;

create function api.party_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_profile uuid := private.require_profile();
    v_limit   integer := coalesce(party_list."limit", 50);
    v_after   text[] := private.cursor_decode('parties', party_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(private.party_shape(private.party_read(s.party_id)))), array_agg(concat_ws('|', s.joined_at, s.party_id))
    into v_items, v_keys
    from (select s.party_id, s.joined_at
          from app.party_seat s
          where s.account_id = v_account and s.profile_id = v_profile and s.active
            and (v_after is null or (s.joined_at, s.party_id) < (v_after[1]::timestamptz, v_after[2]::uuid))
          order by s.joined_at desc, s.party_id desc
          limit v_limit + 1) as s;
    return private.page('parties', v_items, v_keys, v_limit);
end
$$;
comment on function api.party_list is $$The parties that the selected profile is in and that go on, the last joined first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden$$;

create function api.party_get(party_id uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
    v_party app.party := private.party_read(party_get.party_id);
begin
    perform private.party_me(v_party);
    return row_to_json(private.party_shape(v_party));
end
$$;
comment on function api.party_get is $$A party that the selected profile is in; one that ended, for a day

party_id: the party
Errors: 403 forbidden, 403 banned, 404 not_found$$;

alter function api.party_list owner to usher;
alter function api.party_get owner to usher;
grant execute on function api.party_list, api.party_get to kid, member;
select http.mount('GET', '/v1/parties', 'api.party_list', shape => 'api.party_page');
select http.mount('GET', '/v1/parties/{party_id}', 'api.party_get', shape => 'api.party');

commit;
