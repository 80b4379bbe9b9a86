-- Deploy syncstream:accounts/begin_request to pg
-- What runs before each call, in its transaction: the claims become settings, and are held to what is so now.

begin;

create function http.begin_request(
    account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text
) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_status  text;
    v_role    text;
    v_version integer;
    v_device  text;
    -- Every call pays for this function, so it is made of what is cheap: an assignment is evaluated at once, where
    -- PERFORM would go through the executor, and a definer's query needs no policy worked out for three tables.
    v_set     text[] := array[
        set_config('request.account_id', begin_request.account_id::text, true),
        set_config('request.session_id', begin_request.session_id::text, true),
        set_config('request.profile_id', begin_request.profile_id::text, true),
        set_config('request.address', begin_request.address, true),
        set_config('request.id', begin_request.request_id, true),
        -- For pg_stat_activity and the log's %a. The client hears nothing of it, since it is over before the
        -- transaction's end is reported.
        set_config('application_name', concat_ws(' ', current_setting('application_name'), begin_request.request_id), true)];
begin
    if coalesce(v_set[1], '') = '' then  -- no token
        return;
    end if;

    select a.status, a.role, s.device_id,
           (select p.token_version from app.profile p
            where p.account_id = begin_request.account_id and p.id = begin_request.profile_id)
    into v_status, v_role, v_device, v_version
    from app.session s
    join app.account a on a.account_id = s.account_id
    where s.account_id = begin_request.account_id and s.id = begin_request.session_id;

    if v_status = 'active' and v_role = begin_request.role and v_version is not distinct from begin_request.profile_version then
        v_device := set_config('request.device_id', v_device, true);
        return;
    end if;
    if v_status is null then  -- no session: was it ended with the account?
        select a.status into v_status from app.account a where a.account_id = begin_request.account_id;
    end if;
    if v_status = 'suspended' then
        raise sqlstate 'PT403' using message = 'This account is suspended. Contact whoever you bought it from', constraint = 'account_suspended';
    end if;
    raise sqlstate 'PT401' using message = 'This session has ended. Sign in again, or refresh the token', constraint = 'unauthorized';
end
$$;
comment on function http.begin_request is
    $$Sets the claims of a verified token for this transaction, and refuses one whose session was revoked, whose account was suspended or has another role, or whose profile was deleted or became another kind (401 unauthorized, 403 account_suspended). Without a token all but the last two are null$$;
alter function http.begin_request owner to gatekeeper;
grant execute on function http.begin_request to anonymous, kid, member, usher;

commit;
