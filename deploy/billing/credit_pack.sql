-- Deploy syncstream:billing/credit_pack to pg
-- What resellers buy credits in: a DBA's rows.

begin;

create table app.credit_pack (
    code         text    primary key check (code ~ '^[a-z][a-z0-9_]{0,30}$'),
    credits      bigint  not null check (credits between 1 and 1000000000000),
    price        integer not null check (price > 0),
    currency     text    not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
    on_sale      boolean not null default true,
    stripe_price text    unique check (stripe_price ~ '^[!-~]{1,255}$')
);
comment on table  app.credit_pack              is $$Packs of credits that resellers buy: `insert into app.credit_pack …`, in force at once$$;
comment on column app.credit_pack.code         is $$The name in the API: credits_10000$$;
comment on column app.credit_pack.credits      is $$How many there are in one$$;
comment on column app.credit_pack.price        is $$In minor units of the currency$$;
comment on column app.credit_pack.currency     is $$ISO 4217$$;
comment on column app.credit_pack.stripe_price is $$Stripe's id of the price, a one-off: price_…; null: Stripe is told `price` at each sale$$;
comment on column app.credit_pack.on_sale      is $$Whether it can be bought; false: it is not shown$$;

insert into app.credit_pack (code, credits, price) values
    ('credits_10000',  10000,   9900),
    ('credits_50000',  50000,  44900),
    ('credits_100000', 100000, 84900);

alter table app.credit_pack enable row level security, force row level security;
create policy credit_pack_select on app.credit_pack for select to reseller, gatekeeper using (true);
create policy credit_pack_all_owner on app.credit_pack to syncstream using (true);
grant select on app.credit_pack to reseller, gatekeeper;

create type api.credit_pack as (code text, credits bigint, price integer, currency text);
comment on type api.credit_pack is $$A pack of credits$$;
comment on column api.credit_pack.code     is $$Its name in calls: credits_10000$$;
comment on column api.credit_pack.credits  is $$How many there are in it$$;
comment on column api.credit_pack.price    is $$In minor units of the currency$$;
comment on column api.credit_pack.currency is $$ISO 4217$$;

create type api.credit_pack_page as (items api.credit_pack[], next_cursor text);
comment on type api.credit_pack_page is $$A page of the packs of credits$$;
comment on column api.credit_pack_page.items       is $$Smallest first$$;
comment on column api.credit_pack_page.next_cursor is $$Where to go on; null at the end$$;

create function api.credit_pack_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable
as $$
declare
    v_limit integer := coalesce(credit_pack_list."limit", 50);
    v_after text[] := private.cursor_decode('credit_packs', credit_pack_list.cursor, 2);
    v_items json[];
    v_keys  text[];
begin
    select array_agg(row_to_json(row(p.code, p.credits, p.price, p.currency)::api.credit_pack) order by p.credits, p.code),
           array_agg(concat_ws('|', p.credits, p.code) order by p.credits, p.code)
    into v_items, v_keys
    from (select * from app.credit_pack p
          where p.on_sale and (v_after is null or (p.credits, p.code) > (v_after[1]::bigint, v_after[2]))
          order by p.credits, p.code
          limit v_limit + 1) as p;
    return private.page('credit_packs', v_items, v_keys, v_limit);
end
$$;
comment on function api.credit_pack_list is $$The packs of credits that can be bought, smallest first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden$$;
grant execute on function api.credit_pack_list to reseller;
select http.mount('GET', '/v1/billing/packs', 'api.credit_pack_list', shape => 'api.credit_pack_page');

commit;
