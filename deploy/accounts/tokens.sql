-- Deploy syncstream:accounts/tokens to pg
-- What signing in, refreshing and selecting a profile have in common: checking a password, starting a session,
-- answering tokens.

begin;

create type api.tokens as (
    account api.account, session_id uuid, access_token text, token_type text, expires_in integer, refresh_token text, profile api.profile
);
comment on type api.tokens is $$What a device needs from here on$$;
comment on column api.tokens.account       is $$The account$$;
comment on column api.tokens.session_id    is $$The session: this device, signed in$$;
comment on column api.tokens.access_token  is $$Goes into `Authorization: Bearer …` of every call$$;
comment on column api.tokens.token_type    is $$Bearer$$;
comment on column api.tokens.expires_in    is $$Seconds until the access token ends$$;
comment on column api.tokens.refresh_token is $$For POST /v1/auth/refresh. Keep the newest: it changes at each use$$;
comment on column api.tokens.profile       is $$The selected profile; null where none is$$;

create type api.access as (
    account api.account, session_id uuid, access_token text, token_type text, expires_in integer, profile api.profile
);
comment on type api.access is $$A new access token, for a profile that was selected$$;
comment on column api.access.account      is $$The account$$;
comment on column api.access.session_id   is $$The session$$;
comment on column api.access.access_token is $$Goes into `Authorization: Bearer …` of every call$$;
comment on column api.access.token_type   is $$Bearer$$;
comment on column api.access.expires_in   is $$Seconds until the access token ends$$;
comment on column api.access.profile      is $$The selected profile$$;

create function private.tokens(account_id uuid, session_id uuid, refresh_token text, message text default null) returns http.response
language plpgsql stable
as $$
declare
    v_account api.account := private.account_shape(tokens.account_id);
    v_profile app.profile;
begin
    select p.* into v_profile
    from app.session s
    join app.profile p on p.account_id = s.account_id and p.id = s.profile_id
    where s.account_id = tokens.account_id and s.id = tokens.session_id;

    return http.reply(
        tokens.message,
        case when refresh_token is null
            then json_build_object('account', v_account, 'session_id', session_id,
                                   'profile', case when v_profile.id is not null then private.profile_shape(v_profile) end)
            else json_build_object('account', v_account, 'session_id', session_id, 'refresh_token', refresh_token,
                                   'profile', case when v_profile.id is not null then private.profile_shape(v_profile) end)
        end,
        json_strip_nulls(json_build_object(
            'sub', tokens.account_id, 'sid', tokens.session_id, 'role', v_account.role,
            'current_profile_id', v_profile.id, 'profile_version', v_profile.token_version,
            'kids', nullif(v_profile.is_kids, false)))
    );
end
$$;
comment on function private.tokens is
    $$Answers tokens for a session and the profile selected in it. Of the claims, profile_version is what http.begin_request compares, and kids makes the API call as the role kid$$;

create function private.password_refusal(email text, password text, status integer, message text) returns http.response
language plpgsql volatile
as $$
declare
    v_settings app.settings;
    v_address  text := http.client_network();
    v_wait     interval;
    v_account  uuid;
    v_hash     text;
begin
    select s.* into v_settings from app.settings s;
    v_wait := coalesce(
        private.throttle_wait('address', v_address, v_settings.address_attempts, v_settings.attempt_window),
        private.throttle_take('password', lower(email), v_settings.password_attempts, v_settings.attempt_window));
    if v_wait is not null then
        return http.rate_limited(v_wait);
    end if;

    select e.account_id into v_account from app.account_email e where e.email = lower(password_refusal.email);
    select p.hash into v_hash from private.account_password p where p.account_id = v_account;
    -- Where there is no such address, a hash that nothing matches takes the same time.
    if extensions.crypt(password, coalesce(v_hash, '$2a$10$N9qo8uLOickgx2ZMRZoMye')) = v_hash and octet_length(password) <= 72 then
        perform private.throttle_reset('password', lower(email));
        return null;
    end if;

    if v_address is not null then
        perform private.throttle_take('address', v_address, v_settings.address_attempts, v_settings.attempt_window);
    end if;
    if v_account is not null then
        perform private.audit_write(v_account, 'password_failed', 'account', v_account);
    end if;
    return http.refusal(status, 'invalid_credentials', message);
end
$$;
comment on function private.password_refusal is
    $$Null where the password is the address's; else the refusal to return (not raise: the attempt stays counted), 429 after too many for the address or from the client. Attempts at one address are checked one after the other, so that no more are than may be$$;

