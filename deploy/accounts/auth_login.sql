-- Deploy syncstream:accounts/auth_login to pg

begin;

create function api.auth_login(
    email app.email, password app.password,
    device_name app.name default null, device_id app.device_id default null, replace_oldest boolean default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_refusal http.response := private.password_refusal(email, password, 401, 'Invalid email or password');
begin
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    return private.session_start(
        (select e.account_id from app.account_email e where e.email = lower(auth_login.email)),
        device_name, device_id, replace_oldest);
end
$$;
comment on function api.auth_login is $$Signs this device in. Takes the same time whether or not the address has an account

email: compared without case
password: after 10 wrong ones for an address in 15 minutes, or 100 from one client, even the right one is refused
device_name: for the list of devices
device_id: the device's own name for itself; signing in with it again takes the old session's place
replace_oldest: true: over the plan's max_devices, the oldest session goes
Errors: 401 invalid_credentials, 403 device_limit_reached, 403 account_suspended, 429 rate_limited
Example: {"email": "ada@example.com", "password": "correct horse"}$$;
alter function api.auth_login owner to gatekeeper;
grant execute on function api.auth_login to anonymous;
select http.mount('POST', '/v1/auth/login', 'api.auth_login', shape => 'api.tokens');

commit;
