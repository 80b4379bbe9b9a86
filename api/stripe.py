"""Stripe: opening its pages, and doing what its events say.

The rules are SQL (deploy/billing). Python is here because SQL cannot call out, and does two things:

A page (`checkout`, `credits`, `portal`): the mounted function has held the rules and committed; what it answers is no
answer for a client but says what to ask Stripe for (`Checkout`, `Portal`), under which of Stripe's Idempotency-Keys.
Asking is this module's, after the transaction: while Stripe is waited for, no connection is held. `finishers` names the
functions whose answers pass through here on their way out.

An event (`Webhook`): one transaction on a connection of its own that locks what the account has at Stripe, asks Stripe
how the event's object stands now, and writes that and the event's id together. Whatever ends it half-way, be it Stripe,
a timeout or SIGKILL, ends it with nothing written, and Stripe delivers the event again. The connections are few, and
wait for nobody else's: a slow Stripe holds up events, and nothing besides.

Stripe's objects are read as the library types them, and mypy checks it; a payload's own fields are used to find out
what to ask for, never as the truth.
"""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Literal, NamedTuple, Protocol, TypedDict

import falcon
import orjson
import prometheus_client
import psycopg
from psycopg.types.json import Json
from stripe import (
    Charge,
    Customer,
    Dispute,
    Event,
    HTTPXClient,
    Invoice,
    SignatureVerificationError,
    StripeClient,
    StripeError,
    StripeObject,
    Subscription,
)
from stripe.checkout import Session
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem, SessionCreateParamsLineItemPriceData

from api import envelope
from api.config import StripeConfig
from api.errors import Problem, invalid, too_large, unavailable
from api.routes import MAX_BODY_BYTES, Finisher

log = logging.getLogger(__name__)

STRIPE_SECONDS = 7.0  # for all that one request or event asks of Stripe, retries included
EVENT_SECONDS = 8.5  # for an event, waiting for its turn and its lock included
TOLERANCE_SECONDS = 300  # how far off an event's time of sending may be
EVENTS_AT_ONCE = 4  # in a worker, and so its connections for them
RETRY_AFTER = 5

# The events to have Stripe deliver (docs/operations.md); others are taken, and ignored.
EVENT_TYPES = [
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.refunded",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "customer.deleted",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "customer.subscription.updated",
    "invoice.paid",
    "invoice.payment_failed",
]

EVENTS = prometheus_client.Counter(
    "syncstream_stripe_events",
    "Events of Stripe's that were delivered, by what came of them: applied, unchanged, ignored and foreign (app.stripe_event), "
    "known (delivered before), refused (400), failed (503 or 500: Stripe delivers it again)",
    ["outcome"],
)


# -- what the functions of the database say


class Payer(TypedDict):
    """An account's customer at Stripe, or what it takes to make it (private.stripe_customer)."""

    account_id: str
    customer_id: str | None
    customer_key: str
    email: str


class Offer(TypedDict):
    """What is sold, for Stripe, where it has no price of its own there (private.offer)."""

    name: str
    unit_amount: int
    currency: str
    interval: Literal["month", "year"] | None


class Checkout(TypedDict, total=False):
    """A page to open (api.billing_checkout, api.billing_credits): `plan`, or `pack` and `credits`."""

    customer: Payer
    key: str
    price: str | None
    offer: Offer
    plan: str
    pack: str
    credits: int
    success_url: str
    cancel_url: str
    expires_at: int


class Portal(TypedDict):
    """api.billing_portal."""

    customer: Payer
    return_url: str


class Effect(NamedTuple):
    """private.stripe_effect."""

    outcome: str
    before: str | None = None
    after: str | None = None


# -- what Stripe says


class Identified(Protocol):
    @property
    def id(self) -> str: ...


def id_of(reference: str | Identified | None) -> str | None:
    """The id in a field that Stripe fills with an id, or with the object where that was asked for."""
    return reference if reference is None or isinstance(reference, str) else reference.id


class Subject(NamedTuple):
    """What an event is about: the object that is to be asked for, and whose it is as far as the event says."""

    kind: Literal["subscription", "session", "charge", "customer"]
    id: str
    customer: str | None


