-- Deploy syncstream:accounts/auth_refresh to pg

begin;

create function api.auth_refresh(refresh_token text) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_settings app.settings;
    v_now      timestamptz;
    v_bytes    bytea;
    v_account  uuid;
    v_session  uuid;
    v_profile  uuid;
    v_family   bytea;
    v_secret   bytea;
    v_token    private.refresh_token;
    v_refusal  http.response := http.refusal(401, 'invalid_refresh_token', 'This refresh token is not valid. Sign in again');
begin
    if auth_refresh.refresh_token !~ '^[A-Za-z0-9_-]{107}$' then
        return v_refusal;
    end if;
    v_bytes   := decode(translate(auth_refresh.refresh_token, '-_', '+/') || '=', 'base64');
    v_account := encode(substr(v_bytes, 1, 16), 'hex')::uuid;
    v_session := encode(substr(v_bytes, 17, 16), 'hex')::uuid;
    v_family  := substr(v_bytes, 33, 16);
    v_secret  := substr(v_bytes, 49, 32);

    if exists (select from app.account a where a.account_id = v_account and a.status = 'suspended') then
        raise sqlstate 'PT403' using message = 'This account is suspended. Contact whoever you bought it from', constraint = 'account_suspended';
    end if;
    perform from app.session s where s.account_id = v_account and s.id = v_session and s.expires_at > now() for update;
    if not found then
        return v_refusal;
    end if;

    select s.* into v_settings from app.settings s;
    v_now := clock_timestamp();  -- after the lock was waited for
    select t.* into v_token from private.refresh_token t
    where t.account_id = v_account and t.session_id = v_session and t.secret_hash = sha256(v_secret) and t.family_hash = sha256(v_family);

    if v_token is null or v_token.rotated_at < v_now - v_settings.refresh_grace then
        -- Rotated long ago, so two hold it: a thief or the owner. Of a made-up family: nothing is known about it.
        if exists (select from private.refresh_token t
                   where t.account_id = v_account and t.session_id = v_session and t.family_hash = sha256(v_family)) then
            perform private.audit_write(v_account, 'refresh_token_reused', 'session', v_session,
                (select s.device_name from app.session s where s.account_id = v_account and s.id = v_session));
            delete from app.session s where s.account_id = v_account and s.id = v_session;
        end if;
        return v_refusal;
    end if;

    if v_token.rotated_at is null then
        v_token.nonce := extensions.gen_random_bytes(32);
        update private.refresh_token t set nonce = v_token.nonce, rotated_at = v_now
        where t.account_id = v_account and t.session_id = v_session and t.secret_hash = v_token.secret_hash;
        delete from private.refresh_token t
        where t.account_id = v_account and t.session_id = v_session and t.rotated_at < v_now - v_settings.refresh_grace;
        perform private.issue_refresh_token(v_account, v_session, v_family, extensions.hmac(v_secret, v_token.nonce, 'sha256'));
        update app.session s set last_seen_at = now(), expires_at = now() + v_settings.session_lifetime
        where s.account_id = v_account and s.id = v_session
        returning s.profile_id into v_profile;
        perform private.profile_seen(v_account, v_profile);
    end if;

    -- Within the grace the current token is found from any that led to it.
    while v_token.nonce is not null loop
        v_secret := extensions.hmac(v_secret, v_token.nonce, 'sha256');
        select t.* into v_token from private.refresh_token t
        where t.account_id = v_account and t.session_id = v_session and t.secret_hash = sha256(v_secret);
    end loop;
    return private.tokens(v_account, v_session, private.refresh_token_text(v_account, v_session, v_family, v_secret));
end
$$;
comment on function api.auth_refresh is $$New tokens for a session, the selected profile kept. A refresh token works once, and for 10 seconds more, so that tabs may refresh side by side; used later again, it ends the session

refresh_token: the newest one that was given out
Errors: 401 invalid_refresh_token, 403 account_suspended$$;
alter function api.auth_refresh owner to gatekeeper;
grant execute on function api.auth_refresh to anonymous;
select http.mount('POST', '/v1/auth/refresh', 'api.auth_refresh', shape => 'api.tokens');

commit;
