-- Deploy syncstream:accounts/me_password to pg

begin;

create function api.me_password(current_password app.password, new_password app.new_password) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account uuid := http.current_account_id();
    v_refusal http.response := private.confirm_password(current_password);
    v_hash    text;
begin
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    v_hash := private.hash_password(new_password);
    update private.account_password p set hash = v_hash where p.account_id = v_account;
    delete from app.session s where s.account_id = v_account and s.id <> http.current_session_id();
    perform private.audit_write(v_account, 'password_changed', 'account', v_account);
    return http.reply('Password changed. All other devices were signed out');
end
$$;
comment on function api.me_password is $$Changes the password and revokes every other session

current_password: wrong ones are counted as at login
new_password: 8 to 72 bytes of UTF-8
Errors: 403 invalid_credentials, 403 restricted_profile, 429 rate_limited
Example: {"current_password": "correct horse", "new_password": "battery staple"}$$;
alter function api.me_password owner to gatekeeper;
grant execute on function api.me_password to member;
select http.mount('POST', '/v1/me/password', 'api.me_password');

commit;
