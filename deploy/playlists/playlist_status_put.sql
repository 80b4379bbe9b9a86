-- Deploy syncstream:playlists/playlist_status_put to pg
-- What a panel says of an account, in as many forms as there are panels: numbers as strings, "" and "N/A" for nothing,
-- dates in seconds, milliseconds or words. What cannot be read is null, and no reason to refuse the rest.

begin;

create function private.panel_text(value json) returns text
language sql immutable parallel safe
return case when json_typeof(value) in ('string', 'number', 'boolean') and btrim(value #>> '{}') !~* '^(n/?a|null|none|-)?$'
       then btrim(value #>> '{}') end;
comment on function private.panel_text is $$A panel's value as text; null for its many ways to say nothing$$;

create function private.panel_boolean(value json) returns boolean
language sql immutable parallel safe
return case when private.panel_text(value) ~* '^(1(\.0)?|true|yes|on)$' then true
            when private.panel_text(value) ~* '^(0(\.0)?|false|no|off)$' then false end;
comment on function private.panel_boolean is $$A panel's truth: 1, "1", true, "yes" …; null for what is neither$$;

create function private.panel_integer(value json) returns integer
language sql immutable parallel safe
return case when private.panel_text(value) ~ '^[0-9]{1,9}(\.0*)?$' then split_part(private.panel_text(value), '.', 1)::integer end;
comment on function private.panel_integer is $$A panel's number; null for what is none, negative, or beyond belief$$;

create function private.panel_time(value json) returns timestamptz
language plpgsql stable
as $$
declare
    v_text    text := private.panel_text(value);
    v_seconds numeric;
begin
    if v_text ~ '^[0-9]{1,15}(\.[0-9]*)?$' then
        v_seconds := split_part(v_text, '.', 1)::numeric;
        if v_seconds > 253402300799 then  -- after the year 9999: they are milliseconds
            v_seconds := v_seconds / 1000;
        end if;
        return case when v_seconds between 1 and 253402300799 then to_timestamp(v_seconds) end;
    elsif v_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$' then
        return v_text::timestamp at time zone 'UTC';
    end if;
    return null;
exception when data_exception then
    return null;
end
$$;
comment on function private.panel_time is $$A panel's time: seconds or milliseconds since 1970, or 2026-01-31 12:00:00; null for what is none, and for 0, which panels mean as never$$;

create function private.panel_status(user_info json, server_info json) returns api.playlist_status
language plpgsql stable
as $$
declare
    v_state    text := lower(private.panel_text(user_info -> 'status'));
    v_timezone text := private.panel_text(server_info -> 'timezone');
    v_status   api.playlist_status;
begin
    v_status.expires_at := private.panel_time(user_info -> 'exp_date');
    v_status.state := case
        when not private.panel_boolean(user_info -> 'auth') then 'unauthorized'
        when v_state = 'active' and v_status.expires_at <= now() then 'expired'
        when v_state in ('active', 'expired', 'banned', 'disabled') then v_state
        else 'unknown' end;
    v_status.is_trial := private.panel_boolean(user_info -> 'is_trial');
    v_status.max_connections := private.panel_integer(user_info -> 'max_connections');
    v_status.active_connections := private.panel_integer(user_info -> 'active_cons');
    v_status.timezone := substring(v_timezone from '^(?:(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)/[A-Za-z0-9_+/-]{1,40}|UTC|GMT|CET|EET|MET|WET)$');
    v_status.checked_at := now();
    return v_status;
end
$$;
comment on function private.panel_status is
    $$What is kept of a panel's answer, which repeats the username and the password: states, numbers, times, and of the time zones those that there are. No text of its own$$;

create function api.playlist_status_put(id uuid, user_info app.panel_object, server_info app.panel_object default null, rest json default null) returns json
language plpgsql volatile
as $$
declare
    v_account  uuid := http.current_account_id();
    v_status   json := row_to_json(private.panel_status(user_info, server_info));
    v_rev      bigint := private.account_next_rev(v_account);
    v_playlist app.playlist;
begin
    perform private.playlist_require(playlist_status_put.id);
    update app.playlist p set status = v_status, rev = v_rev
    where p.account_id = v_account and p.id = playlist_status_put.id
    returning * into v_playlist;
    return row_to_json(private.playlist_shape(v_playlist));
end
$$;
comment on function api.playlist_status_put is $$Keeps what the playlist's panel says of its account. The server never asks the panel: the client sends what it was told, as it came. Of that only the status is kept; the username and password in it are not

id: the playlist
user_info: as the panel answered it to player_api.php, with all that is in it
server_info: likewise; a panel that refuses the credentials sends none
rest: whatever else the panel answered
Errors: 400 invalid, 403 restricted_profile, 404 not_found
Example: {"user_info": {"auth": 1, "status": "Active", "exp_date": "1798675200", "is_trial": "0", "active_cons": "1", "max_connections": "2"}, "server_info": {"timezone": "Europe/Berlin"}}$$;
grant execute on function private.panel_text, private.panel_boolean, private.panel_integer, private.panel_time, private.panel_status,
    api.playlist_status_put to member;
select http.mount('PUT', '/v1/playlists/{id}/status', 'api.playlist_status_put', shape => 'api.playlist');

commit;
