-- Deploy syncstream:accounts/me_delete to pg
-- What an account leaves behind is nothing. Tables refer to app.account (or to a table that does) on delete cascade;
-- where that cannot be, as in a lookup table, a function private.account_forget_<what>(account_id) takes the rows away,
-- or raises where the account may not go. tests/db/accounts/me_delete.sql fails for a table that neither reaches.

begin;

create function private.account_forget_email(account_id uuid) returns void
language plpgsql volatile
as $$
begin
    delete from app.account_email e where e.account_id = account_forget_email.account_id;
end
$$;
comment on function private.account_forget_email is $$The address may sign up again$$;

create function private.account_forget_device_code(account_id uuid) returns void
language plpgsql volatile
as $$
begin
    delete from private.device_code d where d.account_id = account_forget_device_code.account_id;
end
$$;
comment on function private.account_forget_device_code is $$Devices that were approved and have not asked for their tokens yet$$;

create function private.account_forget_throttle(account_id uuid) returns void
language plpgsql volatile
as $$
declare
    v_email text;
begin
    select lower(a.email) into v_email from app.account a where a.account_id = account_forget_throttle.account_id;
    delete from private.throttle t where t.subject in (v_email, account_forget_throttle.account_id::text);
end
$$;
comment on function private.account_forget_throttle is $$Failed attempts at the address, and by the account$$;

grant execute on function private.account_forget_email, private.account_forget_device_code, private.account_forget_throttle to gatekeeper;

create function api.me_delete(password app.password) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account uuid := http.current_account_id();
    v_refusal http.response := private.confirm_password(password);
    v_forget  regproc;
begin
    -- Of deletions beside each other, all wait for the first one's attempt to be over.
    if not exists (select from app.account a where a.account_id = v_account) then
        raise sqlstate 'PT401' using message = 'This session has ended. Sign in again, or refresh the token', constraint = 'unauthorized';
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    -- In the order in which all others lock: what there is at Stripe, resellers, the counter, codes, parties, PINs, sessions, then the account with
    -- all the rest.
    perform private.stripe_forget(v_account);
    perform private.reseller_forget(v_account);
    perform private.account_next_rev(v_account);
    for v_forget in
        select p.oid::regproc from pg_catalog.pg_proc p
        where p.pronamespace = 'private'::regnamespace and p.proname like 'account\_forget\_%'
        order by p.proname
    loop
        -- Dynamic SQL: a name that the catalogue gave, as it is written.
        execute format('select %s($1)', v_forget) using v_account;
    end loop;
    delete from private.profile_pin p where p.account_id = v_account;
    delete from app.session s where s.account_id = v_account;
    delete from app.account a where a.account_id = v_account;
    return http.reply('The account was deleted, with all that it had', claims => 'null');
end
$$;
comment on function api.me_delete is $$Deletes the account and all that it owns, at once and for good. Its tokens stop working

password: the account's; wrong ones are counted as at login
Errors: 403 invalid_credentials, 403 restricted_profile, 409 conflict, 429 rate_limited
Example: {"password": "correct horse"}$$;
alter function api.me_delete owner to gatekeeper;
grant execute on function api.me_delete to member;
select http.mount('DELETE', '/v1/me', 'api.me_delete');

commit;