def subject_of(event: Event) -> Subject | None:
    """None where it is about nothing that is kept here. AttributeError for an object of another version's form."""
    thing: StripeObject = event.data.object
    if isinstance(thing, Subscription):
        return Subject("subscription", thing.id, id_of(thing.customer))
    if isinstance(thing, Invoice):
        details = thing.parent.subscription_details if thing.parent else None
        subscription = id_of(details.subscription) if details else None
        return Subject("subscription", subscription, id_of(thing.customer)) if subscription else None
    if isinstance(thing, Session):
        if thing.mode == "payment":
            return Subject("session", thing.id, id_of(thing.customer))
        subscription = id_of(thing.subscription)
        return Subject("subscription", subscription, id_of(thing.customer)) if subscription else None
    if isinstance(thing, Charge) and event.type == "charge.refunded":
        return Subject("charge", thing.id, id_of(thing.customer))
    if isinstance(thing, Dispute):
        charge = id_of(thing.charge)
        return Subject("charge", charge, None) if charge else None
    if isinstance(thing, Customer) and event.type == "customer.deleted":
        return Subject("customer", thing.id, thing.id)
    return None


def moment(seconds: int | None) -> str | None:
    """Stripe's seconds since 1970 as PostgreSQL reads a time."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()


def subscription_row(subscription: Subscription) -> dict:
    """private.stripe_subscription. The invoice that was not paid is looked at where it was asked for with it."""
    items = subscription.items.data
    end = max((item.current_period_end for item in items), default=None)
    invoice = subscription.latest_invoice
    return {
        "subscription_id": subscription.id,
        "customer_id": id_of(subscription.customer),
        "status": subscription.status,
        "prices": [item.price.id for item in items],
        "plan": subscription.metadata.to_dict().get("plan"),
        "current_period_end": moment(end),
        # The portal ends one at a date, which is a period's end as well.
        "cancel_at_period_end": subscription.cancel_at_period_end
        or (subscription.cancel_at is not None and end is not None and subscription.cancel_at <= end),
        "trial_end": moment(subscription.trial_end),
        "past_due_since": moment(invoice.created) if isinstance(invoice, Invoice) else None,
        "created": moment(subscription.created),
    }


def purchase_row(session: Session) -> dict | None:
    """private.stripe_purchase; None where the session is not paid, or is for something else than a pack."""
    offer = session.metadata.to_dict() if session.metadata else {}
    if "pack" not in offer or session.payment_status == "unpaid":
        return None
    return {
        "session_id": session.id,
        "customer_id": id_of(session.customer),
        "payment_intent": id_of(session.payment_intent),
        "pack": offer["pack"],
        "credits": int(offer["credits"]),
        "amount": session.amount_total or 0,
        "currency": session.currency or "",
    }


def charge_row(charge: Charge) -> dict:
    """private.stripe_charge."""
    return {
        "customer_id": id_of(charge.customer),
        "payment_intent": id_of(charge.payment_intent),
        "of_pack": "pack" in charge.metadata.to_dict() if charge.metadata else False,
        "refunded": charge.amount_refunded,
        "disputed": charge.disputed,
    }


# -- Stripe and the database


def not_configured() -> Problem:
    return Problem(503, "unavailable", "Billing is not configured here", retry_after=3600)


def no_answer() -> Problem:
    return Problem(503, "unavailable", "The payment service does not answer. Try again in a moment", retry_after=RETRY_AFTER)


class NotYet(Problem):
    """A function of the database says that this has to wait, and an operator is told for what."""

    def __init__(self, reason: str):
        super().__init__(503, "unavailable", "This cannot be done yet. It will be tried again", retry_after=RETRY_AFTER)
        self.reason = reason


@asynccontextmanager
async def asking(seconds: float = STRIPE_SECONDS) -> AsyncIterator[None]:
    """Around what is asked of Stripe: 503 where it does not answer in time, or not with what was asked for."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        log.warning("no answer from Stripe", extra={"seconds": seconds})
        raise no_answer() from None
    except StripeError as error:
        # Not its text, which may quote what was sent.
        details = {"error": type(error).__name__, "status": error.http_status, "code": error.code, "stripe_request": error.request_id}
        log.error("Stripe refused, or cannot be reached", extra=details)
        raise no_answer() from None


def new_client(config: StripeConfig) -> StripeClient:
    """Belongs to the event loop that it is made in."""
    return StripeClient(
        config.api_key, base_addresses={"api": config.api_base}, max_network_retries=2, http_client=HTTPXClient(timeout=STRIPE_SECONDS)
    )


