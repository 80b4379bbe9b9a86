-- Deploy syncstream:profiles/profile_update to pg

begin;

create function api.profile_update(
    id uuid, name app.name default null, avatar app.address default null, is_kids boolean default null, max_rating app.age default null,
    hidden_categories app.categories default null, language app.language default null, settings app.free_object default null,
    given text[] default null
) returns json
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint := private.account_next_rev(v_account);
    v_profile app.profile := private.profile_require(profile_update.id);
    v_is_kids boolean := v_profile.is_kids;
begin
    if 'name' = any (given) then
        if profile_update.name is null then
            raise sqlstate 'PT400' using message = 'A profile needs a name', constraint = 'invalid', detail = '{"field": "name"}';
        end if;
        v_profile.name := profile_update.name;
    end if;
    if 'avatar' = any (given) then v_profile.avatar := profile_update.avatar; end if;
    if 'is_kids' = any (given) then v_profile.is_kids := coalesce(profile_update.is_kids, false); end if;
    if 'max_rating' = any (given) then v_profile.max_rating := profile_update.max_rating; end if;
    if 'hidden_categories' = any (given) then v_profile.hidden_categories := coalesce(profile_update.hidden_categories, '{}'); end if;
    if 'language' = any (given) then v_profile.language := profile_update.language; end if;
    if 'settings' = any (given) then v_profile.settings := coalesce(profile_update.settings, '{}'); end if;
    if v_profile.is_kids <> v_is_kids then v_profile.token_version := v_profile.token_version + 1; end if;

    update app.profile p
    set name = v_profile.name, avatar = v_profile.avatar, is_kids = v_profile.is_kids, max_rating = v_profile.max_rating,
        hidden_categories = v_profile.hidden_categories, language = v_profile.language, settings = v_profile.settings,
        token_version = v_profile.token_version, rev = v_rev
    where p.account_id = v_account and p.id = profile_update.id
    returning * into v_profile;
    return row_to_json(private.profile_shape(v_profile));
end
$$;
comment on function api.profile_update is $$Changes a profile: the fields that are sent; null clears an optional one

id: the profile
name: 1 to 100 characters, not null
avatar: an address or a name that the apps know
is_kids: a change ends the profile's access tokens at once; a refresh gives fitting ones
max_rating: an age, 0 to 21: nothing rated above it
hidden_categories: categories to leave out
language: a language tag
settings: an object of the apps' own, at most 16 KiB; takes the place of the whole old one
Errors: 403 restricted_profile, 404 not_found
Example: {"name": "Ada L.", "max_rating": null}$$;
grant execute on function api.profile_update to member;
select http.mount('PATCH', '/v1/profiles/{id}', 'api.profile_update', shape => 'api.profile');

commit;
