"""The Stripe double, driven by Stripe's own library alone: what a test may lean on is what this file shows.

That its objects and requests are the library's is checked by the double itself on each of them (tests/support/stripe_double/sdk.py).
"""

import asyncio
import re
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import stripe

from db.cluster import ROOT
from tests.support.stripe_double import Dunning, StripeDouble, never, sdk, shuffled, twice
from tests.support.stripe_double.api import ENDPOINTS

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


@pytest.mark.parametrize(
    "param, more",
    [
        ("automatic_tax", {"automatic_tax": {"enabled": True}}),
        ("subscription_data[application_fee_percent]", {"subscription_data": {"application_fee_percent": 1}}),
        ("line_items[0]", {"line_items": [{"price": "price_basic", "quantity": 1, "tax_rates": ["txr_1"]}]}),
    ],
)
def test_what_the_double_does_not_act_on_is_refused_and_not_ignored(client, ada, param, more):
    error = refused(lambda: checkout(client, ada, **more))
    assert error.param == param and "Stripe double" in error.message


@pytest.mark.parametrize("item", ENDPOINTS, ids=lambda item: f"{item.method} {item.path.pattern}")
def test_what_a_request_may_say_is_in_the_library(item):
    assert item.acts_on - {"expand"} <= set(sdk.request(item.params))


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


def test_a_delivery_is_repeated_until_it_is_taken(double, client, listener):
    listener.refusals = 2
    client.v1.customers.create({})
    double.webhooks.wait()
    assert [attempt.status for attempt in double.webhooks.attempts] == [503, 503, 200]
    assert listener.types() == ["customer.created"]


def test_what_is_never_taken_is_listed_as_undelivered(double, client, listener):
    double.webhooks.route = never
    lost = client.v1.customers.create({})
    double.webhooks.route = twice
    client.v1.customers.create({})
    double.webhooks.wait()
    assert listener.types() == ["customer.created"] * 2 and listener.events[0].id == listener.events[1].id
    undelivered = client.v1.events.list({"delivery_success": False, "type": "customer.*"})
    assert [event.data.object["id"] for event in undelivered.data] == [lost.id]
    (attempt,) = double.webhooks.deliver(double.account.events[undelivered.data[0].id])
    assert attempt.taken
    assert client.v1.events.list({"delivery_success": False}).data == []


def test_an_endpoint_that_is_away_leaves_the_event_undelivered(listener):
    with StripeDouble(webhook_url="http://127.0.0.1:9/", secret=SECRET, retry_after=(0.01,)) as double:
        double.client().v1.customers.create({})
        double.webhooks.wait()
        assert [attempt.status for attempt in double.webhooks.attempts] == [None, None]
        assert len(double.client().v1.events.list({"delivery_success": False}).data) == 1


def test_events_come_in_any_order_and_twice(double, client, listener, ada):
    double.webhooks.wait()
    listener.events.clear()
    double.webhooks.route = shuffled(0.3, copies=2, seed=7)
    double.account.pay(checkout(client, ada).id)
    double.webhooks.wait()
    order = list(dict.fromkeys(event.id for event in listener.events))
    happened = [event for event in double.account.events if event in order]
    assert len(listener.events) == 2 * len(happened) and order != happened and sorted(order) == sorted(happened)


def test_events_are_delivered_in_a_given_order_and_badly_signed(double, client, listener):
    double.webhooks.route = never
    for _ in range(3):
        client.v1.customers.create({})
    events = list(double.account.events.values())[::-1]
    assert all(attempt.taken for attempt in double.webhooks.deliver(*events))
    assert [event.id for event in listener.events] == [event["id"] for event in events]
    late, false = double.webhooks.deliver(events[0], timestamp=1), double.webhooks.deliver(events[0], secret="whsec_other")
    assert [attempt.status for attempt in late + false] == [400, 400]


# -- a subscription's life


def state(client, subscription):
    return client.v1.subscriptions.retrieve(subscription.id).status


def happened(double, kind):
    return [event["data"]["object"] for event in double.account.events.values() if event["type"] == kind]