class Till:
    """The functions of the database that the role billing may call; each transaction on a connection of its own."""

    def __init__(self, conninfo: str):
        self._conninfo = psycopg.conninfo.make_conninfo(
            conninfo,
            application_name="syncstream-api billing",
            connect_timeout=5,
            options="-c role=billing -c timezone=UTC -c lock_timeout=8000 -c statement_timeout=8000"
            " -c idle_in_transaction_session_timeout=15000",
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Entry"]:
        """Committed at the end, or nothing of it. 503 where the database is away or something in it says not now."""
        try:
            async with await psycopg.AsyncConnection.connect(self._conninfo) as connection:
                yield Entry(connection)
        except psycopg.errors.DatabaseError as error:
            if error.sqlstate == "PT503":
                problem = NotYet(error.diag.message_primary or "")
                log.error("what Stripe says cannot be written yet", extra={"reason": problem.reason})
                raise problem from None
            if not isinstance(error, psycopg.OperationalError):
                raise
            log.warning("billing: no answer from PostgreSQL", extra={"reason": error.sqlstate or type(error).__name__})
            raise unavailable(RETRY_AFTER) from None


class Entry:
    """One transaction."""

    EVENT = "row(%s, %s, to_timestamp(%s))::private.stripe_event"

    def __init__(self, connection: psycopg.AsyncConnection):
        self._connection = connection

    async def _call(self, expression: str, *values: object) -> tuple:
        row = await (await self._connection.execute(f"select {expression}", values)).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return row

    async def keep_customer(self, account_id: str, customer_id: str) -> str | None:
        return (await self._call("private.stripe_customer_keep(%s, %s)", account_id, customer_id))[0]

    async def lock(self, customer_id: str | None, event: Event | None = None) -> str:
        return (await self._call("private.stripe_lock(%s, %s)", customer_id, event.id if event else None))[0]

    async def keep_event(self, event: Event, outcome: str) -> bool:
        return (await self._call(f"private.stripe_event_keep({self.EVENT}, %s)", event.id, event.type, event.created, outcome))[0]

    async def event_known(self, event: Event) -> bool:
        return (await self._call("private.stripe_event_known(%s)", event.id))[0]

    async def subscription_differs(self, subscription: Subscription) -> bool:
        return (await self._call("private.stripe_subscription_differs(%s)", Json(subscription_row(subscription))))[0]

    async def apply_subscription(self, subscription: Subscription, event: Event | None) -> Effect:
        return await self._apply("private.stripe_subscription_apply", Json(subscription_row(subscription)), event)

    async def apply_purchase(self, purchase: dict, event: Event | None) -> Effect:
        return await self._apply("private.stripe_purchase_apply", Json(purchase), event)

    async def apply_charge(self, charge: Charge, event: Event | None) -> Effect:
        return await self._apply("private.stripe_charge_apply", Json(charge_row(charge)), event)

    async def apply_customer_deleted(self, customer_id: str, event: Event | None) -> Effect:
        return await self._apply("private.stripe_customer_deleted", customer_id, event)

    async def purchase_missing(self, purchase: dict) -> bool:
        return (await self._call("private.stripe_purchase_missing(%s)", Json(purchase)))[0]

    async def findings(self, listed: list[str]) -> list[str]:
        return (await self._call("array(select private.stripe_findings(%s))", listed))[0]

    async def forgotten(self) -> list[str]:
        return (await self._call("array(select private.stripe_forgotten())"))[0]

    async def forgotten_done(self, customer_id: str) -> None:
        await self._call("private.stripe_forgotten_done(%s)", customer_id)

    async def prune_events(self) -> int:
        return (await self._call("private.stripe_event_prune()"))[0]

    async def _apply(self, function: str, value: object, event: Event | None) -> Effect:
        of = (event.id, event.type, event.created) if event else (None, None, None)
        outcome, before, after = await self._call(f"e.outcome, e.before, e.after from {function}(%s, {self.EVENT}) as e", value, *of)
        return Effect(outcome, before, after)


class Billing:
    """What is asked of Stripe, and written of its answers. One an event loop; `close` it at the end."""

    def __init__(self, client: StripeClient, till: Till):
        self.client = client
        self.till = till
        self._forgetting: asyncio.Task | None = None

    async def close(self) -> None:
        if self._forgetting:
            self._forgetting.cancel()
            await asyncio.gather(self._forgetting, return_exceptions=True)

    # -- pages

    async def checkout(self, intent: bytes | None) -> bytes:
        asked: Checkout = orjson.loads(intent or b"{}")
        async with asking():
            customer = await self._customer(asked["customer"])
            session = await self.client.v1.checkout.sessions.create_async(
                session_params(asked, customer), {"idempotency_key": f"session-{asked['key']}"}
            )
        return orjson.dumps({"url": session.url})

    async def portal(self, intent: bytes | None) -> bytes:
        asked: Portal = orjson.loads(intent or b"{}")
        async with asking():
            customer = await self._customer(asked["customer"])
            page = await self.client.v1.billing_portal.sessions.create_async({"customer": customer, "return_url": asked["return_url"]})
        return orjson.dumps({"url": page.url})

    async def _customer(self, payer: Payer) -> str:
        """The account's customer, made where there is none: however many ask side by side, Stripe makes one for the key."""
        if payer["customer_id"]:
            return payer["customer_id"]
        customer = await self.client.v1.customers.create_async(
            {"email": payer["email"], "metadata": {"account_id": payer["account_id"]}},
            {"idempotency_key": f"customer-{payer['customer_key']}"},
        )
        async with self.till.transaction() as entry:
            kept = await entry.keep_customer(payer["account_id"], customer.id)
        if kept is None:
            raise Problem(401, "unauthorized", "This session has ended. Sign in again")  # the account was deleted meanwhile
        return kept

    # -- accounts that are gone

    async def forget_soon(self, data: bytes | None) -> bytes | None:
        """After an account was deleted: its customer at Stripe, too. Nobody waits; what fails is done by a later one,
        or by `make stripe-reconcile`."""
        if self._forgetting is None or self._forgetting.done():
            self._forgetting = asyncio.get_running_loop().create_task(self._forget_quietly())
        return data

    async def _forget_quietly(self) -> None:
        try:
            async for _ in self.forget():
                pass
        except Problem as problem:
            log.warning("a deleted account's customer is still there at Stripe", extra={"reason": problem.message})

    async def forget(self) -> AsyncIterator[str]:
        """Delete at Stripe the customers whose accounts are gone, which ends their subscriptions; tells each."""
        while True:
            async with self.till.transaction() as entry:
                customers = await entry.forgotten()
            for customer in customers:
                async with asking():
                    try:
                        await self.client.v1.customers.delete_async(customer)
                    except StripeError as error:
                        if error.code != "resource_missing":
                            raise
                async with self.till.transaction() as entry:
                    await entry.forgotten_done(customer)
                yield customer
            if not customers:
                return

    # -- events

    async def deal_with(self, event: Event) -> Effect:
        """Do what an event says, once; its outcome is one of app.stripe_event's, or `known`."""
        subject = subject_of(event)
        if subject is not None and subject.kind == "charge" and subject.customer is None:  # a dispute does not say whose
            async with asking():
                charge = await self.client.v1.charges.retrieve_async(subject.id)
            subject = subject._replace(customer=id_of(charge.customer))
        async with self.till.transaction() as entry:
            if subject is None:
                return Effect("ignored" if await entry.keep_event(event, "ignored") else "known")
            whose = await entry.lock(subject.customer, event)
            if whose == "foreign":
                return Effect("foreign" if await entry.keep_event(event, "foreign") else "known")
            if whose == "known":
                return Effect("known")
            return await self.apply(entry, subject, event)

    async def apply(self, entry: Entry, subject: Subject, event: Event | None = None) -> Effect:
        """Under the account's lock: ask Stripe how the object stands now, and write that, and the event's id with it."""
        if subject.kind == "customer":
            return await entry.apply_customer_deleted(subject.id, event)
        if subject.kind == "subscription":
            async with asking():
                subscription = await self.client.v1.subscriptions.retrieve_async(subject.id, {"expand": ["latest_invoice"]})
            return await entry.apply_subscription(subscription, event)
        if subject.kind == "charge":
            async with asking():
                charge = await self.client.v1.charges.retrieve_async(subject.id)
            return await entry.apply_charge(charge, event)
        async with asking():
            session = await self.client.v1.checkout.sessions.retrieve_async(subject.id)
        purchase = purchase_row(session)
        if purchase is not None:
            return await entry.apply_purchase(purchase, event)
        if event is not None:
            await entry.keep_event(event, "ignored")
        return Effect("ignored")


def line_of(asked: Checkout) -> SessionCreateParamsLineItem:
    """What is on the page: a price that Stripe has, or one for this sale alone."""
    if asked["price"]:
        return {"price": asked["price"], "quantity": 1}
    offer = asked["offer"]
    price: SessionCreateParamsLineItemPriceData = {
        "currency": offer["currency"],
        "unit_amount": offer["unit_amount"],
        "product_data": {"name": offer["name"]},
    }
    if offer["interval"]:
        price["recurring"] = {"interval": offer["interval"]}
    return {"price_data": price, "quantity": 1}


def session_params(asked: Checkout, customer: str) -> SessionCreateParams:
    """The page that an intent asks for. Its metadata is what tells later what was bought."""
    account_id = asked["customer"]["account_id"]
    params: SessionCreateParams = {
        "customer": customer,
        "client_reference_id": account_id,
        "line_items": [line_of(asked)],
        "success_url": asked["success_url"],
        "cancel_url": asked["cancel_url"],
        "expires_at": asked["expires_at"],
    }
    if "pack" in asked:
        sold = {"account_id": account_id, "pack": asked["pack"], "credits": str(asked["credits"])}
        params.update({"mode": "payment", "metadata": sold, "payment_intent_data": {"metadata": sold}})
    else:
        sold = {"account_id": account_id, "plan": asked["plan"]}
        params.update({"mode": "subscription", "metadata": sold, "subscription_data": {"metadata": sold}})
    return params


def finishers(billing: Billing | None) -> Mapping[str, Finisher]:
    """Functions of the database whose answers pass through here, by name."""

    def refuse() -> None:
        raise not_configured()

    async def never(data: bytes | None) -> bytes | None:
        raise not_configured()

    def nothing() -> None:
        pass

    if billing is None:
        return dict.fromkeys(("api.billing_checkout", "api.billing_credits", "api.billing_portal"), Finisher(refuse, never))
    return {
        "api.billing_checkout": Finisher(nothing, billing.checkout),
        "api.billing_credits": Finisher(nothing, billing.checkout),
        "api.billing_portal": Finisher(nothing, billing.portal),
        "api.me_delete": Finisher(nothing, billing.forget_soon),
    }


class Webhook:
    """POST /webhooks/stripe: the raw bytes that Stripe signed."""

    TIME = re.compile(r"(?:^|,)t=(\d{1,12})(?:,|$)")

    def __init__(self, billing: Billing | None, secret: str):
        self._billing = billing
        self._secret = secret
        self._turns = asyncio.Semaphore(EVENTS_AT_ONCE)

    async def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        if self._billing is None:
            raise not_configured()
        outcome = "failed"
        try:
            event = self._verified(self._billing.client, await self._read(req), req.get_header("Stripe-Signature"))
            async with asyncio.timeout(EVENT_SECONDS), self._turns:
                outcome = (await self._billing.deal_with(event)).outcome
        except TimeoutError:
            raise no_answer() from None
        except Problem as problem:
            outcome = "refused" if problem.status < 500 else outcome
            raise
        finally:
            EVENTS.labels(outcome).inc()
        resp.data = envelope.success(orjson.dumps({"outcome": outcome}))
        resp.content_type = falcon.MEDIA_JSON

    @staticmethod
    async def _read(req: falcon.Request) -> bytes:
        if (req.content_length or 0) > MAX_BODY_BYTES:
            raise too_large()
        raw = await req.stream.read(MAX_BODY_BYTES + 1)  # type: ignore[misc]
        if len(raw) > MAX_BODY_BYTES:
            raise too_large()
        return raw

    def _verified(self, client: StripeClient, raw: bytes, signature: str | None) -> Event:
        """The event, where Stripe signed it and just now: the library refuses what is old, and this what is to come."""
        try:
            event = client.construct_event(raw, signature, self._secret, TOLERANCE_SECONDS)
            sent = self.TIME.search(signature or "")
            if sent is None or int(sent[1]) > time.time() + TOLERANCE_SECONDS:
                raise invalid("Stripe-Signature", "The time in the signature is not now")
            subject_of(event)
        except SignatureVerificationError:
            raise invalid("Stripe-Signature", "The signature is missing, is not of this body, or is too old") from None
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            log.error("an event of Stripe's cannot be read; has its endpoint another API version?", extra={"reason": type(error).__name__})
            raise invalid("body", "The body is not an event as this service reads them") from None
        return event
