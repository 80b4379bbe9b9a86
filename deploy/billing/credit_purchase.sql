-- Deploy syncstream:billing/credit_purchase to pg
-- POST /v1/billing/credits, and what comes of it when it is paid: one entry in the ledger for one session of Stripe's.
--
-- Money that goes back (a refund, a dispute) is written down and takes no credits: they may be spent, a balance is
-- never negative, and how much to take back is a person's decision (POST /v1/admin/resellers/{id}/credits takes them).

begin;

create table app.credit_purchase (
    account_id     uuid        not null references app.account on delete cascade,
    session_id     text        not null,
    payment_intent text,
    pack           text        not null,
    credits        bigint      not null check (credits > 0),
    amount         bigint      not null check (amount >= 0),
    currency       text        not null,
    refunded       bigint      not null default 0,
    disputed       boolean     not null default false,
    created_at     timestamptz not null default now(),
    primary key (account_id, session_id)
);
comment on table  app.credit_purchase                is $$Packs of credits that were paid for$$;
comment on column app.credit_purchase.account_id     is $$The reseller$$;
comment on column app.credit_purchase.session_id     is $$Stripe's Checkout session: cs_…$$;
comment on column app.credit_purchase.payment_intent is $$Stripe's payment: pi_…; null: there was nothing to pay$$;
comment on column app.credit_purchase.pack           is $$Which pack, as it was called then$$;
comment on column app.credit_purchase.credits        is $$The credits that were in it then$$;
comment on column app.credit_purchase.amount         is $$What was paid, in minor units of the currency$$;
comment on column app.credit_purchase.currency       is $$ISO 4217$$;
comment on column app.credit_purchase.refunded       is $$How much of it was given back since$$;
comment on column app.credit_purchase.disputed       is $$The bank was asked to give it back$$;
comment on column app.credit_purchase.created_at     is $$When its credits were posted$$;

alter table app.credit_purchase enable row level security, force row level security;
create policy credit_purchase_select_own on app.credit_purchase for select to reseller
    using (account_id = (select http.current_account_id()));
create policy credit_purchase_select_gatekeeper on app.credit_purchase for select to gatekeeper using (true);
create policy credit_purchase_all_cashier on app.credit_purchase to cashier using (true);
grant select on app.credit_purchase to reseller, gatekeeper;
grant select, insert, update (refunded, disputed) on app.credit_purchase to cashier;

create type private.stripe_purchase as (
    session_id text, customer_id text, payment_intent text, pack text, credits bigint, amount bigint, currency text
);
comment on type private.stripe_purchase is $$A paid Checkout session for a pack, as Stripe has it$$;
comment on column private.stripe_purchase.session_id     is $$The session$$;
comment on column private.stripe_purchase.customer_id    is $$Whose$$;
comment on column private.stripe_purchase.payment_intent is $$The payment$$;
comment on column private.stripe_purchase.pack           is $$The pack, which its metadata names$$;
comment on column private.stripe_purchase.credits        is $$The credits in it, by its metadata, too: what was offered is what is owed$$;
comment on column private.stripe_purchase.amount         is $$What was paid$$;
comment on column private.stripe_purchase.currency       is $$In which currency$$;

create function private.stripe_purchase_apply(purchase json, event private.stripe_event default null) returns private.stripe_effect
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_given   private.stripe_purchase := json_populate_record(null::private.stripe_purchase, purchase);
    v_account uuid;
    v_effect  private.stripe_effect;
begin
    select c.account_id into v_account from app.stripe_customer c where c.customer_id = v_given.customer_id;
    if exists (select from app.credit_purchase p where p.account_id = v_account and p.session_id = v_given.session_id) then
        v_effect.outcome := 'unchanged';
    else
        perform private.ledger_post(v_account, v_given.credits, 'purchase', format('A pack: %s', v_given.pack));
        insert into app.credit_purchase (account_id, session_id, payment_intent, pack, credits, amount, currency)
        values (v_account, v_given.session_id, v_given.payment_intent, v_given.pack, v_given.credits, v_given.amount, upper(v_given.currency));
        v_effect := row('applied', null, format('%s credits bought', v_given.credits));
    end if;
    if event.event_id is not null then
        perform private.stripe_event_keep(event, v_effect.outcome);
    end if;
    return v_effect;
end
$$;
comment on function private.stripe_purchase_apply is
    $$Posts the credits of a paid session, once, and writes down the event that told of it. After private.stripe_lock, and with what Stripe answered since$$;

create function private.stripe_purchase_missing(purchase json) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
    v_given   private.stripe_purchase := json_populate_record(null::private.stripe_purchase, purchase);
    v_account uuid;
