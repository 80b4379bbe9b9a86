-- Deploy syncstream:profiles/profile_select to pg

begin;

create function private.pin_refusal(profile_id uuid, pin text) returns http.response
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_settings app.settings;
    v_pin      private.profile_pin;
    v_left     integer;
begin
    -- The row lock holds guesses sent side by side in single file: each sees what the one before it left.
    select p.* into v_pin from private.profile_pin p
    where p.account_id = v_account and p.profile_id = pin_refusal.profile_id
    for update;
    if not found then
        return null;
    end if;
    if v_pin.locked_until > clock_timestamp() then
        return http.rate_limited(v_pin.locked_until - clock_timestamp(), 'pin_locked');
    end if;
    if pin is null then
        return http.refusal(403, 'pin_required', 'PIN required');
    end if;
    if extensions.crypt(pin, v_pin.hash) = v_pin.hash then
        if v_pin.failures > 0 or v_pin.locks > 0 then
            update private.profile_pin p set failures = 0, locks = 0, locked_until = null
            where p.account_id = v_account and p.profile_id = pin_refusal.profile_id;
        end if;
        return null;
    end if;

    select s.* into v_settings from app.settings s;
    v_left := greatest(v_settings.pin_attempts - v_pin.failures - 1, 0);
    if v_left = 0 then
        v_pin.locked_until := clock_timestamp() + least(v_settings.pin_lock * 2 ^ least(v_pin.locks, 20), v_settings.pin_lock_longest);
        v_pin.locks := v_pin.locks + 1;
        v_pin.failures := -1;
    end if;
    update private.profile_pin p
    set failures = v_pin.failures + 1, locks = v_pin.locks, locked_until = v_pin.locked_until
    where p.account_id = v_account and p.profile_id = pin_refusal.profile_id;
    perform private.audit_write(v_account, 'pin_failed', 'profile', pin_refusal.profile_id,
        (select s.device_name from app.session s where s.account_id = v_account and s.id = http.current_session_id()));
    return http.refusal(403, 'invalid_pin', 'Invalid PIN', json_build_object('attempts_left', v_left));
end
$$;
comment on function private.pin_refusal is
    $$Null where the profile has no PIN, or this one; else the refusal to return (not raise: the guess stays counted): pin_required, invalid_pin with attempts_left, pin_locked$$;
grant execute on function private.pin_refusal to gatekeeper;

create function api.profile_select(id uuid, pin app.pin default null) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account uuid := http.current_account_id();
    v_session uuid := http.current_session_id();
    v_profile uuid;
    v_refusal http.response;
begin
    perform private.profile_require(profile_select.id);
    v_refusal := private.pin_refusal(profile_select.id, profile_select.pin);
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    update app.session s set profile_id = profile_select.id, last_seen_at = now()
    where s.account_id = v_account and s.id = v_session
    returning s.profile_id into v_profile;
    perform private.profile_seen(v_account, v_profile);  -- null, if the account is deleted beside this
    return private.tokens(v_account, v_session, null, 'Profile selected successfully');
end
$$;
comment on function api.profile_select is $$Selects a profile: the access token in the answer is for it. Five wrong PINs lock the profile's PIN for 5 minutes, then twice as long each time, up to an hour

id: the profile
pin: where the profile has one
Errors: 403 pin_required, 403 invalid_pin, 404 not_found, 429 pin_locked
Example: {"pin": "4711"}$$;
alter function api.profile_select owner to gatekeeper;
grant execute on function api.profile_select to kid, member;
select http.mount('POST', '/v1/profiles/{id}/select', 'api.profile_select', shape => 'api.access');
select http.mount('POST', '/profile/{id}/select', 'api.profile_select', shape => 'api.access');

commit;
