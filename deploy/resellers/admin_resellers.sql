-- Deploy syncstream:resellers/admin_resellers to pg
-- What an administrator does: making resellers, granting and taking credits; and how the first one is made.

begin;

create function api.admin_reseller_create(email app.email, password app.new_password default null) returns json
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account uuid;
begin
    select e.account_id into v_account from app.account_email e where e.email = lower(admin_reseller_create.email);
    if not found then
        if admin_reseller_create.password is null then
            raise sqlstate 'PT400' using
                message = 'Nobody has this address yet: a new account needs a password', constraint = 'invalid', detail = '{"field": "password"}';
        end if;
        v_account := private.account_create(admin_reseller_create.email, admin_reseller_create.password, 'reseller');
    else
        update app.account a set role = 'reseller' where a.account_id = v_account and a.role = 'user';
        if not found then
            raise sqlstate 'PT409' using message = 'This account is a reseller or an administrator already', constraint = 'conflict';
        end if;
    end if;
    perform private.reseller_add(v_account);
    perform private.audit_write(http.current_account_id(), 'reseller_made', 'account', v_account);
    return row_to_json(private.reseller_account_shape(v_account));
end
$$;
comment on function api.admin_reseller_create is $$Makes a reseller, of the account that has the address, or of a new one

email: the reseller's
password: for a new account, 8 to 72 bytes of UTF-8; an account that is there keeps its own
Errors: 403 forbidden, 409 conflict
Example: {"email": "shop@example.com", "password": "correct horse"}$$;
alter function api.admin_reseller_create owner to gatekeeper;
grant execute on function api.admin_reseller_create to admin;
select http.mount('POST', '/v1/admin/resellers', 'api.admin_reseller_create', 201, 'api.reseller_account');

create function api.admin_credits(
    id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
begin
    if admin_credits.idempotency_key is not null then
        return private.once('api.admin_credits', admin_credits.idempotency_key, json_build_array(id, amount, reason));
    end if;
    if admin_credits.amount = 0 then
        raise sqlstate 'PT400' using message = 'Grant or take 1 credit or more', constraint = 'invalid', detail = '{"field": "amount"}';
    end if;
    perform private.ledger_post(admin_credits.id, admin_credits.amount, 'grant', 'A grant', null, admin_credits.reason);
    perform private.audit_write(http.current_account_id(), 'credits_granted', 'account', admin_credits.id);
    return http.reply(
        case when amount > 0 then 'Credits granted' else 'Credits taken' end,
        row_to_json(private.reseller_account_shape(admin_credits.id)));
end
$$;
comment on function api.admin_credits is $$Grants a reseller credits, or takes some back

id: the reseller
amount: credits; negative: that many are taken
reason: for the ledger, 1 to 500 characters
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 404 not_found, 409 conflict, 409 idempotency_mismatch
Example: {"amount": 50000, "reason": "Invoice 2026-117"}$$;
alter function api.admin_credits owner to gatekeeper;
grant execute on function api.admin_credits to admin;
select http.mount('POST', '/v1/admin/resellers/{id}/credits', 'api.admin_credits', shape => 'api.reseller_account');

create function private.admin_make(email text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid;
    v_role    text;
begin
    select e.account_id into v_account from app.account_email e where e.email = lower(admin_make.email);
    update app.account a set role = 'admin' where a.account_id = v_account and a.role <> 'reseller';
    if not found then
        select a.role into v_role from app.account a where a.account_id = v_account;
        raise sqlstate 'PT409' using
            message = case v_role when 'reseller' then 'This account is a reseller. Take another one for the administrator'
                                  else 'There is no account with this address. Sign up with it first' end,
            constraint = 'conflict';
    end if;
    perform private.audit_write(v_account, 'admin_made', 'account', v_account);
end
$$;
comment on function private.admin_make is $$Makes an account an administrator's (make admin EMAIL=…). For whoever deploys, and for no request$$;
alter function private.admin_make owner to gatekeeper;
grant execute on function private.admin_make to syncstream;

commit;
