-- Deploy syncstream:accounts/auth_device_token to pg

begin;

create function api.auth_device_token(device_code text) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_now      timestamptz;
    v_lifetime interval;
    v_device   private.device_code;
begin
    -- The row lock: of questions sent side by side, one is given the tokens.
    select d.* into v_device from private.device_code d
    where d.user_code = left(auth_device_token.device_code, 8)
      and d.secret_hash = private.device_code_hash(auth_device_token.device_code)
      and d.expires_at > now()
    for update;
    if not found then  -- expired, used, or never given out: after a while nobody can tell
        return http.refusal(400, 'expired_token', 'This code has expired. Start again to get a new one');
    end if;
    if v_device.denied then
        return http.refusal(400, 'access_denied', 'The request was turned down');
    end if;

    if v_device.account_id is null then
        -- Returned and not raised: when it was asked is kept. Half a second is the network's.
        v_now := clock_timestamp();
        if v_device.polled_at > v_now - make_interval(secs => v_device."interval" - 0.5) then
            v_device."interval" := v_device."interval" + 5;
            update private.device_code d set polled_at = v_now, "interval" = v_device."interval"
            where d.user_code = v_device.user_code;
            return http.refusal(400, 'slow_down', format('Wait %s seconds between two questions', v_device."interval"),
                                json_build_object('interval', v_device."interval"));
        end if;
        update private.device_code d set polled_at = v_now where d.user_code = v_device.user_code;
        return http.refusal(400, 'authorization_pending', 'Nobody has approved this device yet. Ask again');
    end if;

    if exists (select from app.account a where a.account_id = v_device.account_id and a.status = 'suspended') then
        raise sqlstate 'PT403' using message = 'This account is suspended. Contact whoever you bought it from', constraint = 'account_suspended';
    end if;
    delete from private.device_code d where d.user_code = v_device.user_code;
    select s.session_lifetime into v_lifetime from app.settings s;
    update app.session s set last_seen_at = now(), expires_at = now() + v_lifetime
    where s.account_id = v_device.account_id and s.id = v_device.session_id;
    if not found then  -- signed out, or replaced, before it began
        return http.refusal(400, 'access_denied', 'The request was approved, then taken back');
    end if;
    return private.session_tokens(v_device.account_id, v_device.session_id);
end
$$;
comment on function api.auth_device_token is $$Tokens for a device that someone has approved, once. Until then authorization_pending; asked faster than `interval`, slow_down, and the interval grows by 5 seconds (it is in the answer)

device_code: from POST /v1/auth/device/code
Errors: 400 authorization_pending, 400 slow_down, 400 expired_token, 400 access_denied, 403 account_suspended$$;
alter function api.auth_device_token owner to gatekeeper;
grant execute on function api.auth_device_token to anonymous;
select http.mount('POST', '/v1/auth/device/token', 'api.auth_device_token', shape => 'api.tokens');

commit;