def test_a_subscription_renews(double, client, subscription):
    before = subscription["items"].data[0]
    double.account.advance(days=31)
    after = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (after.status, after["items"].data[0].current_period_start) == ("active", before.current_period_end)
    assert (after.latest_invoice.billing_reason, after.latest_invoice.status) == ("subscription_cycle", "paid")
    double.account.advance(days=365)
    assert len(client.v1.invoices.list({"subscription": subscription.id, "limit": 100}).data) == 14


def test_periods_keep_to_the_day_of_the_month():
    january = 1_738_324_800  # 31 January 2025, 12:00 UTC
    with StripeDouble(now=january) as double:
        client = double.client()
        session = checkout(client, client.v1.customers.create({}))
        subscription = double.account.pay(session.id)["subscription"]
        ends = []
        for _ in range(4):
            ends.append(client.v1.subscriptions.retrieve(subscription)["items"].data[0].current_period_end)
            double.account.advance_to(ends[-1])
    assert [time.strftime("%m-%d", time.gmtime(end)) for end in ends] == ["02-28", "03-31", "04-30", "05-31"]


@pytest.mark.parametrize("then, status", [("canceled", "canceled"), ("unpaid", "unpaid"), ("past_due", "past_due")])
def test_a_renewal_that_fails_is_tried_again_and_then_given_up(double, client, ada, subscription, then, status):
    double.account.dunning = Dunning(retries=(3, 5), then=then)
    double.account.use_card(ada.id, declines=True)
    end = subscription["items"].data[0].current_period_end
    double.account.advance_to(end)
    assert state(client, subscription) == "past_due"
    failed = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]}).latest_invoice
    assert (failed.status, failed.attempt_count) == ("open", 1)
    assert end + 3 * 86400 <= failed.next_payment_attempt < end + 3 * 86400 + 60  # the account's clock goes on
    double.account.advance(days=7)
    assert state(client, subscription) == "past_due"
    double.account.advance(days=1)
    assert state(client, subscription) == status
    assert len(happened(double, "invoice.payment_failed")) == 3
    assert len(happened(double, "customer.subscription.deleted")) == (then == "canceled")


def test_a_retry_with_another_card_makes_it_active_again(double, client, ada, subscription):
    double.account.use_card(ada.id, declines=True)
    double.account.advance(days=31)
    assert state(client, subscription) == "past_due"
    double.account.use_card(ada.id)
    double.account.advance(days=4)
    assert state(client, subscription) == "active"


def test_an_unpaid_one_comes_back_when_its_last_invoice_is_paid(double, client, ada, subscription):
    double.account.dunning = Dunning(retries=(), then="unpaid")
    double.account.use_card(ada.id, declines=True)
    double.account.advance(days=31)
    assert state(client, subscription) == "unpaid"
    double.account.advance(days=31)
    invoice = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]}).latest_invoice
    assert (invoice.status, state(client, subscription)) == ("draft", "unpaid")
    with pytest.raises(stripe.CardError):
        client.v1.invoices.pay(invoice.id)
    double.account.use_card(ada.id)
    assert client.v1.invoices.pay(invoice.id).status == "paid"
    assert state(client, subscription) == "active"


def test_a_trial_ends_in_a_paid_period(double, client, ada):
    session = checkout(client, ada, subscription_data={"trial_period_days": 14})
    assert session.amount_total == 0 and "Start trial" in httpx.get(session.url).text
    double.account.pay(session.id)
    session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    trial = session.subscription
    assert (session.payment_status, trial.status, trial.trial_end - trial.trial_start) == ("no_payment_required", "trialing", 14 * 86400)
    double.account.advance(days=12)
    assert len(happened(double, "customer.subscription.trial_will_end")) == 1
    double.account.advance(days=3)
    assert (state(client, trial), len(happened(double, "invoice.paid"))) == ("active", 2)
    double.account.advance(days=3)
    assert len(happened(double, "customer.subscription.trial_will_end")) == 1