begin
    select c.account_id into v_account from app.stripe_customer c where c.customer_id = v_given.customer_id;
    return found and not exists (select from app.credit_purchase p where p.account_id = v_account and p.session_id = v_given.session_id);
end
$$;
comment on function private.stripe_purchase_missing is $$Whether the credits of a paid session are not posted; a stranger's are not missing$$;

create type private.stripe_charge as (customer_id text, payment_intent text, of_pack boolean, refunded bigint, disputed boolean);
comment on type private.stripe_charge is $$A charge as Stripe has it$$;
comment on column private.stripe_charge.customer_id    is $$Whose$$;
comment on column private.stripe_charge.payment_intent is $$For which payment$$;
comment on column private.stripe_charge.of_pack        is $$By its metadata, it paid for a pack of credits$$;
comment on column private.stripe_charge.refunded       is $$How much of it was given back$$;
comment on column private.stripe_charge.disputed       is $$The bank was asked to give it back$$;

create function private.stripe_charge_apply(charge json, event private.stripe_event default null) returns private.stripe_effect
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_given    private.stripe_charge := json_populate_record(null::private.stripe_charge, charge);
    v_account  uuid;
    v_purchase app.credit_purchase;
    v_effect   private.stripe_effect;
begin
    select c.account_id into v_account from app.stripe_customer c where c.customer_id = v_given.customer_id;
    select p.* into v_purchase from app.credit_purchase p where p.account_id = v_account and p.payment_intent = v_given.payment_intent;
    if not found and v_given.of_pack then
        raise sqlstate 'PT503' using
            message = format('The payment %s is for credits that are not posted yet: their event comes first', v_given.payment_intent), constraint = 'unavailable';
    elsif not found then
        v_effect.outcome := 'ignored';
    elsif (v_purchase.refunded, v_purchase.disputed) = (v_given.refunded, v_given.disputed) then
        v_effect.outcome := 'unchanged';
    else
        update app.credit_purchase p set refunded = v_given.refunded, disputed = v_given.disputed
        where p.account_id = v_account and p.session_id = v_purchase.session_id;
        v_effect := row('applied', format('%s paid for %s credits', v_purchase.amount, v_purchase.credits),
                        concat_ws(', ', format('%s given back', v_given.refunded), case when v_given.disputed then 'disputed' end));
    end if;
    if event.event_id is not null then
        perform private.stripe_event_keep(event, v_effect.outcome);
    end if;
    return v_effect;
end
$$;
comment on function private.stripe_charge_apply is
    $$Writes down how much of a pack's price was given back, and the event that told of it; credits stay. 503 where the pack's own event has not come yet$$;

alter function private.stripe_purchase_missing owner to cashier;
alter function private.stripe_purchase_apply owner to cashier;
alter function private.stripe_charge_apply owner to cashier;
grant execute on function private.stripe_purchase_missing, private.stripe_purchase_apply, private.stripe_charge_apply to billing;

create function api.billing_credits(pack app.plan_code, idempotency_key app.request_key default null) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_pack    app.credit_pack;
begin
    if billing_credits.idempotency_key is not null then
        return private.once('api.billing_credits', billing_credits.idempotency_key, json_build_array(pack));
    end if;
    select p.* into v_pack from app.credit_pack p where p.code = billing_credits.pack;
    if v_pack.on_sale is not true then
        raise sqlstate 'PT400' using message = 'There is no such pack', constraint = 'invalid', detail = '{"field": "pack"}';
    end if;
    return http.reply(data => json_build_object(
        'customer', private.stripe_customer(v_account), 'key', gen_random_uuid(), 'pack', v_pack.code, 'credits', v_pack.credits,
        'price', v_pack.stripe_price, 'offer', private.offer(format('%s credits', v_pack.credits), v_pack.price, v_pack.currency),
        'success_url', private.return_url(null, 'success_url', '/billing?bought'),
        'cancel_url', private.return_url(null, 'cancel_url', '/billing'), 'expires_at', private.checkout_closes()));
end
$$;
comment on function api.billing_credits is $$Opens a page of Stripe's on which a reseller pays for a pack of credits. They are in the ledger once it is paid, a moment after the person comes back

pack: which one, by its code
idempotency_key: the same key with the same request answers the same page; kept 24 hours
Errors: 403 forbidden, 403 restricted_profile, 409 idempotency_mismatch
Example: {"pack": "credits_10000"}$$;
alter function api.billing_credits owner to gatekeeper;
grant execute on function api.billing_credits to reseller;
select http.mount('POST', '/v1/billing/credits', 'api.billing_credits', shape => 'api.billing_link');

commit;
