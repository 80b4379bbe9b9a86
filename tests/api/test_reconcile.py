"""`make stripe-reconcile`, as an operator runs it, against the Stripe double: what no event told is found."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from db.cluster import ROOT
from tests.support.billing import at_stripe, buy, paid_system, session_of, settings, stored
from tests.support.people import Person
from tests.support.resellers import Reseller, audit, balance, new_admin
from tests.support.stripe_double import never, once


@pytest.fixture(scope="module")
def paid():
    system, stripe = paid_system()
    with stripe:
        try:
            yield system, stripe
        finally:
            system.close()


@pytest.fixture
def system(paid):
    return paid[0]


@pytest.fixture
def stripe(paid):
    """Events are made, and none of them arrives."""
    paid[1].webhooks.route = never
    yield paid[1]
    paid[1].webhooks.route = once


def reconcile(system, stripe, expect: int = 0) -> tuple[int, str]:
    """How much it changed, and all that it said."""
    environment = {**os.environ, "SYNCSTREAM_HOME": str(system.home), **settings(stripe)}
    done = subprocess.run([sys.executable, "-m", "db.reconcile"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    said = done.stdout + done.stderr
    assert done.returncode == expect, said
    return sum(map(int, re.findall(r"(\d+) changed", said))), said


def pay(person: Person, stripe, path: str = "checkout", **body: str) -> str:
    """Paid, and nobody told of it; the session."""
    session = session_of(person.post(f"/v1/billing/{path}", body)["url"])
    stripe.account.pay(session)
    return session


def test_what_no_event_told_is_found_once(system, stripe):
    person, reseller = Person(system), Reseller(system, new_admin(system))
    session = pay(person, stripe, plan="premium")
    pay(reseller, stripe, "credits", pack="credits_10000")
    assert person.get("/v1/subscription") is None and balance(reseller) == 0
    changed, said = reconcile(system, stripe)
    assert changed == 2
    assert re.search(r"nothing → premium active to \d{4}-\d\d-\d\d$", said, re.M) and "nothing → 10000 credits bought" in said
    assert person.get("/v1/me")["plan"]["code"] == "premium" and balance(reseller) == 10_000
    assert reconcile(system, stripe)[0] == 0
    subscription = stripe.account.get(session)["subscription"]
    stripe.account.cancel(subscription)
    assert "premium canceled" in reconcile(system, stripe)[1]
    assert stored(system, subscription) == at_stripe(stripe.account.get(subscription))
    assert person.get("/v1/me")["plan"]["code"] == "free"


def test_what_no_event_will_ever_tell_is_found(system, stripe):
    """The endpoint was not set up: Stripe has nothing that it could not deliver."""
    person, reseller = Person(system), Reseller(system, new_admin(system))
    pay(person, stripe, plan="basic")
    pay(reseller, stripe, "credits", pack="credits_50000")
    for event in stripe.account.events.values():
        event["pending_webhooks"] = 0
    changed, said = reconcile(system, stripe)
    assert changed == 2 and "sub_" in said and "cs_" in said
    assert person.get("/v1/me")["plan"]["code"] == "basic" and balance(reseller) == 50_000


def test_four_beside_each_other_and_beside_the_events(system, stripe):
    people, reseller = [Person(system) for _ in range(4)], Reseller(system, new_admin(system))
    sessions = [pay(person, stripe, plan="premium") for person in people]
    for _ in range(3):
        pay(reseller, stripe, "credits", pack="credits_10000")
    lost = [event for event in stripe.account.events.values() if event["pending_webhooks"]]
    with ThreadPoolExecutor(6) as pool:
        running = [pool.submit(reconcile, system, stripe) for _ in range(4)]
        carrying = [pool.submit(stripe.webhooks.deliver, *lost[n::2]) for n in range(2)]
        for each in (*running, *carrying):
            each.result()
    for session in sessions:
        subscription = stripe.account.get(session)["subscription"]
        assert stored(system, subscription) == at_stripe(stripe.account.get(subscription))
    assert balance(reseller) == 30_000
    audit(system)
    assert reconcile(system, stripe)[0] == 0


def test_page_after_page(system, stripe):
    """More than Stripe gives at once, most of them strangers'; ours is on the last page, since Stripe lists the newest first."""
    person = Person(system)
    session = pay(person, stripe, plan="basic")
    client = stripe.client()
    stranger = client.v1.customers.create({"email": "stranger@example.com"}).id
    stripe.account.use_card(stranger)
    for _ in range(220):
        stripe.account.subscribe(stranger, [(stripe.account.get("price_basic"), 1)])
    for event in stripe.account.events.values():
        event["pending_webhooks"] = 0
    subscription = stripe.account.get(session)["subscription"]
    assert stored(system, subscription) is None
    changed, said = reconcile(system, stripe)
    assert changed == 1 and int(re.findall(r"(\d+) looked at", said)[1]) > 220
    assert stored(system, subscription) == at_stripe(stripe.account.get(subscription))


def test_what_only_a_person_can_decide_is_said(system, stripe):
    person = Person(system)
    person.sql("update app.plan set stripe_price = 'price_other' where code = 'ultimate'")
    person.sql("delete from app.plan_price where stripe_price = 'price_ultimate'")
    customer = buy(person, stripe, "basic")["customer"]
    reconcile(system, stripe)
    stripe.account.use_card(customer)
    second = stripe.account.subscribe(customer, [(stripe.account.get("price_ultimate"), 1)])["id"]
    try:
        _, said = reconcile(system, stripe, expect=1)
        assert f"No plan has the price price_ultimate: the subscription {second} waits" in said
    finally:
        person.sql("update app.plan set stripe_price = 'price_ultimate' where code = 'ultimate'")
    changed, said = reconcile(system, stripe, expect=1)
    assert changed == 1 and f"The account {person.account_id} pays twice" in said
    stripe.account.cancel(second)
    reconcile(system, stripe)
    person.sql(
        "update app.stripe_subscription set subscription_id = 'sub_of_another_key'"
        " where subscription_id <> %(second)s and account_id = %(account)s",
        second=second,
    )
    assert "sub_of_another_key is active here, and Stripe does not list it" in reconcile(system, stripe, expect=1)[1]
    person.sql("delete from app.subscription where account_id = %(account)s")
    stripe.account.delete_customer(customer)
    person.sql("delete from app.stripe_subscription where account_id = %(account)s")


def test_customers_of_deleted_accounts_are_deleted_at_stripe(system, stripe):
    person = Person(system)
    customer = buy(person, stripe, "basic")["customer"]
    with stripe.faults.on("DELETE /v1/customers", status=500):
        assert person.http.request("DELETE", "/v1/me", json={"password": "correct horse"}).status_code == 200
        assert "does not answer" in reconcile(system, stripe, expect=1)[1]
    assert f"{customer}: customer of an account that is gone → deleted at Stripe" in reconcile(system, stripe)[1]
    assert stripe.account.get(customer)["deleted"]
    assert reconcile(system, stripe)[0] == 0


def test_stripe_away(system, stripe):
    with stripe.unreachable():
        assert "does not answer" in reconcile(system, stripe, expect=1)[1]
    reconcile(system, stripe)


def test_without_a_key(system):
    environment = {**os.environ, "SYNCSTREAM_HOME": str(system.home)}
    done = subprocess.run([sys.executable, "-m", "db.reconcile"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "STRIPE_API_KEY" in done.stderr
