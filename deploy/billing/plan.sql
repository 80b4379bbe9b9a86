-- Deploy syncstream:billing/plan to pg
-- Plans are rows: a DBA changes prices and limits with an UPDATE, in force at once.

begin;

create table app.plan (
    code              text    primary key check (code ~ '^[a-z][a-z0-9_]{0,30}$'),
    name              text    not null check (length(name) between 1 and 100),
    price             integer not null check (price >= 0),
    currency          text    not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
    "interval"        text    not null default 'month' check ("interval" in ('month', 'year')),
    on_sale           boolean not null default true,
    max_profiles      integer not null check (max_profiles >= -1),
    max_playlists     integer not null check (max_playlists >= -1),
    max_favorites     integer not null check (max_favorites >= -1),
    max_devices       integer not null check (max_devices >= -1),
    max_party_members integer not null check (max_party_members >= -1),
    stripe_price      text    unique check (stripe_price ~ '^[!-~]{1,255}$')
);
comment on table  app.plan                   is $$What an account may have. An account without an active subscription has `free`$$;
comment on column app.plan.code              is $$The name in the API: free$$;
comment on column app.plan.name              is $$The name for people: Free$$;
comment on column app.plan.price             is $$For one interval, in minor units of the currency$$;
comment on column app.plan.currency          is $$ISO 4217$$;
comment on column app.plan."interval"        is $$How often the price is due: month or year$$;
comment on column app.plan.on_sale           is $$Whether it can be bought, where it has a price; false: those who have it keep it$$;
comment on column app.plan.max_profiles      is $$Profiles of an account; -1: unlimited$$;
comment on column app.plan.max_playlists     is $$Playlists of an account; -1: unlimited$$;
comment on column app.plan.max_favorites     is $$Favorites of a profile; -1: unlimited$$;
comment on column app.plan.max_devices       is $$Sessions of an account at one time; -1: unlimited$$;
comment on column app.plan.stripe_price      is $$Stripe's id of the price: price_…; null: Stripe is told `price` at each sale, and the customer portal cannot offer the plan to those who have another. A price that was sold keeps its plan (app.plan_price)$$;
comment on column app.plan.max_party_members is $$Members of a watch party that the account hosts; 0: none; -1: unlimited$$;

insert into app.plan (code, name, price, max_profiles, max_playlists, max_favorites, max_devices, max_party_members) values
    ('free',     'Free',        0,  1,  1,  50,  2,  0),
    ('basic',    'Basic',     499,  3,  3, 500,  5,  4),
    ('premium',  'Premium',   999,  6, 10,  -1, 10, 16),
    ('ultimate', 'Ultimate', 1999, -1, -1,  -1, -1, 50);

alter table app.plan enable row level security, force row level security;
create policy plan_select on app.plan for select using (true);
create policy plan_all_owner on app.plan to syncstream using (true);

grant select on app.plan to anonymous, kid, member, gatekeeper, cashier, usher;

create type api.plan_limits as (
    max_profiles integer, max_playlists integer, max_favorites integer, max_devices integer, max_party_members integer
);
comment on type api.plan_limits is $$How much of each; -1: unlimited$$;
comment on column api.plan_limits.max_profiles      is $$Profiles of an account$$;
comment on column api.plan_limits.max_playlists     is $$Playlists of an account$$;
comment on column api.plan_limits.max_favorites     is $$Favorites of a profile$$;
comment on column api.plan_limits.max_devices       is $$Devices signed in at one time$$;
comment on column api.plan_limits.max_party_members is $$Members of a watch party that the account hosts$$;

create type api.plan as (code text, name text, price integer, currency text, "interval" text, limits api.plan_limits);
comment on type api.plan is $$A plan$$;
comment on column api.plan.code       is $$Its name in calls: free$$;
comment on column api.plan.name       is $$Its name for people: Free$$;
comment on column api.plan.price      is $$For one interval, in minor units of the currency$$;
comment on column api.plan.currency   is $$ISO 4217$$;
comment on column api.plan."interval" is $$How often the price is due: month or year$$;
comment on column api.plan.limits     is $$What an account on it may have$$;

create function private.plan_shape(plan app.plan) returns api.plan
language sql immutable parallel safe
return row(plan.code, plan.name, plan.price, plan.currency, plan."interval",
           row(plan.max_profiles, plan.max_playlists, plan.max_favorites, plan.max_devices, plan.max_party_members)::api.plan_limits)::api.plan;
comment on function private.plan_shape is $$A plan as the API shows it$$;
grant execute on function private.plan_shape to anonymous, kid, member, gatekeeper;

create function api.plan_list() returns json
language plpgsql stable
as $$
begin
    return (select json_agg(row_to_json(private.plan_shape(p)) order by p.price, p.code) from app.plan p);
end
$$;
comment on function api.plan_list is $$The plans there are, cheapest first$$;
grant execute on function api.plan_list to anonymous;
select http.mount('GET', '/v1/plans', 'api.plan_list', shape => 'api.plan[]');

create function private.require_within(allowed integer, used bigint, limit_name text, noun text) returns void
language plpgsql immutable
as $$
begin
    if allowed <> -1 and used >= allowed then
        raise sqlstate 'PT403' using
            message = format('Plan limit reached. Maximum %s: %s', noun, allowed),
            constraint = 'plan_limit_reached',
            detail = json_build_object('limit', limit_name, 'max', allowed);
    end if;
end
$$;
comment on function private.require_within is
    $$Refuses one more where `used` are there already: 403 plan_limit_reached with limit and max. The count must be taken under a lock that every creation takes$$;
grant execute on function private.require_within to member, gatekeeper, usher;

commit;
