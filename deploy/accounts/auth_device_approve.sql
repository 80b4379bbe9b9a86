-- Deploy syncstream:accounts/auth_device_approve to pg

begin;

create domain app.user_code as text
    constraint user_code_length check (length(value) between 1 and 100);
comment on domain app.user_code is $$Enter the code that the device shows, such as WDJB-MJHT
{"minLength": 1, "maxLength": 100}$$;

create type api.paired_device as (device_name text);
comment on type api.paired_device is $$A device that was answered$$;
comment on column api.paired_device.device_name is $$The name that it gave itself, or null$$;

create function api.auth_device_approve(
    user_code app.user_code, approve boolean default null, profile_id uuid default null, pin app.pin default null,
    replace_oldest boolean default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account  uuid := http.current_account_id();
    v_address  text := http.client_network();
    v_settings app.settings;
    v_wait     interval;
    v_device   private.device_code;
    v_refusal  http.response;
    v_session  uuid;
begin
    -- The counter's row lock: an account's attempts are looked at one after the other, so that no more are than may be.
    -- A right code takes none of the wrong ones back: anyone can have right codes, for devices of their own.
    perform private.account_next_rev(v_account);
    select s.* into v_settings from app.settings s;
    v_wait := coalesce(
        private.throttle_wait('user_code', v_account::text, v_settings.pairing_attempts, v_settings.attempt_window),
        private.throttle_wait('user_code_address', v_address, v_settings.address_attempts, v_settings.attempt_window));
    if v_wait is not null then
        return http.rate_limited(v_wait);
    end if;

    select d.* into v_device from private.device_code d
    where d.user_code = upper(regexp_replace(auth_device_approve.user_code, '[-[:space:]]', '', 'g'))
      and d.account_id is null and not d.denied and d.expires_at > now()
    for update;
    if not found then
        perform private.throttle_take('user_code', v_account::text, v_settings.pairing_attempts, v_settings.attempt_window);
        if v_address is not null then
            perform private.throttle_take('user_code_address', v_address, v_settings.address_attempts, v_settings.attempt_window);
        end if;
        return http.refusal(404, 'not_found', 'No device is waiting with this code. Compare it with the one on the screen, or have the device show a new one');
    end if;

    if auth_device_approve.approve is false then
        update private.device_code d set denied = true where d.user_code = v_device.user_code;
        perform private.audit_write(v_account, 'device_denied', 'account', v_account, v_device.device_name);
        return http.reply('The device was turned away', row_to_json(row(v_device.device_name)::api.paired_device));
    end if;

    if auth_device_approve.profile_id is not null then
        perform private.profile_require(auth_device_approve.profile_id);
        v_refusal := private.pin_refusal(auth_device_approve.profile_id, auth_device_approve.pin);
        if v_refusal.status is not null then
            return v_refusal;
        end if;
    end if;

    -- The session stands from here on, so that the plan's devices are counted where someone can answer for them. It
    -- has no tokens before the device asks, and ends with the code where it never does.
    v_session := private.session_open(v_account, v_device.device_name, v_device.device_id, replace_oldest, auth_device_approve.profile_id);
    update app.session s set expires_at = v_device.expires_at where s.account_id = v_account and s.id = v_session;
    update private.device_code d set account_id = v_account, session_id = v_session where d.user_code = v_device.user_code;
    perform private.audit_write(v_account, 'device_approved', 'session', v_session, v_device.device_name);
    return http.reply('The device is signed in', row_to_json(row(v_device.device_name)::api.paired_device));
end
$$;
comment on function api.auth_device_approve is $$Signs in, or turns away, the device that shows a code. Ten wrong codes in 15 minutes, and even a right one is refused

user_code: as it is typed: case and hyphen do not matter
approve: false: the device is turned away
profile_id: the profile that is selected on the device
pin: where that profile has one; wrong ones are counted as when selecting it
replace_oldest: true: over the plan's max_devices, the oldest session goes, this one last
Errors: 403 device_limit_reached, 403 pin_required, 403 invalid_pin, 403 restricted_profile, 404 not_found, 429 rate_limited, 429 pin_locked
Example: {"user_code": "WDJB-MJHT"}$$;
alter function api.auth_device_approve owner to gatekeeper;
grant execute on function api.auth_device_approve to member;
select http.mount('POST', '/v1/auth/device/approve', 'api.auth_device_approve', shape => 'api.paired_device');

commit;
