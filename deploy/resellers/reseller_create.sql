-- Deploy syncstream:resellers/reseller_create to pg

begin;

create type api.reseller_account as (id uuid, email text, credits_balance bigint);
comment on type api.reseller_account is $$A reseller, to who made it$$;
comment on column api.reseller_account.id              is $$Its account$$;
comment on column api.reseller_account.email           is $$Its address$$;
comment on column api.reseller_account.credits_balance is $$Its credits$$;

create function private.reseller_add(account_id uuid, parent_id uuid default null) returns void
language plpgsql volatile
as $$
begin
    insert into app.reseller (account_id, parent_id) values (reseller_add.account_id, reseller_add.parent_id);
end
$$;
comment on function private.reseller_add is $$Makes an account a reseller, without credits$$;

create function private.reseller_account_shape(account_id uuid) returns api.reseller_account
language plpgsql stable
as $$
declare
    v_shape api.reseller_account;
begin
    select a.account_id, a.email, r.credits_balance into v_shape
    from app.reseller r
    join app.account a on a.account_id = r.account_id
    where r.account_id = reseller_account_shape.account_id;
    return v_shape;
end
$$;
comment on function private.reseller_account_shape is $$A reseller as the API shows it to who made it$$;
grant execute on function private.reseller_add, private.reseller_account_shape to gatekeeper;

create function api.reseller_create(
    email app.email, password app.new_password, credits app.credits default null, idempotency_key app.request_key default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account uuid := http.current_account_id();
    v_credits bigint := coalesce(reseller_create.credits, 0);
    v_price   bigint;
    v_child   uuid;
begin
    if reseller_create.idempotency_key is not null then
        return private.once('api.reseller_create', reseller_create.idempotency_key, json_build_array(email, password, credits));
    end if;
    select s.reseller_price into v_price from app.settings s;
    -- Before the password is hashed, and again under the lock, as in api.client_create.
    perform private.require_credits((select r.credits_balance from app.reseller r where r.account_id = v_account), v_price + v_credits);
    v_child := private.account_create(reseller_create.email, reseller_create.password, 'reseller');

    perform private.require_credits((private.reseller_lock(v_account)).credits_balance, v_price + v_credits);
    perform private.reseller_add(v_child, v_account);
    update app.reseller r set resellers = r.resellers + 1 where r.account_id = v_account;
    if v_price > 0 then
        perform private.ledger_post(v_account, -v_price, 'reseller_created', 'A reseller', v_child);
    end if;
    if v_credits > 0 then
        perform private.transfer(v_account, v_child, v_credits);
    end if;
    return http.reply(data => row_to_json(private.reseller_account_shape(v_child)));
end
$$;
comment on function api.reseller_create is $$Makes a reseller below this one, with credits of this one's

email: the new reseller's; compared without case
password: its first one, 8 to 72 bytes of UTF-8
credits: what it gets to begin with, from this one's balance
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 409 email_taken, 409 idempotency_mismatch
Example: {"email": "sub@example.com", "password": "correct horse", "credits": 10000}$$;
alter function api.reseller_create owner to gatekeeper;
grant execute on function api.reseller_create to reseller;
select http.mount('POST', '/v1/reseller/resellers', 'api.reseller_create', 201, 'api.reseller_account');

commit;
