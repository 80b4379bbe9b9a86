-- Deploy syncstream:billing/checkout to pg
-- POST /v1/billing/checkout, POST /v1/billing/portal.
--
-- A page of Stripe's is for Python to ask for: SQL cannot call out. The functions here are mounted like all others and
-- hold the rules; what they answer is not for the client but says what to ask Stripe for, and with which
-- Idempotency-Key. api/stripe.py, which knows them by name, asks, and answers {"url": …}. An answer that is kept for
-- the client's own Idempotency-Key (private.once) is that intent, with Stripe's key in it: whoever asks again gets the
-- same page from Stripe, and where Stripe did not answer, asking again goes on.

begin;

alter table app.settings
    add column checkout_lifetime interval not null default '1 hour' check (checkout_lifetime between '30 minutes' and '24 hours');
comment on column app.settings.checkout_lifetime is $$A page on which something can be bought stands open for so long; Stripe allows 30 minutes to 24 hours$$;

create domain app.return_url as text
    constraint return_url_form check (length(value) <= 2000 and value ~ '^https?://[!-\[\]-~]+$');
comment on domain app.return_url is $$Send an address that begins with https:// or http://
{"maxLength": 2000, "pattern": "^https?://[!-\\[\\]-~]+$"}$$;

create type api.billing_link as (url text);
comment on type api.billing_link is $$A page of Stripe's to send the person to$$;
comment on column api.billing_link.url is $$Its address$$;

create function private.return_url(url text, field text, otherwise text) returns text
language plpgsql stable
as $$
begin
    if url is null then
        return http.public_url() || otherwise;
    elsif not http.is_own_page(url) then
        raise sqlstate 'PT400' using
            message = 'Send people back to a page of this service: ' || field || ' is of an origin that is not allowed',
            constraint = 'invalid', detail = json_build_object('field', field);
    end if;
    return url;
end
$$;
comment on function private.return_url is $$Where Stripe sends a person back to, on an allowed origin: 400 invalid for another; ours where none is given$$;
grant execute on function private.return_url to gatekeeper;

create function private.offer(name text, price integer, currency text, "interval" text default null) returns json
language sql immutable parallel safe
return json_build_object('name', name, 'unit_amount', price, 'currency', lower(currency), 'interval', "interval");
comment on function private.offer is $$What Stripe is told of something that has no price there, as Stripe names it; without an interval it is paid once$$;
grant execute on function private.offer to gatekeeper;

create function private.checkout_closes() returns bigint
language plpgsql stable
as $$
begin
    return (select ceil(extract(epoch from now() + s.checkout_lifetime)) from app.settings s);
end
$$;
comment on function private.checkout_closes is $$When a page that is opened now closes, in seconds since 1970$$;
grant execute on function private.checkout_closes to gatekeeper;

create function api.billing_checkout(
    plan app.plan_code, success_url app.return_url default null, cancel_url app.return_url default null, idempotency_key app.request_key default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_success text := private.return_url(success_url, 'success_url', '/billing?bought');
    v_cancel  text := private.return_url(cancel_url, 'cancel_url', '/billing');
    v_plan    app.plan;
    v_live    app.subscription;
begin
    if billing_checkout.idempotency_key is not null then
        return private.once('api.billing_checkout', billing_checkout.idempotency_key, json_build_array(plan, success_url, cancel_url));
    end if;
    select p.* into v_plan from app.plan p where p.code = billing_checkout.plan and p.on_sale and p.price > 0;
    if not found then
        raise sqlstate 'PT400' using message = 'This plan cannot be bought', constraint = 'invalid', detail = '{"field": "plan"}';
    end if;
    -- An incomplete one is not live: nothing was paid, and Stripe drops it within a day.
    select s.* into v_live from app.subscription s
    where s.account_id = v_account
      and case s.source when 'stripe' then s.status in ('active', 'trialing', 'past_due', 'unpaid', 'paused') else app.gives_plan(s) end
    order by s.source = 'stripe' desc, s.current_period_end desc
    limit 1;
    if found then
        raise sqlstate 'PT409' using
            message = case v_live.source
                when 'stripe' then 'There is a subscription already. Change it in the customer portal'
                when 'reseller' then format('A reseller has given this account a plan until %s. Ask there for another', to_char(v_live.current_period_end, 'YYYY-MM-DD'))
                else format('This account was granted a plan until %s', to_char(v_live.current_period_end, 'YYYY-MM-DD')) end,
            constraint = 'conflict';
    end if;
    return http.reply(data => json_build_object(
        'customer', private.stripe_customer(v_account), 'key', gen_random_uuid(), 'plan', plan, 'price', v_plan.stripe_price,
        'offer', private.offer(v_plan.name, v_plan.price, v_plan.currency, v_plan."interval"),
        'success_url', v_success, 'cancel_url', v_cancel, 'expires_at', private.checkout_closes()));
end
$$;
comment on function api.billing_checkout is $$Opens a page of Stripe's on which a plan can be bought. It is the account's once it is paid, a moment after the person comes back

plan: which one
success_url: where to send the person then, on an allowed origin; a page of ours where it is not said
cancel_url: where to send the person who does not pay, likewise
idempotency_key: the same key with the same request answers the same page; kept 24 hours
Errors: 403 restricted_profile, 409 conflict, 409 idempotency_mismatch
Example: {"plan": "premium"}$$;

create function api.billing_portal() returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
begin
    return http.reply(data => json_build_object(
        'customer', private.stripe_customer(http.current_account_id()), 'return_url', private.return_url(null, 'return_url', '/billing')));
end
$$;
comment on function api.billing_portal is $$Opens Stripe's customer portal: the person changes or cancels the subscription there, the card, and sees invoices

Errors: 403 restricted_profile$$;

alter function api.billing_checkout owner to gatekeeper;
alter function api.billing_portal owner to gatekeeper;
grant execute on function api.billing_checkout, api.billing_portal to member;
select http.mount('POST', '/v1/billing/checkout', 'api.billing_checkout', shape => 'api.billing_link');
select http.mount('POST', '/v1/billing/portal', 'api.billing_portal', shape => 'api.billing_link');

commit;
