"""People who pay, at the Stripe double (tests/support/stripe_double): a system that is paid through it, and what it wrote."""

import httpx

from tests.support.people import Person
from tests.support.stripe_double import StripeDouble, signature
from tests.support.system import System


def paid_system(**double) -> tuple[System, StripeDouble]:
    """A system whose API is paid through a double of its own. Close both."""
    system = System()
    try:
        system.create().deploy()
        sell_at_the_double(system)
        stripe = StripeDouble(webhook_url=f"{system.url}/webhooks/stripe", **double)
        system.start_api(**settings(stripe))
    except BaseException:
        system.close()
        raise
    return system, stripe


def settings(stripe: StripeDouble) -> dict[str, str]:
    """What the API reads of its environment in order to be paid through the double."""
    return {"STRIPE_API_KEY": stripe.api_key, "STRIPE_WEBHOOK_SECRET": stripe.secret, "STRIPE_API_BASE": stripe.url}


def sell_at_the_double(system: System) -> None:
    """What a DBA does: say which of Stripe's prices a plan and a pack are sold at."""
    with system.connect() as connection:
        connection.execute("update app.plan set stripe_price = 'price_' || code where code <> 'free'")
        connection.execute("update app.credit_pack set stripe_price = 'price_credits_' || credits")


def session_of(url: str) -> str:
    """The Checkout session whose page is at an address."""
    return url.rsplit("/", 1)[1]


def buy(person: Person, stripe: StripeDouble, plan: str = "premium") -> dict:
    """Check out, pay on Stripe's page, come back when all events are there; the subscription at Stripe."""
    session = session_of(person.post("/v1/billing/checkout", {"plan": plan})["url"])
    stripe.account.pay(session)
    stripe.webhooks.wait()
    return stripe.account.get(stripe.account.get(session)["subscription"])


def deliver(system: System, body: bytes, header: str | None) -> httpx.Response:
    """What arrives at the webhook, Stripe's or anybody's."""
    headers = {} if header is None else {"Stripe-Signature": header}
    return httpx.post(f"{system.url}/webhooks/stripe", content=body, headers=headers, timeout=30)


def signed(stripe: StripeDouble, body: bytes, **options: int) -> str:
    return signature(body, stripe.secret, **options)


def stored(system: System, subscription_id: str) -> dict | None:
    """A subscription as it is stored here: plan, status and the fields that Stripe fills."""
    with system.connect() as connection:
        row = connection.execute(
            """select json_build_object('plan', s.plan, 'status', s.status, 'end', extract(epoch from s.current_period_end)::bigint,
                                        'cancels', s.cancel_at_period_end, 'trial_end', extract(epoch from s.trial_end)::bigint)
               from app.stripe_subscription l join app.subscription s on s.account_id = l.account_id and s.id = l.id
               where l.subscription_id = %s""",
            [subscription_id],
        ).fetchone()
    return row[0] if row else None


def at_stripe(subscription: dict) -> dict:
    """The same of Stripe's object."""
    (item,) = subscription["items"]["data"]
    return {
        "plan": item["price"]["id"].removeprefix("price_"),
        "status": subscription["status"],
        "end": item["current_period_end"],
        "cancels": subscription["cancel_at_period_end"] or subscription["cancel_at"] == item["current_period_end"],
        "trial_end": subscription["trial_end"],
    }


def events(system: System) -> dict[str, str]:
    """The events that were dealt with, and what came of each."""
    with system.connect() as connection:
        return dict(connection.execute("select event_id, outcome from app.stripe_event").fetchall())
