"""The Stripe double, driven by Stripe's own library alone: what a test may lean on is what this file shows.

That its objects and requests are the library's is checked by the double itself on each of them (tests/support/stripe_double/sdk.py).
"""

import asyncio
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import stripe

from tests.support.stripe_double import StripeDouble

SECRET = "whsec_of_this_test"


class Listener(ThreadingHTTPServer):
    """An endpoint that takes events through the library, or answers what it was told to."""

    def __init__(self):
        self.events: list[stripe.Event] = []
        self.refusals = 0  # how many deliveries to answer with 503 first
        super().__init__(("127.0.0.1", 0), Receiver)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/webhooks/stripe"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def types(self) -> list[str]:
        return [event.type for event in self.events]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        payload = self.rfile.read(int(self.headers["Content-Length"]))
        status = 200
        if self.server.refusals:
            self.server.refusals -= 1
            status = 503
        else:
            try:
                self.server.events.append(stripe.Webhook.construct_event(payload, self.headers["Stripe-Signature"], SECRET))
            except stripe.SignatureVerificationError:
                status = 400
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.shutdown()
    listener.server_close()


@pytest.fixture
def double(listener):
    with StripeDouble(webhook_url=listener.url, secret=SECRET, retry_after=(0.01, 0.02, 0.05)) as double:
        yield double


@pytest.fixture
def client(double):
    return double.client()


@pytest.fixture
def ada(client):
    return client.v1.customers.create({"email": "ada@example.com", "metadata": {"account": "1"}})


def checkout(client, customer, price="price_basic", **more):
    return client.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": customer.id,
            "line_items": [{"price": price, "quantity": 1}],
            "success_url": "https://app.example/thanks?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "https://app.example/plans",
            **more,
        }
    )


def pack(client, customer, price="price_credits_10000", **more):
    return checkout(client, customer, price, mode="payment", **more)


@pytest.fixture
def subscription(double, client, ada):
    """Ada's, active."""
    session = checkout(client, ada, subscription_data={"metadata": {"account": "1"}})
    return client.v1.subscriptions.retrieve(double.account.pay(session.id)["subscription"])


def refused(call, kind=stripe.InvalidRequestError):
    with pytest.raises(kind) as caught:
        call()
    return caught.value.error


@contextmanager
def within(seconds):
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


# -- prices, customers, requests


def test_plans_and_packs_are_on_sale_under_names_one_can_guess(client):
    price = client.v1.prices.retrieve("price_premium", {"expand": ["product"]})
    assert (price.unit_amount, price.currency, price.recurring.interval, price.product.name) == (999, "eur", "month", "Premium")
    pack = client.v1.prices.list({"lookup_keys": ["credits_10000"]}).data[0]
    assert (pack.id, pack.type, pack.unit_amount, pack.recurring) == ("price_credits_10000", "one_time", 9900, None)


def test_prices_are_made_over_the_api(double, client, ada):
    price = client.v1.prices.create(
        {"currency": "usd", "unit_amount": 1234, "recurring": {"interval": "year"}, "product_data": {"name": "Family"}}
    )
    session = checkout(client, ada, price.id)
    assert (session.amount_total, session.currency) == (1234, "usd")


def test_a_customer_keeps_what_it_is_told(client, ada):
    client.v1.customers.update(ada.id, {"name": "Ada", "metadata": {"role": "member"}})
    again = client.v1.customers.retrieve(ada.id)
    assert (again.email, again.name, again.metadata.to_dict()) == ("ada@example.com", "Ada", {"account": "1", "role": "member"})
    client.v1.customers.update(ada.id, {"metadata": {"role": ""}})
    assert client.v1.customers.retrieve(ada.id).metadata.to_dict() == {"account": "1"}
    client.v1.customers.delete(ada.id)
    assert client.v1.customers.retrieve(ada.id).deleted is True
    assert refused(lambda: checkout(client, ada)).code == "resource_missing"


@pytest.mark.parametrize(
    "params, param",
    [
        ({"emial": "a@b.c"}, "emial"),
        ({"address": {"town": "Kyiv"}}, "address[town]"),
        ({"email": ""}, "email"),
        ({"balance": 1.5}, "balance"),
        ({"tax_exempt": "perhaps"}, "tax_exempt"),
        ({"metadata": {"x" * 41: "1"}}, "metadata"),
    ],
)
def test_what_stripe_would_refuse_is_refused(client, params, param):
    error = refused(lambda: client.v1.customers.create(params))
    assert (error.type, error.param) == ("invalid_request_error", param)


def test_what_the_double_does_not_act_on_is_refused_and_not_ignored(client, ada):
    error = refused(lambda: checkout(client, ada, automatic_tax={"enabled": True}))
    assert error.param == "automatic_tax" and "Stripe double" in error.message