@pytest.mark.parametrize("without, status", [("pause", "paused"), ("cancel", "canceled"), ("create_invoice", "past_due")])
def test_a_trial_without_a_card_ends_as_was_agreed(double, client, ada, without, status):
    wish = {"trial_period_days": 7, "trial_settings": {"end_behavior": {"missing_payment_method": without}}}
    session = checkout(client, ada, subscription_data=wish, payment_method_collection="if_required")
    assert "Start trial without a card" in httpx.get(session.url).text
    httpx.post(session.url, data={"action": "start"})
    trial = client.v1.subscriptions.list({"customer": ada.id}).data[0]
    assert trial.default_payment_method is None
    double.account.advance(days=8)
    assert state(client, trial) == status
    if status == "paused":
        double.account.use_card(ada.id)
        assert client.v1.subscriptions.resume(trial.id).status == "active"
        assert len(happened(double, "customer.subscription.resumed")) == 1


def test_a_trial_is_cut_short_and_lengthened(double, client, ada, subscription):
    later = double.account.now() + 40 * 86400
    trial = client.v1.subscriptions.update(subscription.id, {"trial_end": later, "proration_behavior": "none"})
    assert (trial.status, trial.trial_end, trial["items"].data[0].current_period_end) == ("trialing", later, later)
    assert client.v1.subscriptions.update(subscription.id, {"trial_end": "now"}).status == "active"


def test_it_is_cancelled_at_the_end_of_the_period_or_not_after_all(double, client, subscription):
    def update(cancels):
        return client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": cancels})

    end = subscription["items"].data[0].current_period_end
    item = update(True)
    assert (item.status, item.cancel_at_period_end, item.cancel_at) == ("active", True, end)
    assert (update(False).cancel_at_period_end, update(False).cancel_at) == (False, None)
    update(True)
    double.account.advance_to(end)
    item = client.v1.subscriptions.retrieve(subscription.id)
    assert (item.status, item.ended_at) == ("canceled", end)
    assert [event["status"] for event in happened(double, "customer.subscription.deleted")] == ["canceled"]
    assert len(happened(double, "invoice.paid")) == 1


def test_what_is_cancelled_stays_so(double, client, subscription):
    cancelled = client.v1.subscriptions.cancel(subscription.id, {"cancellation_details": {"feedback": "too_expensive"}})
    assert (cancelled.status, cancelled.cancellation_details.feedback) == ("canceled", "too_expensive")
    assert client.v1.subscriptions.update(subscription.id, {"metadata": {"a": "b"}}).metadata["a"] == "b"
    refused(lambda: client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True}))
    refused(lambda: client.v1.subscriptions.cancel(subscription.id))
    assert client.v1.subscriptions.list().data == []
    assert [item.id for item in client.v1.subscriptions.list({"status": "all"}).data] == [subscription.id]
    double.account.advance(days=90)
    assert len(happened(double, "invoice.paid")) == 1


def test_a_swap_changes_the_price_and_charges_the_difference(double, client, subscription):
    double.account.advance(days=10)
    item = subscription["items"].data[0]
    swapped = client.v1.subscriptions.update(
        subscription.id,
        {"items": [{"id": item.id, "price": "price_ultimate"}], "proration_behavior": "always_invoice", "expand": ["latest_invoice"]},
    )
    now = swapped["items"].data[0]
    assert (swapped.status, now.id, now.price.id, now.current_period_end) == ("active", item.id, "price_ultimate", item.current_period_end)
    invoice = swapped.latest_invoice
    assert (invoice.billing_reason, invoice.status) == ("subscription_update", "paid")
    assert 0 < invoice.amount_paid < 1500
    double.account.swap(subscription.id, "price_basic")
    double.account.advance(days=31)
    last = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]}).latest_invoice
    assert (last.billing_reason, last.amount_paid) == ("subscription_cycle", 499)


def test_collection_is_paused_while_the_status_stays(double, client, subscription):
    client.v1.subscriptions.update(
        subscription.id, {"pause_collection": {"behavior": "void", "resumes_at": double.account.now() + 40 * 86400}}
    )
    double.account.advance(days=31)
    item = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (item.status, item.latest_invoice.status) == ("active", "void")
    double.account.advance(days=31)
    item = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (item.pause_collection, item.latest_invoice.status) == (None, "paid")


def test_a_paused_one_gives_nothing_until_it_is_resumed(double, client, subscription):
    assert client.v1.subscriptions.pause(subscription.id).status == "paused"
    double.account.advance(days=90)
    assert (state(client, subscription), len(happened(double, "invoice.paid"))) == ("paused", 1)
    resumed = client.v1.subscriptions.resume(subscription.id)
    assert resumed.status == "active"
    assert resumed["items"].data[0].current_period_start >= double.account.now() - 60


