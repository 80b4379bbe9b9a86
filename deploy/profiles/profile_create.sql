-- Deploy syncstream:profiles/profile_create to pg

begin;

create function api.profile_create(
    name app.name, avatar app.address default null, is_kids boolean default null, max_rating app.age default null,
    hidden_categories app.categories default null, language app.language default null, settings app.free_object default null,
    pin app.pin default null
) returns json
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint := private.account_next_rev(v_account);
    v_profile app.profile;
begin
    perform private.require_within(
        (private.current_plan(v_account)).max_profiles,
        (select count(*) from app.profile p where p.account_id = v_account),
        'max_profiles', 'profiles');

    insert into app.profile (account_id, name, avatar, is_kids, max_rating, hidden_categories, language, settings, rev)
    values (v_account, profile_create.name, profile_create.avatar, coalesce(profile_create.is_kids, false), profile_create.max_rating,
            coalesce(profile_create.hidden_categories, '{}'), profile_create.language, coalesce(profile_create.settings, '{}'), v_rev)
    returning * into v_profile;

    if profile_create.pin is not null then
        perform private.profile_pin_write(v_profile.id, profile_create.pin);
        v_profile.has_pin := true;
    end if;
    return row_to_json(private.profile_shape(v_profile));
end
$$;
comment on function api.profile_create is $$Makes a profile

name: 1 to 100 characters
avatar: an address or a name that the apps know
is_kids: true: a kids profile, which sees what is for all and manages nothing
max_rating: an age, 0 to 21: nothing rated above it
hidden_categories: categories to leave out
language: a language tag
settings: an object of the apps' own, at most 16 KiB
pin: 4 to 8 digits; selecting the profile asks for them
Errors: 403 plan_limit_reached, 403 restricted_profile
Example: {"name": "Ada", "max_rating": 16, "language": "en"}$$;
grant execute on function api.profile_create to member;
select http.mount('POST', '/v1/profiles', 'api.profile_create', 201, 'api.profile');
select http.mount('POST', '/profiles', 'api.profile_create', 201, 'api.profile');

commit;