def test_only_the_right_key_and_version_are_let_in(double):
    stranger = stripe.StripeClient("sk_test_other", base_addresses={"api": double.url})
    assert "Invalid API Key" in refused(stranger.v1.customers.list, stripe.AuthenticationError).message
    assert "version" in refused(lambda: double.client(stripe_version="2020-08-27").v1.customers.list()).message


def test_an_unknown_id_is_404(client):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.subscriptions.retrieve("sub_none")
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")


def test_an_idempotency_key_works_once(double, client):
    def create(email, key):
        return client.v1.customers.create({"email": email}, {"idempotency_key": key})

    first, again = create("a@b.c", "k"), create("a@b.c", "k")
    assert first.id == again.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert create("a@b.c", "k2").id != first.id
    with pytest.raises(stripe.IdempotencyError):
        create("other@b.c", "k")
    double.account.advance(hours=25)
    assert create("a@b.c", "k").id != first.id


def test_lists_go_by_pages(client):
    made = [client.v1.customers.create({"email": f"{number}@example.com"}).id for number in range(7)]
    page = client.v1.customers.list({"limit": 3})
    assert (page.has_more, [item.id for item in page.data]) == (True, made[:3:-1])
    assert [item.id for item in page.auto_paging_iter()] == made[::-1]
    before = client.v1.customers.list({"limit": 2, "ending_before": made[0]})
    assert [item.id for item in before.data] == [made[2], made[1]]
    assert refused(lambda: client.v1.customers.list({"limit": 101})).param == "limit"


def test_the_event_loops_client_works_alike(double):
    async def both():
        client = double.client(http_client=stripe.HTTPXClient())
        customer = await client.v1.customers.create_async({"email": "a@b.c"})
        page = await client.v1.customers.list_async({"limit": 1})
        return customer.id, [item.id async for item in page.auto_paging_iter()]

    made, listed = asyncio.run(both())
    assert listed == [made]


# -- checkout


def test_a_paid_session_is_an_active_subscription(double, client, ada):
    session = checkout(client, ada, "price_premium", client_reference_id="1", metadata={"plan": "premium"})
    assert (session.status, session.payment_status, session.subscription, session.amount_total) == ("open", "unpaid", None, 999)
    double.account.pay(session.id)
    session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription.latest_invoice", "line_items"]})
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    assert (session.client_reference_id, session.metadata["plan"]) == ("1", "premium")
    assert session.line_items.data[0].price.id == "price_premium"
    subscription, item = session.subscription, session.subscription["items"].data[0]
    assert (subscription.status, subscription.customer, item.price.id) == ("active", ada.id, "price_premium")
    assert 28 * 86400 <= item.current_period_end - item.current_period_start <= 31 * 86400
    invoice = subscription.latest_invoice
    assert (invoice.status, invoice.amount_paid, invoice.billing_reason) == ("paid", 999, "subscription_create")
    assert invoice.parent.subscription_details.subscription == subscription.id


def test_a_session_is_completed_on_its_page(double, client, ada):
    session = checkout(client, ada)
    page = httpx.get(session.url)
    assert page.status_code == 200
    assert "Stripe double: nothing is charged" in page.text and "Basic" in page.text and "€4.99" in page.text
    assert 'href="https://app.example/plans"' in page.text
    assert re.findall(r"<button[^>]*>([^<]+)</button>", page.text) == ["Pay €4.99", "Card declined"]
    assert "Your card was declined" in httpx.post(session.url, data={"action": "decline"}).text
    paid = httpx.post(session.url, data={"action": "pay"})
    assert (paid.status_code, paid.headers["Location"]) == (303, f"https://app.example/thanks?session={session.id}")
    assert "was completed" in httpx.get(session.url).text
    assert client.v1.checkout.sessions.retrieve(session.id).status == "complete"
    assert len(client.v1.subscriptions.list({"customer": ada.id}).data) == 1


# -- webhooks


def test_events_arrive_signed_and_are_what_stripe_lists(double, client, listener, subscription):
    double.webhooks.wait()
    assert {"customer.created", "customer.subscription.created", "invoice.paid", "checkout.session.completed"} <= set(listener.types())
    created = next(event for event in listener.events if event.type == "customer.subscription.created")
    assert (created.data.object["status"], created.api_version) == ("incomplete", stripe.api_version)
    updated = next(event for event in listener.events if event.type == "customer.subscription.updated")
    assert (updated.data.previous_attributes["status"], updated.data.object["status"]) == ("incomplete", "active")
    listed = client.v1.events.list({"limit": 100})
    assert {event.id for event in listed.data} == {event.id for event in listener.events}
    assert all(event.pending_webhooks == 0 for event in listed.data)
    assert client.v1.events.list({"delivery_success": False}).data == []
    assert client.v1.events.retrieve(created.id).type == created.type