def test_a_first_invoice_that_is_never_paid_expires(double, client, ada):
    params = {"customer": ada.id, "items": [{"price": "price_basic"}], "payment_behavior": "default_incomplete"}
    one, other = client.v1.subscriptions.create(params), client.v1.subscriptions.create(params)
    assert (one.status, other.status) == ("incomplete", "incomplete")
    double.account.use_card(ada.id)
    client.v1.invoices.pay(other.latest_invoice)
    double.account.advance(hours=24)
    assert (state(client, one), state(client, other)) == ("incomplete_expired", "active")
    assert client.v1.invoices.retrieve(one.latest_invoice).status == "void"


def test_a_deleted_customers_subscriptions_end_and_sessions_cannot_be_paid(double, client, ada, subscription):
    session = checkout(client, ada)
    client.v1.customers.delete(ada.id)
    assert state(client, subscription) == "canceled"
    assert len(happened(double, "customer.deleted")) == len(happened(double, "customer.subscription.deleted")) == 1
    assert "No such customer" in httpx.post(session.url, data={"action": "pay"}).text
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


# -- the portal


def test_the_portal_does_what_its_buttons_say(double, client, ada, subscription):
    portal = client.v1.billing_portal.sessions.create({"customer": ada.id, "return_url": "https://app.example/account"})

    def press(action, **more):
        page = httpx.post(portal.url, data={"action": action, "subscription": subscription.id, **more})
        assert 'role="status">Done.' in page.text
        return client.v1.subscriptions.retrieve(subscription.id)

    page = httpx.get(portal.url).text
    assert "Stripe double: nothing is charged" in page and 'href="https://app.example/account"' in page
    assert {"Cancel at the end of the period", "Cancel now", "Switch to Premium, €9.99 per month", "Use a card that pays"} <= set(
        re.findall(r"<button[^>]*>([^<]+)</button>", page)
    )
    item = press("cancel_at_period_end")
    assert (item.cancel_at, item.cancel_at_period_end) == (item["items"].data[0].current_period_end, False)
    assert press("keep").cancel_at is None
    assert press("swap", price="price_premium")["items"].data[0].price.id == "price_premium"
    httpx.post(portal.url, data={"action": "bad_card"})
    double.account.advance(days=31)
    assert state(client, subscription) == "past_due"
    owed = re.search(r'name="invoice" value="(\w+)"', httpx.get(portal.url).text)[1]
    assert "Your card was declined." in httpx.post(portal.url, data={"action": "pay_invoice", "invoice": owed}).text
    httpx.post(portal.url, data={"action": "good_card"})
    assert 'role="status">Done.' in httpx.post(portal.url, data={"action": "pay_invoice", "invoice": owed}).text
    assert state(client, subscription) == "active"
    assert press("cancel").status == "canceled"


def test_a_portal_reaches_only_its_own_customer(client, subscription):
    stranger = client.v1.customers.create({})
    portal = client.v1.billing_portal.sessions.create({"customer": stranger.id})
    assert "not yours" in httpx.post(portal.url, data={"action": "cancel", "subscription": subscription.id}).text
    assert client.v1.subscriptions.retrieve(subscription.id).status == "active"


def test_the_desk_moves_the_clock_and_sends_again(double, client, listener, subscription):
    double.webhooks.wait()
    event, count = listener.events[0], len(listener.events)
    assert httpx.post(double.url, data={"action": "deliver", "event": event.id}).status_code == 303
    double.webhooks.wait()
    assert len(listener.events) == count + 1 and listener.events[-1].id == event.id
    httpx.post(double.url, data={"action": "advance", "hours": str(31 * 24)})
    assert len(client.v1.invoices.list({"customer": subscription.customer}).data) == 2
    assert "ada@example.com" in httpx.get(double.url).text


# -- payments


