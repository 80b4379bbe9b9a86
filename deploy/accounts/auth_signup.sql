-- Deploy syncstream:accounts/auth_signup to pg

begin;

create function api.auth_signup(
    email app.email, password app.new_password, device_name app.name default null, device_id app.device_id default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
begin
    return private.session_start(private.account_create(email, password), device_name, device_id, false);
end
$$;
comment on function api.auth_signup is $$Makes an account and signs this device in. Makes no profile

email: compared without case
password: 8 to 72 bytes of UTF-8
device_name: for the list of devices
device_id: the device's own name for itself; signing in with it again takes the old session's place
Errors: 409 email_taken
Example: {"email": "ada@example.com", "password": "correct horse", "device_name": "Living room TV"}$$;
alter function api.auth_signup owner to gatekeeper;
grant execute on function api.auth_signup to anonymous;
select http.mount('POST', '/v1/auth/signup', 'api.auth_signup', 201, 'api.tokens');

commit;