create function private.confirm_password(password text) returns http.response
language plpgsql volatile
as $$
begin
    return (select private.password_refusal(a.email, password, 403, 'The password is wrong')
            from app.account a where a.account_id = http.current_account_id());
end
$$;
comment on function private.confirm_password is $$private.password_refusal for someone who is signed in: 403 instead of 401$$;

create function private.issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea) returns text
language plpgsql volatile
as $$
begin
    insert into private.refresh_token (account_id, session_id, secret_hash, family_hash)
    values (issue_refresh_token.account_id, issue_refresh_token.session_id, sha256(secret), sha256(family));
    return private.refresh_token_text(issue_refresh_token.account_id, issue_refresh_token.session_id, family, secret);
end
$$;
comment on function private.issue_refresh_token is $$Stores a refresh token, hashed, and answers it$$;

create function private.refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea) returns text
language sql immutable parallel safe
return translate(encode(decode(replace(account_id::text || session_id::text, '-', ''), 'hex') || family || secret, 'base64'), E'+/=\n', '-_');
comment on function private.refresh_token_text is $$A refresh token as the client holds it$$;

create function private.session_open(
    account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid default null
) returns uuid
language plpgsql volatile
as $$
declare
    v_session uuid := gen_random_uuid();
    v_max     integer;
    v_used    bigint;
    v_status  text;
begin
    -- The counter's row lock: devices are counted under it.
    perform private.account_next_rev(session_open.account_id);
    select a.status into v_status from app.account a where a.account_id = session_open.account_id;
    if v_status = 'suspended' then
        raise sqlstate 'PT403' using message = 'This account is suspended. Contact whoever you bought it from', constraint = 'account_suspended';
    end if;

    delete from app.session s
    where s.account_id = session_open.account_id
      and (s.expires_at < now() or s.device_id = session_open.device_id);

    v_max := (private.current_plan(session_open.account_id)).max_devices;
    select count(*) into v_used from app.session s where s.account_id = session_open.account_id;
    if v_max <> -1 and v_used >= v_max then
        if replace_oldest is not true then
            raise sqlstate 'PT403' using
                message = format('Too many devices are signed in. Your plan allows %s: sign one out, or replace the oldest', v_max),
                constraint = 'device_limit_reached',
                detail = json_build_object('limit', 'max_devices', 'max', v_max);
        end if;
        -- The device that asks goes last: whoever pairs a TV does not sign out the phone in their hand.
        delete from app.session s
        where s.account_id = session_open.account_id
          and s.id in (select o.id from app.session o where o.account_id = session_open.account_id
                       order by o.id is not distinct from http.current_session_id(), o.created_at, o.id
                       limit v_used - v_max + 1);
    end if;

    insert into app.session (account_id, id, profile_id, device_id, device_name, expires_at)
    values (session_open.account_id, v_session, session_open.profile_id, session_open.device_id, session_open.device_name,
            now() + (select session_lifetime from app.settings));
    return v_session;
end
$$;
comment on function private.session_open is
    $$A session for a device, without tokens yet: takes the place of the device's earlier one; 403 device_limit_reached over the plan's max_devices, unless the oldest is to go; 403 account_suspended$$;

create function private.session_tokens(account_id uuid, session_id uuid) returns http.response
language plpgsql volatile
as $$
declare
    v_session app.session;
begin
    select s.* into v_session from app.session s where s.account_id = session_tokens.account_id and s.id = session_tokens.session_id;
    perform private.audit_write(v_session.account_id, 'sign_in', 'session', v_session.id, v_session.device_name);
    perform private.profile_seen(v_session.account_id, v_session.profile_id);
    return private.tokens(session_tokens.account_id, session_tokens.session_id, private.issue_refresh_token(
        session_tokens.account_id, session_tokens.session_id, extensions.gen_random_bytes(16), extensions.gen_random_bytes(32)));
end
$$;
comment on function private.session_tokens is $$The first tokens of a session$$;

create function private.session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean) returns http.response
language plpgsql volatile
as $$
begin
    return private.session_tokens(session_start.account_id,
        private.session_open(session_start.account_id, device_name, device_id, replace_oldest));
end
$$;
comment on function private.session_start is $$Signs a device in: private.session_open, and its tokens$$;

grant execute on function private.tokens, private.password_refusal, private.confirm_password, private.issue_refresh_token,
    private.refresh_token_text, private.session_open, private.session_tokens, private.session_start to gatekeeper;

commit;
