-- Deploy syncstream:accounts/auth_device_code to pg

begin;

create type api.device_code as (
    device_code text, user_code text, verification_uri text, verification_uri_complete text, expires_in integer, "interval" integer
);
comment on type api.device_code is $$What a device needs in order to be signed in from elsewhere (RFC 8628)$$;
comment on column api.device_code.device_code               is $$For POST /v1/auth/device/token. Keep it secret$$;
comment on column api.device_code.user_code                 is $$To show: WDJB-MJHT$$;
comment on column api.device_code.verification_uri          is $$To show: where the code is typed$$;
comment on column api.device_code.verification_uri_complete is $$To show as a QR code: the same page with the code filled in$$;
comment on column api.device_code.expires_in                is $$Seconds until the codes end$$;
comment on column api.device_code."interval"                is $$Seconds to wait between two calls of POST /v1/auth/device/token$$;

create function api.auth_device_code(device_name app.name default null, device_id app.device_id default null) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_settings app.settings;
    v_address  text := http.client_network();
    v_wait     interval;
    v_code     text;
    v_secret   text;
    v_shown    text;
begin
    select s.* into v_settings from app.settings s;
    if v_address is not null then
        v_wait := private.throttle_take('device_code', v_address, v_settings.pairing_codes, v_settings.attempt_window);
        if v_wait is not null then
            return http.rate_limited(v_wait);
        end if;
    end if;

    delete from private.device_code d
    where d.user_code in (select o.user_code from private.device_code o where o.expires_at <= now() limit 100 for update skip locked);

    loop
        v_code := private.random_code('BCDFGHJKLMNPQRSTVWXZ', 8);
        -- The secret names its code, so that one key finds the row for both.
        v_secret := v_code || translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_');
        insert into private.device_code (user_code, secret_hash, device_name, device_id, "interval", expires_at)
        values (v_code, private.device_code_hash(v_secret), auth_device_code.device_name, auth_device_code.device_id,
                v_settings.pairing_interval, now() + v_settings.pairing_lifetime)
        on conflict do nothing;
        exit when found;
    end loop;

    v_shown := left(v_code, 4) || '-' || right(v_code, 4);
    return http.reply(data => row_to_json(row(
        v_secret, v_shown, http.public_url() || '/pair', http.public_url() || '/pair?code=' || v_shown,
        extract(epoch from v_settings.pairing_lifetime)::integer, v_settings.pairing_interval)::api.device_code));
end
$$;
comment on function api.auth_device_code is $$Codes for a device without a keyboard. The device shows user_code and verification_uri (or verification_uri_complete as a QR code), and asks POST /v1/auth/device/token every `interval` seconds until someone who is signed in has approved it

device_name: for whoever approves, and for the list of devices
device_id: the device's own name for itself; signing in with it again takes the old session's place
Errors: 429 rate_limited
Example: {"device_name": "Living room TV", "device_id": "tv-1"}$$;
alter function api.auth_device_code owner to gatekeeper;
grant execute on function api.auth_device_code to anonymous;
select http.mount('POST', '/v1/auth/device/code', 'api.auth_device_code', shape => 'api.device_code');

commit;
