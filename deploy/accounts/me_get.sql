-- Deploy syncstream:accounts/me_get to pg
-- The account as its owner sees it.

begin;

create type api.account as (
    id uuid, email text, role text, status text, plan api.plan, subscription api.subscription, created_at timestamptz
);
comment on type api.account is $$An account$$;
comment on column api.account.id           is $$The account$$;
comment on column api.account.email        is $$Its address, as it was typed$$;
comment on column api.account.role         is $$user, reseller or admin$$;
comment on column api.account.status       is $$active or suspended$$;
comment on column api.account.plan         is $$The plan that it has now$$;
comment on column api.account.subscription is $$What gives it the plan, or null$$;
comment on column api.account.created_at   is $$When it signed up$$;

create function private.account_shape(account_id uuid) returns api.account
language plpgsql stable
as $$
declare
    v_account      app.account;
    v_subscription app.subscription := private.current_subscription(account_shape.account_id);
begin
    select a.* into v_account from app.account a where a.account_id = account_shape.account_id;
    return row(v_account.account_id, v_account.email, v_account.role, v_account.status,
            private.plan_shape(private.plan_of(v_subscription)),
            private.subscription_shape(v_subscription), v_account.created_at)::api.account;
end
$$;
comment on function private.account_shape is $$An account as the API shows it$$;
grant execute on function private.account_shape to kid, member, gatekeeper;

create function api.me_get() returns json
language plpgsql stable
as $$
begin
    return row_to_json(private.account_shape(http.current_account_id()));
end
$$;
comment on function api.me_get is $$The account that is signed in, with its plan and subscription$$;
grant execute on function api.me_get to kid, member;
select http.mount('GET', '/v1/me', 'api.me_get', shape => 'api.account');

commit;
