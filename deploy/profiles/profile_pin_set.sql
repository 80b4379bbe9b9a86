-- Deploy syncstream:profiles/profile_pin_set to pg

begin;

create function private.profile_pin_write(profile_id uuid, pin text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
begin
    if pin is null then
        delete from private.profile_pin p where p.account_id = v_account and p.profile_id = profile_pin_write.profile_id;
    else
        insert into private.profile_pin as p (account_id, profile_id, hash)
        values (v_account, profile_pin_write.profile_id, private.hash_password(pin))
        on conflict on constraint profile_pin_pkey do update set hash = excluded.hash, failures = 0, locks = 0, locked_until = null;
    end if;
    update app.profile p set has_pin = profile_pin_write.pin is not null
    where p.account_id = v_account and p.id = profile_pin_write.profile_id;
end
$$;
comment on function private.profile_pin_write is $$Sets or (null) removes the PIN of a profile of the account that is signed in. Setting one unlocks$$;
alter function private.profile_pin_write owner to gatekeeper;
grant execute on function private.profile_pin_write to member;

create function api.profile_pin_set(id uuid, password app.password, pin app.pin default null) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint;
    v_refusal http.response;
    v_profile app.profile := private.profile_require(profile_pin_set.id);
begin
    v_refusal := private.confirm_password(password);
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    v_rev := private.account_next_rev(v_account);
    update app.profile p set rev = v_rev where p.account_id = v_account and p.id = profile_pin_set.id;
    perform private.profile_pin_write(profile_pin_set.id, pin);
    perform private.audit_write(v_account, case when pin is null then 'pin_removed' else 'pin_set' end, 'profile', profile_pin_set.id);
    v_profile := private.profile_require(profile_pin_set.id);
    return http.reply(case when pin is null then 'PIN removed' else 'PIN set' end, row_to_json(private.profile_shape(v_profile)));
end
$$;
comment on function api.profile_pin_set is $$Sets, changes or removes a profile's PIN, by the account's password. Setting one unlocks

id: the profile
password: the account's; wrong ones are counted as at login
pin: 4 to 8 digits; null removes it
Errors: 403 invalid_credentials, 403 restricted_profile, 404 not_found, 429 rate_limited
Example: {"password": "correct horse", "pin": "4711"}$$;
alter function api.profile_pin_set owner to gatekeeper;
grant execute on function api.profile_pin_set to member;
select http.mount('PUT', '/v1/profiles/{id}/pin', 'api.profile_pin_set', shape => 'api.profile');

commit;
