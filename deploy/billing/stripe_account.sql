-- Deploy syncstream:billing/stripe_account to pg
-- Which account is which customer at Stripe.
--
-- The row in app.stripe_account is also what everything about an account's money at Stripe takes turns on: an event is
-- applied under its lock, held while Stripe is asked how things stand.

begin;

create table app.stripe_account (
    account_id   uuid primary key references app.account on delete cascade,
    customer_id  text,
    customer_key uuid not null default gen_random_uuid()
);
comment on table  app.stripe_account              is $$Accounts that have been about to pay, each with its customer at Stripe$$;
comment on column app.stripe_account.account_id   is $$The account$$;
comment on column app.stripe_account.customer_id  is $$Its customer at Stripe; null: not made yet, or deleted there$$;
comment on column app.stripe_account.customer_key is $$Stripe's Idempotency-Key for making the customer, written down before Stripe is asked: however often it is asked, it makes one$$;

create table app.stripe_customer (
    customer_id text primary key,
    account_id  uuid not null
);
comment on table  app.stripe_customer             is $$Whose a customer at Stripe is; also those that were deleted there, of which events may still come$$;
comment on column app.stripe_customer.customer_id is $$The customer: cus_…$$;
comment on column app.stripe_customer.account_id  is $$The account$$;
create index stripe_customer_account_id on app.stripe_customer (account_id);

create table app.stripe_forgotten (
    customer_id  text        primary key,
    forgotten_at timestamptz not null default now()
);
comment on table  app.stripe_forgotten              is $$Customers whose accounts are gone: to be deleted at Stripe, which ends their subscriptions; then no row is left here either$$;
comment on column app.stripe_forgotten.customer_id  is $$The customer$$;
comment on column app.stripe_forgotten.forgotten_at is $$When its account went$$;

alter table app.stripe_account   enable row level security, force row level security;
alter table app.stripe_customer  enable row level security, force row level security;
alter table app.stripe_forgotten enable row level security, force row level security;

create policy stripe_account_all_gatekeeper on app.stripe_account to gatekeeper using (true);
create policy stripe_account_all_cashier on app.stripe_account to cashier using (true);
create policy stripe_customer_all_gatekeeper on app.stripe_customer to gatekeeper using (true);
create policy stripe_customer_all_cashier on app.stripe_customer to cashier using (true);
create policy stripe_forgotten_insert_gatekeeper on app.stripe_forgotten for insert to gatekeeper with check (true);
create policy stripe_forgotten_all_cashier on app.stripe_forgotten to cashier using (true);

grant select, insert (account_id), delete on app.stripe_account to gatekeeper;
grant select, update (customer_id, customer_key) on app.stripe_account to cashier;
grant select, delete on app.stripe_customer to gatekeeper;
grant select, insert on app.stripe_customer to cashier;
grant insert (customer_id) on app.stripe_forgotten to gatekeeper;
grant select, insert (customer_id), delete on app.stripe_forgotten to cashier;

create function private.stripe_customer(account_id uuid) returns json
language plpgsql volatile
as $$
begin
    insert into app.stripe_account (account_id) values (stripe_customer.account_id) on conflict do nothing;
    return (select json_build_object('account_id', s.account_id, 'customer_id', s.customer_id, 'customer_key', s.customer_key, 'email', a.email)
            from app.stripe_account s
            join app.account a on a.account_id = s.account_id
            where s.account_id = stripe_customer.account_id);
end
$$;
comment on function private.stripe_customer is
    $${"account_id", "customer_id", "customer_key", "email"}: an account's customer at Stripe, or (customer_id null) all that it takes to make it$$;
grant execute on function private.stripe_customer to gatekeeper;

create function private.stripe_customer_keep(account_id uuid, customer_id text) returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_kept text;
begin
    select s.customer_id into v_kept from app.stripe_account s where s.account_id = stripe_customer_keep.account_id for no key update;
    if not found then  -- the account was deleted while Stripe made its customer
        insert into app.stripe_forgotten (customer_id) values (stripe_customer_keep.customer_id) on conflict do nothing;
        return null;
    elsif v_kept is null then
        update app.stripe_account s set customer_id = stripe_customer_keep.customer_id where s.account_id = stripe_customer_keep.account_id;
        insert into app.stripe_customer values (stripe_customer_keep.customer_id, stripe_customer_keep.account_id);
        v_kept := stripe_customer_keep.customer_id;
    end if;
    return v_kept;
end
$$;
comment on function private.stripe_customer_keep is $$Keeps the customer that Stripe made for an account, and answers the one that the account has; null where the account is gone$$;

create function private.stripe_forget(account_id uuid) returns void
language plpgsql volatile
as $$
begin
    delete from app.stripe_account s where s.account_id = stripe_forget.account_id;
    insert into app.stripe_forgotten (customer_id)
    select c.customer_id from app.stripe_customer c where c.account_id = stripe_forget.account_id;
    delete from app.stripe_customer c where c.account_id = stripe_forget.account_id;
end
$$;
comment on function private.stripe_forget is
    $$Before an account is deleted, and before anything else of it is locked: its customers are to be deleted at Stripe, or its subscriptions would go on being paid for$$;
grant execute on function private.stripe_forget to gatekeeper;

create function private.stripe_forgotten() returns setof text
language plpgsql stable security definer set search_path = ''
as $$
begin
    return query select f.customer_id from app.stripe_forgotten f order by f.forgotten_at, f.customer_id limit 1000;
end
$$;
comment on function private.stripe_forgotten is $$Customers that are to be deleted at Stripe, a thousand at the most$$;

create function private.stripe_forgotten_done(customer_id text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    delete from app.stripe_forgotten f where f.customer_id = stripe_forgotten_done.customer_id;
end
$$;
comment on function private.stripe_forgotten_done is $$Stripe has deleted a customer whose account is gone$$;

alter function private.stripe_customer_keep owner to cashier;
alter function private.stripe_forgotten owner to cashier;
alter function private.stripe_forgotten_done owner to cashier;
grant execute on function private.stripe_customer_keep, private.stripe_forgotten, private.stripe_forgotten_done to billing;

commit;