def test_a_pack_is_paid_once(double, client, ada):
    session = pack(client, ada, metadata={"pack": "10000"}, payment_intent_data={"metadata": {"pack": "10000"}})
    assert (session.mode, session.amount_total, session.payment_intent) == ("payment", 9900, None)
    double.account.decline(session.id)
    session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (session.status, session.payment_intent.status) == ("open", "requires_payment_method")
    assert session.payment_intent.last_payment_error.code == "card_declined"
    double.account.pay(session.id)
    refused(lambda: client.v1.checkout.sessions.expire(session.id))
    session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    intent = session.payment_intent
    assert (session.payment_status, intent.status, intent.amount_received, intent.metadata["pack"]) == ("paid", "succeeded", 9900, "10000")
    assert (intent.latest_charge.paid, intent.latest_charge.metadata["pack"]) == (True, "10000")
    assert [item.id for item in client.v1.checkout.sessions.list({"payment_intent": intent.id}).data] == [session.id]


@pytest.mark.parametrize("succeeds, status", [(True, "paid"), (False, "unpaid")])
def test_a_payment_may_arrive_later_or_not(double, client, ada, succeeds, status):
    session = pack(client, ada)
    httpx.post(session.url, data={"action": "pay_later"})
    completed = happened(double, "checkout.session.completed")[0]
    assert (completed["status"], completed["payment_status"]) == ("complete", "unpaid")
    double.account.arrive(session.id, succeeds=succeeds)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == status
    assert len(happened(double, f"checkout.session.async_payment_{'succeeded' if succeeds else 'failed'}")) == 1


def test_a_session_that_nobody_completes_expires(double, client, ada):
    session = pack(client, ada, expires_at=int(time.time()) + 1900)
    refused(lambda: pack(client, ada, expires_at=int(time.time()) + 60))
    double.account.advance(hours=1)
    session = client.v1.checkout.sessions.retrieve(session.id)
    assert (session.status, session.url) == ("expired", None)
    later = pack(client, ada, expires_at=int(time.time()) + 3600)  # by the caller's clock, which did not move
    assert later.expires_at >= double.account.now() + 3500


def test_a_payment_is_refunded_in_parts_and_no_more_than_it_was(double, client, ada):
    intent = double.account.pay(pack(client, ada).id)["payment_intent"]
    refund = client.v1.refunds.create({"payment_intent": intent, "amount": 900, "reason": "requested_by_customer"})
    charge = client.v1.charges.retrieve(refund.charge, {"expand": ["refunds"]})
    assert (refund.status, charge.amount_refunded, charge.refunded, len(charge.refunds.data)) == ("succeeded", 900, False, 1)
    assert refused(lambda: client.v1.refunds.create({"payment_intent": intent, "amount": 9001})).param == "amount"
    client.v1.refunds.create({"charge": charge.id})
    assert client.v1.charges.retrieve(charge.id).refunded
    assert refused(lambda: client.v1.refunds.create({"charge": charge.id})).code == "charge_already_refunded"
    assert len(happened(double, "charge.refunded")) == 2


def test_a_payment_is_disputed(double, client, ada):
    intent = double.account.pay(pack(client, ada).id)["payment_intent"]
    dispute = double.account.dispute(intent)
    assert client.v1.charges.retrieve(dispute["charge"]).disputed
    assert client.v1.disputes.retrieve(dispute["id"]).status == "needs_response"
    double.account.close_dispute(dispute["id"], won=False)
    assert [event["status"] for event in happened(double, "charge.dispute.closed")] == ["lost"]


def test_an_invoices_payment_is_found(client, subscription):
    payment = client.v1.invoice_payments.list({"invoice": subscription.latest_invoice}).data[0]
    intent = client.v1.payment_intents.retrieve(payment.payment.payment_intent)
    assert (payment.status, intent.status, intent.customer) == ("paid", "succeeded", subscription.customer)


# -- faults


def test_errors_are_answered_where_they_were_asked_for(double, client):
    with double.faults.on("POST /v1/customers", status=500):
        with pytest.raises(stripe.APIError):
            client.v1.customers.create({}, {"max_network_retries": 0})
        assert client.v1.customers.list().data == []
    with double.faults.on(status=429), pytest.raises(stripe.RateLimitError):
        client.v1.customers.list()
    with double.faults.on("GET /v1/customers", status=500, times=1) as fault:
        assert client.v1.customers.list(options={"max_network_retries": 2}).data == []
        assert fault.met == 1


