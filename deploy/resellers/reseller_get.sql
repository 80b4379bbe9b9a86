-- Deploy syncstream:resellers/reseller_get to pg

begin;

create type api.client_price as (plan text, credits bigint, per text);
comment on type api.client_price is $$What a client costs$$;
comment on column api.client_price.plan    is $$The code of the plan; free: a client without a plan$$;
comment on column api.client_price.credits is $$Credits$$;
comment on column api.client_price.per     is $$month, or client: once$$;

create type api.reseller as (credits_balance bigint, clients integer, parent_id uuid, prices api.client_price[]);
comment on type api.reseller is $$A reseller as it sees itself$$;
comment on column api.reseller.credits_balance is $$Its credits$$;
comment on column api.reseller.clients         is $$How many clients it has$$;
comment on column api.reseller.parent_id       is $$The reseller that made it; null: an administrator did$$;
comment on column api.reseller.prices          is $$What its clients cost it, cheapest first$$;

create function api.reseller_get() returns json
language plpgsql stable
as $$
declare
    v_account  uuid := http.current_account_id();
    v_reseller app.reseller;
    v_prices   api.client_price[];
begin
    select r.* into v_reseller from app.reseller r where r.account_id = v_account;
    select array_agg(row(c.plan, coalesce(o.credits, c.credits), case c.plan when 'free' then 'client' else 'month' end)::api.client_price
                     order by c.plan <> 'free', coalesce(o.credits, c.credits), c.plan)
    into v_prices
    from app.client_price c
    left join app.reseller_price o on o.account_id = v_account and o.plan = c.plan;
    return row_to_json(row(v_reseller.credits_balance, v_reseller.clients, v_reseller.parent_id, v_prices)::api.reseller);
end
$$;
comment on function api.reseller_get is $$The reseller that is signed in: its credits, how many clients it has, and what clients cost it

Errors: 403 forbidden$$;
grant execute on function api.reseller_get to reseller;
select http.mount('GET', '/v1/reseller', 'api.reseller_get', shape => 'api.reseller');

commit;
