"""Paying (contract §6), over HTTP, against the Stripe double: checkout, portal, packs of credits, what the webhook takes."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.billing import at_stripe, buy, deliver, events, paid_system, session_of, signed, stored
from tests.support.people import Person, data_of, refusal
from tests.support.resellers import Reseller, audit, balance, key, ledger, new_admin


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
    return paid[1]


@pytest.fixture
def reseller(system):
    return Reseller(system, new_admin(system))


def metric(system, outcome: str) -> float:
    text = httpx.get(f"{system.url}/metrics").text
    return sum(
        float(line.split()[-1]) for line in text.splitlines() if line.startswith(f'syncstream_stripe_events_total{{outcome="{outcome}"}}')
    )


# -- plans


def test_a_plan_is_bought_and_there_at_once(system, stripe):
    person = Person(system)
    person.profile("Ada")
    assert person.refused(403, "plan_limit_reached", "POST", "/v1/profiles", {"name": "Max"})["max"] == 1
    url = person.post("/v1/billing/checkout", {"plan": "premium"})["url"]
    assert person.get("/v1/subscription") is None, "nothing was paid yet"
    stripe.account.pay(session_of(url))
    stripe.webhooks.wait()
    found = person.get("/v1/subscription")
    assert (found["plan"], found["status"], found["source"], found["cancel_at_period_end"]) == ("premium", "active", "stripe", False)
    assert person.get("/v1/me")["plan"]["code"] == "premium"
    person.profile("Max")


def test_what_stripe_is_asked_for(system, stripe):
    person = Person(system)
    addresses = {"success_url": "https://app.example/thanks?s={CHECKOUT_SESSION_ID}", "cancel_url": f"{system.url}/plans"}
    session = stripe.account.get(session_of(person.post("/v1/billing/checkout", {"plan": "basic", **addresses})["url"]))
    customer = stripe.account.get(session["customer"])
    assert (customer["email"], customer["metadata"]) == (person.email, {"account_id": person.account_id})
    assert (session["mode"], session["client_reference_id"]) == ("subscription", person.account_id)
    assert session["metadata"] == {"account_id": person.account_id, "plan": "basic"}
    assert {name: session[name] for name in addresses} == addresses
    assert 3500 < session["expires_at"] - time.time() < 3700


def test_who_has_a_subscription_is_sent_to_the_portal(system, stripe):
    person = Person(system)
    customer = buy(person, stripe)["customer"]
    assert "portal" in person.http.post("/v1/billing/checkout", json={"plan": "ultimate"}).json()["message"]
    person.refused(409, "conflict", "POST", "/v1/billing/checkout", {"plan": "ultimate"})
    assert person.post("/v1/billing/portal")["url"].startswith(stripe.url)
    stripe.account.use_card(customer)


def test_the_portal_is_there_before_anything_was_bought(system, stripe):
    person = Person(system)
    url = person.post("/v1/billing/portal")["url"]
    assert httpx.get(url).status_code == 200
    assert len([c for c in stripe.account.all("customer") if c["email"] == person.email]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"plan": "free"}, "plan"),
        ({"plan": "gold"}, "plan"),
        ({"plan": "Gold!"}, "plan"),
        ({}, "plan"),
        ({"plan": "basic", "success_url": "https://evil.example/"}, "success_url"),
        ({"plan": "basic", "success_url": "javascript:alert(1)"}, "success_url"),
        ({"plan": "basic", "success_url": "https://app.example@evil.example/"}, "success_url"),
        ({"plan": "basic", "cancel_url": "https://app.example.evil.example/"}, "cancel_url"),
    ],
)
def test_what_cannot_be_checked_out(system, person, body, field):
    assert person.refused(400, "invalid", "POST", "/v1/billing/checkout", body)["field"] == field


def test_a_plan_without_a_price_at_stripe_is_sold_at_its_own(system, stripe):
    person = Person(system)
    person.sql("update app.plan set stripe_price = null where code = 'basic'")
    try:
        subscription = buy(person, stripe, "basic")
        price = subscription["items"]["data"][0]["price"]
        assert (price["unit_amount"], price["currency"], price["recurring"]["interval"]) == (499, "eur", "month")
        assert price["id"] != "price_basic"
        assert stored(system, subscription["id"]) == at_stripe(subscription) | {"plan": "basic"}
        assert person.get("/v1/me")["plan"]["code"] == "basic"
    finally:
        person.sql("update app.plan set stripe_price = 'price_basic' where code = 'basic'")


def test_a_plan_that_is_not_on_sale_cannot_be_bought(system, person):
    person.sql("update app.plan set on_sale = false where code = 'basic'")
    try:
        assert person.refused(400, "invalid", "POST", "/v1/billing/checkout", {"plan": "basic"})["field"] == "plan"
    finally:
        person.sql("update app.plan set on_sale = true where code = 'basic'")


def test_kids_pay_nothing(system, reseller):
    for person in (Person(system), reseller):
        person.select(person.profile("Kid", is_kids=True)["id"])
        for path, body in (
            ("checkout", {"plan": "basic"}),
            ("portal", None),
            *([("credits", {"pack": "x"})] if person is reseller else []),
        ):
            person.refused(403, "restricted_profile", "POST", f"/v1/billing/{path}", body)


def test_billing_is_for_who_is_signed_in(system):
    for path in ("checkout", "portal", "credits"):
        refusal(httpx.post(f"{system.url}/v1/billing/{path}"), 401, "unauthorized")


def test_twenty_checkouts_side_by_side_make_one_customer(system, stripe):
    person = Person(system)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: person.http.post("/v1/billing/checkout", json={"plan": "basic"}), range(20)))
    assert {answer.status_code for answer in answers} == {200}
    sessions = [stripe.account.get(session_of(answer.json()["data"]["url"])) for answer in answers]
    assert len({session["customer"] for session in sessions}) == 1
    assert len([c for c in stripe.account.all("customer") if c["metadata"].get("account_id") == person.account_id]) == 1


def test_a_customer_whose_making_was_not_answered_is_not_made_twice(system, stripe):
    person = Person(system)
    with stripe.faults.on("POST /v1/customers", drop=True, after_work=True, times=9):
        refusal(person.http.post("/v1/billing/checkout", json={"plan": "basic"}), 503, "unavailable")
    person.post("/v1/billing/checkout", {"plan": "basic"})
    assert len([c for c in stripe.account.all("customer") if c["metadata"].get("account_id") == person.account_id]) == 1


def test_a_customer_that_was_deleted_at_stripe_is_made_anew(system, stripe):
    person = Person(system)
    first = buy(person, stripe)
    stripe.account.delete_customer(first["customer"])
    stripe.webhooks.wait()
    assert person.get("/v1/subscription")["status"] == "canceled"
    second = buy(person, stripe, "basic")
    assert second["customer"] != first["customer"]
    assert person.get("/v1/me")["plan"]["code"] == "basic"


def test_the_same_key_is_the_same_page(system, stripe, reseller):
    for person, path, body, other in (
        (Person(system), "/v1/billing/checkout", {"plan": "basic"}, {"plan": "premium"}),
        (reseller, "/v1/billing/credits", {"pack": "credits_10000"}, {"pack": "credits_50000"}),
    ):
        header = key()
        with stripe.faults.on("POST /v1/checkout/sessions", status=500, times=9):  # a 5xx is nothing to keep
            refusal(person.http.post(path, json=body, headers=header), 503, "unavailable")
        header = key()
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: person.http.post(path, json=body, headers=header), range(20)))  # noqa: B023
        assert {(a.status_code, a.text) for a in answers} == {(200, answers[0].text)}
        assert person.http.post(path, json=body, headers=header).text == answers[0].text
        refusal(person.http.post(path, json=other, headers=header), 409, "idempotency_mismatch")
        assert person.http.post(path, json=body, headers=key()).text != answers[0].text


def test_going_down_a_plan_deletes_nothing(system, stripe):
    person = Person(system)
    subscription = buy(person, stripe, "premium")["id"]
    for name in ("A", "B", "C", "D"):
        person.profile(name)
    stripe.account.swap(subscription, "price_basic")
    stripe.webhooks.wait()
    assert person.get("/v1/me")["plan"]["code"] == "basic"
    assert len(person.get("/v1/profiles")["items"]) == 4
    assert person.refused(403, "plan_limit_reached", "POST", "/v1/profiles", {"name": "E"})["max"] == 3
    stripe.account.cancel(subscription)
    stripe.webhooks.wait()
    assert person.get("/v1/me")["plan"]["code"] == "free"
    assert len(person.get("/v1/profiles")["items"]) == 4


def test_what_a_reseller_gave_stands_beside_what_is_bought(system, stripe, reseller):
    """The client's own subscription is dearer, so it counts; the reseller's is there when it ends."""
    url = None
    new_admin(system).post(f"/v1/admin/resellers/{reseller.account_id}/credits", {"amount": 9000, "reason": "To sell"})
    client = reseller.client()
    person = Person.__new__(Person)
    person.system, person.email, person.http, person.account_id = system, client["email"], system.client(), client["id"]
    person.use(data_of(person.login(), 200))
    url = person.post("/v1/billing/checkout", {"plan": "premium"})["url"]
    reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"plan": "basic"})
    assert "reseller" in person.http.post("/v1/billing/checkout", json={"plan": "premium"}).json()["message"]
    stripe.account.pay(session_of(url))
    stripe.webhooks.wait()
    assert person.get("/v1/subscription")["source"] == "stripe"
    stripe.account.cancel(stripe.account.get(session_of(url))["subscription"])
    stripe.webhooks.wait()
    assert (person.get("/v1/subscription")["source"], person.get("/v1/me")["plan"]["code"]) == ("reseller", "basic")


def test_an_account_that_goes_stops_paying(system, stripe):
    person = Person(system)
    subscription = buy(person, stripe)
    data_of(person.http.request("DELETE", "/v1/me", json={"password": "correct horse"}), 200)
    deadline = time.monotonic() + 10
    while stripe.account.get(subscription["id"])["status"] != "canceled":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    stripe.webhooks.wait()
    with system.connect() as connection:
        while connection.execute("select from app.stripe_forgotten").rowcount:
            assert time.monotonic() < deadline
            time.sleep(0.05)


# -- credits


def test_a_pack_of_credits_is_posted_once(system, stripe, reseller):
    packs = reseller.get("/v1/billing/packs")
    assert packs["next_cursor"] is None and packs["items"][0] == {
        "code": "credits_10000",
        "credits": 10000,
        "price": 9900,
        "currency": "EUR",
    }
    session = session_of(reseller.post("/v1/billing/credits", {"pack": "credits_10000"})["url"])
    before = set(stripe.account.events)
    stripe.account.pay(session)
    stripe.webhooks.wait()
    assert balance(reseller) == 10_000
    (told,) = [
        event for name, event in stripe.account.events.items() if name not in before and event["type"] == "checkout.session.completed"
    ]
    # Again the same event, and another one that says the same.
    with ThreadPoolExecutor(10) as pool:
        assert {attempt.status for (attempt,) in pool.map(lambda _: stripe.webhooks.deliver(told), range(10))} == {200}
    stripe.webhooks.deliver({**told, "id": "evt_another"})
    assert [(e["transaction_type"], e["amount"], e["description"]) for e in ledger(reseller)] == [
        ("purchase", 10_000, "A pack: credits_10000")
    ]
    assert audit(system)["purchased"] >= 10_000


def test_a_pack_that_is_paid_later_is_posted_later(system, stripe, reseller):
    for succeeds, credits in ((False, 0), (True, 50_000)):
        session = session_of(reseller.post("/v1/billing/credits", {"pack": "credits_50000"})["url"])
        stripe.account.pay(session, later=True)
        stripe.webhooks.wait()
        assert balance(reseller) == 0, "it is on its way, and may yet be refused"
        stripe.account.arrive(session, succeeds=succeeds)
        stripe.webhooks.wait()
        assert balance(reseller) == credits


def test_money_that_goes_back_is_written_down_and_takes_no_credits(system, stripe, reseller):
    session = session_of(reseller.post("/v1/billing/credits", {"pack": "credits_10000"})["url"])
    stripe.account.pay(session)
    stripe.account.refund(stripe.account.get(session)["payment_intent"], 900)
    stripe.webhooks.wait()
    assert balance(reseller) == 10_000
    assert reseller.sql("select amount, refunded, disputed from app.credit_purchase where account_id = %(account)s") == [(9900, 900, False)]


def test_credits_are_for_resellers(system, person):
    person.refused(403, "forbidden", "POST", "/v1/billing/credits", {"pack": "credits_10000"})
    person.refused(403, "forbidden", "GET", "/v1/billing/packs")


def test_a_pack_that_is_none(system, reseller):
    assert reseller.refused(400, "invalid", "POST", "/v1/billing/credits", {"pack": "gold"})["field"] == "pack"


# -- the webhook


@pytest.fixture
def told(system, stripe):
    """An event that was never delivered, and the bytes that it comes in."""
    person = Person(system)
    session = session_of(person.post("/v1/billing/checkout", {"plan": "basic"})["url"])
    stripe.webhooks.url, url = None, stripe.webhooks.url
    stripe.account.pay(session)
    stripe.webhooks.url = url
    event = [event for event in stripe.account.events.values() if event["type"] == "customer.subscription.created"][-1]
    return person, event, json.dumps(event).encode()


def test_an_unsigned_or_badly_signed_event_leaves_nothing(system, stripe, told):
    person, event, body = told
    now = int(time.time())
    good = signed(stripe, body)
    for header in (
        None,
        "",
        "nonsense",
        "t=,v1=",
        f"t={now}",
        f"t={now},v1=abc",
        good.replace("v1=", "v0="),
        good.replace(f"t={now}", f"t={now + 1}") if f"t={now}" in good else good + "0",
        signed(stripe, body + b" "),
        signed(stripe, body, timestamp=now - 302),
        signed(stripe, body, timestamp=now + 310),
    ):
        before = metric(system, "refused")
        assert refusal(deliver(system, body, header), 400, "invalid")["field"] == "Stripe-Signature", header
        assert metric(system, "refused") >= before
    assert event["id"] not in events(system)
    assert person.get("/v1/subscription") is None
    for seconds in (-290, 290):
        assert deliver(system, body, signed(stripe, body, timestamp=now + seconds)).status_code == 200
    assert person.get("/v1/subscription")["status"] == "active"


def test_a_signed_body_that_is_no_event(system, stripe):
    for body in (
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"{",
        b'{"object": "v2.core.event", "id": "evt_1"}',
        b'{"object":"event","id":"evt_x"}',
    ):
        header = signed(stripe, body) if body != b"\xff" else signed(stripe, b"x")
        refusal(deliver(system, body, header), 400, "invalid")


def test_a_body_over_4_mib_is_refused(system, stripe):
    body = b" " * (4 * 1024 * 1024 + 1)
    refusal(deliver(system, body, signed(stripe, body)), 413, "too_large")
    refusal(httpx.post(f"{system.url}/webhooks/stripe", content=iter([body]), timeout=30), 413, "too_large")


def test_any_media_type_will_do(system, stripe, told):
    person, event, body = told
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "nonsense"):
        headers = {"Stripe-Signature": signed(stripe, body), "Content-Type": media_type}
        assert httpx.post(f"{system.url}/webhooks/stripe", content=body, headers=headers, timeout=30).status_code == 200


def test_twenty_deliveries_of_one_event_side_by_side_have_one_effect(system, stripe, told):
    person, event, body = told
    with ThreadPoolExecutor(20) as pool:
        answers = [data_of(answer, 200)["outcome"] for answer in pool.map(lambda _: deliver(system, body, signed(stripe, body)), range(20))]
    assert sorted(answers) == ["applied"] + ["known"] * 19
    assert len(person.sql("select id from app.subscription where account_id = %(account)s")) == 1


def test_events_that_say_nothing_to_us_are_taken(system, stripe, told):
    _, event, _ = told
    unknown = {
        **event,
        "id": "evt_unknown",
        "type": "something.new.happened",
        "data": {"object": {"object": "something.new", "id": "new_1"}},
    }
    stranger = json.loads(json.dumps({**event, "id": "evt_stranger"}))
    stranger["data"]["object"]["customer"] = "cus_of_another_integration"
    for told_of, outcome in ((unknown, "ignored"), (stranger, "foreign")):
        (attempt,) = stripe.webhooks.deliver(told_of)
        assert json.loads(attempt.body)["data"]["outcome"] == outcome
        (again,) = stripe.webhooks.deliver(told_of)
        assert json.loads(again.body)["data"]["outcome"] == "known"
        assert events(system)[told_of["id"]] == outcome


def test_a_price_that_no_plan_has_waits_and_is_not_lost(system, stripe, told):
    person, event, body = told
    stripe.account.objects[event["data"]["object"]["id"]]["metadata"].clear()  # as if it had been made by hand, at Stripe
    person.sql("update app.plan set stripe_price = null where code = 'basic'")
    person.sql("delete from app.plan_price where plan = 'basic'")
    try:
        refusal(deliver(system, body, signed(stripe, body)), 503, "unavailable")
        assert event["id"] not in events(system)
        assert "No plan has the price price_basic" in system.api_log.read_text()
    finally:
        person.sql("update app.plan set stripe_price = 'price_basic' where code = 'basic'")
    assert deliver(system, body, signed(stripe, body)).status_code == 200
    assert person.get("/v1/me")["plan"]["code"] == "basic"


def test_a_new_price_leaves_those_who_pay_the_old_one_their_plan(system, stripe):
    person = Person(system)
    subscription = buy(person, stripe, "basic")
    person.sql("update app.plan set stripe_price = 'price_basic_2027' where code = 'basic'")
    try:
        stripe.account.cancel_at_period_end(subscription["id"])
        stripe.webhooks.wait()
        assert stored(system, subscription["id"]) == at_stripe(stripe.account.get(subscription["id"]))
        assert person.get("/v1/subscription")["cancel_at_period_end"] is True
    finally:
        person.sql("update app.plan set stripe_price = 'price_basic' where code = 'basic'")


def test_nothing_of_stripes_secrets_is_in_the_log(system, stripe):
    log = system.api_log.read_text()
    assert stripe.secret not in log and stripe.api_key not in log