@pytest.mark.parametrize("how", [{"drop": True}, {"status": 500}])
def test_work_that_was_done_but_not_answered_is_found_again_by_its_key(double, client, how):
    with double.faults.on("POST /v1/customers", after_work=True, times=1, **how):
        customer = client.v1.customers.create({"email": "a@b.c"}, {"idempotency_key": "k", "max_network_retries": 2})
    assert [item.id for item in client.v1.customers.list().data] == [customer.id]


def test_answers_may_be_late_or_never_come(double):
    client = double.client(http_client=stripe.HTTPXClient(timeout=1, allow_sync_methods=True), max_network_retries=0)
    with double.faults.on("GET", delay=0.1):
        assert client.v1.customers.list().data == []
    with double.faults.on("POST", hang=True), pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({})
    assert client.v1.customers.list().data == []
    with double.faults.on("POST", hang=True, after_work=True), pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({})
    assert len(client.v1.customers.list().data) == 1


def test_connections_may_be_refused(double, client):
    customer = client.v1.customers.create({})
    with double.unreachable(), pytest.raises(stripe.APIConnectionError):
        client.v1.customers.list(options={"max_network_retries": 0})
    assert [item.id for item in client.v1.customers.list().data] == [customer.id]


# -- keeping and starting


def test_it_goes_on_from_a_file(tmp_path):
    path = tmp_path / "stripe.json"
    with StripeDouble(state=path) as double:
        customer = double.client().v1.customers.create({})
        session = checkout(double.client(), customer)
        double.account.pay(session.id)
        double.account.advance(days=40)
        double.client().v1.customers.create({"email": "k@example.com"}, {"idempotency_key": "k"})
    with StripeDouble(state=path) as double:
        client = double.client()
        subscription = client.v1.subscriptions.list({"customer": customer.id, "expand": ["data.latest_invoice"]}).data[0]
        assert (subscription.status, subscription.latest_invoice.billing_reason) == ("active", "subscription_cycle")
        assert subscription["items"].data[0].current_period_end > time.time() + 40 * 86400
        assert len(client.v1.customers.list().data) == 2
        client.v1.customers.create({"email": "k@example.com"}, {"idempotency_key": "k"})
        assert len(client.v1.customers.list().data) == 2
        assert len(client.v1.prices.list().data) == 6


def test_it_runs_as_a_process_until_it_is_told_to_stop(listener, tmp_path):
    command = [sys.executable, "-m", "tests.support.stripe_double", "--webhook-url", listener.url, "--secret", SECRET, "--plan", "gold=5"]
    with subprocess.Popen([*command, "--state", tmp_path / "state"], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            url = re.search(r"http://[\d.:]+", process.stdout.readline())[0]
            client = stripe.StripeClient("sk_test_double", base_addresses={"api": url})
            customer = client.v1.customers.create({})
            httpx.post(checkout(client, customer, "price_gold").url, data={"action": "pay"})
            for _ in range(500):
                if "checkout.session.completed" in listener.types():
                    break
                time.sleep(0.02)
            assert "checkout.session.completed" in listener.types()
        finally:
            process.terminate()
    assert process.returncode == 0
    assert customer.id in (tmp_path / "state").read_text()


# -- the library's word on it


def test_what_the_library_does_not_describe_is_not_sent(double, ada):
    whole = double.account.get(ada.id)
    sdk.check(whole)
    for change in ({"nickname": "A"}, {"created": "today"}, {"livemode": 0}, {"tax_exempt": "perhaps"}, {"metadata": {"a": 1}}):
        with pytest.raises(AssertionError, match=next(iter(change))):
            sdk.check({**whole, **change})
    with pytest.raises(AssertionError, match="created: missing"):
        sdk.check({name: value for name, value in whole.items() if name != "created"})


def test_a_defect_of_the_double_is_told_and_not_passed_over(double):
    faulty = StripeDouble()
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(faulty.url, data={"action": "advance", "hours": "two"})
    next(iter(faulty.account.objects.values()))["colour"] = "blue"
    with pytest.raises(stripe.APIError, match="Stripe double failed"):
        faulty.client().v1.products.list()
    with pytest.raises(AssertionError, match="'two'[^§]*colour"):
        faulty.stop()
