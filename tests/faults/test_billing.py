"""Stripe's events in every order, twice, with handlers that end half-way; a Stripe that is slow or away."""

import copy
import itertools
import json
import os
import signal
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest

from tests.faults.test_database import children
from tests.support.billing import at_stripe, buy, deliver, events, paid_system, session_of, signed, stored
from tests.support.people import Person, refusal
from tests.support.resellers import Reseller, balance, key, ledger, new_admin
from tests.support.stripe_double import StripeDouble, shuffled
from tests.support.stripe_double.faults import Fault

SECONDS = 10  # within which everybody is answered
THREADS = 4


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
def payer(system):
    """Someone who is about to pay, with a customer at Stripe."""
    person = Person(system)
    person.post("/v1/billing/portal")
    return person


def customer_of(person: Person) -> str:
    return person.sql("select customer_id from app.stripe_account where account_id = %(account)s")[0][0]


# -- every order


@dataclass
class Scene:
    """A moment of a subscription's life: what Stripe tells of it, the subscription as it is then, its latest invoice."""

    event: dict
    subscription: dict
    invoice: dict

    def set(self, stripe: StripeDouble) -> None:
        """Let it be so at Stripe."""
        stripe.account.objects[self.invoice["id"]] = self.invoice
        stripe.account.objects[self.subscription["id"]] = self.subscription

    def of(self, number: int, customer: str) -> "Scene":
        """The same in the life of another subscription, of another customer's."""
        text = json.dumps([self.event, self.subscription, self.invoice])
        for name, other in (
            (self.subscription["id"], f"sub_{number}"),
            (self.subscription["customer"], customer),
            (self.event["id"], f"{self.event['id']}_{number}"),
        ):
            text = text.replace(f'"{name}"', f'"{other}"')
        return Scene(*json.loads(text))


@pytest.fixture(scope="module")
def life() -> list[Scene]:
    """A trial, paid, not paid, paid again and to end, ended: five events of a life that was lived at a double of its own."""
    scenes: list[Scene] = []
    with StripeDouble() as stripe:
        account, client = stripe.account, stripe.client()
        customer = client.v1.customers.create({"email": "ada@example.com"}).id
        account.use_card(customer)

        def told(kind: str, act: Callable[[], object]) -> None:
            before = set(account.events)
            act()
            event = [e for name, e in account.events.items() if name not in before and e["type"] == kind][-1]
            (subscription,) = account.all("subscription")
            scenes.append(copy.deepcopy(Scene(event, subscription, account.get(subscription["latest_invoice"]))))

        new = {"customer": customer, "items": [{"price": "price_basic"}], "trial_period_days": 14}
        told("customer.subscription.created", lambda: client.v1.subscriptions.create(new))
        subscription = account.all("subscription")[0]["id"]

        def becomes_paid() -> None:
            account.end_trial(subscription)
            account.swap(subscription, "price_premium")

        def is_not_paid() -> None:
            account.use_card(customer, declines=True)
            account.advance(days=33)

        def is_paid_and_to_end() -> None:
            account.use_card(customer)
            account.pay_invoice(account.all("invoice", status="open")[-1]["id"])
            account.cancel_at_period_end(subscription)

        told("customer.subscription.updated", becomes_paid)
        told("invoice.payment_failed", is_not_paid)
        told("customer.subscription.updated", is_paid_and_to_end)
        told("customer.subscription.deleted", lambda: account.advance(days=40))
    assert [scene.subscription["status"] for scene in scenes] == ["trialing", "active", "past_due", "active", "canceled"]
    return scenes


class Play:
    """Delivers the events of one subscription's life, in an order, as Stripe would: again and again until they are taken.

    An event comes when what it tells of has happened, and not before; the subscription at Stripe is then as far as the
    latest event that was delivered. So each order has another history.
    """

    def __init__(self, paid, person: Person, customer: str, life: list[Scene], number: int, copies: int):
        self.system, self.stripe = paid
        self.person, self.copies = person, copies
        self.life = [scene.of(number, customer) for scene in life]
        self.subscription = f"sub_{number}"
        self.refused = 0

    def run(self, order: tuple[int, ...], half_way: int | None = None, kill: Callable[[], None] | None = None) -> None:
        for place, now in enumerate(order):
            reached = max(order[: place + 1])
            at_stripe_now = self.life[reached].subscription
            self.life[reached].set(self.stripe)
            if place == half_way and kill is not None:
                self.interrupted(self.life[now].event, kill)
            for _ in range(self.copies):
                self.until_taken(self.life[now].event)
                assert stored(self.system, self.subscription) == at_stripe(at_stripe_now), (order, place)
        assert stored(self.system, self.subscription) == at_stripe(self.life[-1].subscription)

    def until_taken(self, event: dict) -> None:
        deadline = time.monotonic() + 60
        while True:
            (attempt,) = self.stripe.webhooks.deliver(event)
            if attempt.taken:
                return
            assert attempt.status in (None, 503) and time.monotonic() < deadline, attempt
            self.refused += 1
            time.sleep(0.02)

    def _under_way(self, pool: ThreadPoolExecutor, fault: Fault, event: dict) -> Future:
        """A delivery that has come to the fault; the kill that was another one's may meet it before."""
        while True:
            sending = pool.submit(self.stripe.webhooks.deliver, event)
            wait_for(lambda: fault.met or sending.done())  # noqa: B023
            if fault.met:
                return sending

    def interrupted(self, event: dict, kill: Callable[[], None]) -> None:
        """The handler is ended while it waits for Stripe, under the lock."""
        before = stored(self.system, self.subscription)
        with (
            self.stripe.faults.on(f"GET /v1/subscriptions/{self.subscription}$", delay=30, times=1) as fault,
            ThreadPoolExecutor(1) as pool,
        ):
            sending = self._under_way(pool, fault, event)
            kill()
            self.stripe.faults.lift(fault)
            (attempt,) = sending.result()
        assert attempt.status in (None, 503), attempt
        assert stored(self.system, self.subscription) == before
        assert event["id"] not in events(self.system), "what has no effect is not known either"


def wait_for(holds: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def end_connections(system) -> None:
    with system.connect() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'syncstream-api billing'")


def kill_workers(system) -> None:
    for worker in children(system.api.pid):
        os.kill(worker, signal.SIGKILL)


def test_every_order_of_a_lifes_events_ends_as_stripe_has_it(paid, system, stripe, life):
    """120 orders, each event twice, in each order one handler ended half-way by the loss of its connection; four side by side."""
    orders = list(itertools.permutations(range(len(life))))

    def play(share: int) -> int:
        person = Person(system)
        person.post("/v1/billing/portal")
        customer, refused = customer_of(person), 0
        for number, order in list(enumerate(orders))[share::THREADS]:
            act = Play(paid, person, customer, life, number, copies=2)
            act.run(order, half_way=number % len(order), kill=lambda: end_connections(system))
            refused += act.refused
        return refused

    with ThreadPoolExecutor(THREADS) as pool:
        refused = list(pool.map(play, range(THREADS)))
    taken = events(system)
    assert all(f"{scene.event['id']}_{number}" in taken for scene in life for number in range(len(orders)))
    print(f"{len(orders)} orders; handlers of others that were ended besides: {sum(refused)}")


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1), (1, 0, 4, 2, 3)])
def test_a_worker_that_is_killed_half_way_has_done_nothing(paid, system, payer, life, order):
    number = 1000 + int("".join(map(str, order)))
    act = Play(paid, payer, customer_of(payer), life, number, copies=2)
    act.run(order, number % 5, lambda: kill_workers(system))
    system.wait_until_ready()


def test_many_events_of_one_subscription_at_once(paid, system, stripe, payer, life):
    """All of them, thrice each, side by side, when all has happened."""
    act = Play(paid, payer, customer_of(payer), life, 9000, 1)
    act.life[-1].set(stripe)
    with ThreadPoolExecutor(15) as pool:
        list(pool.map(act.until_taken, [scene.event for scene in act.life] * 3))
    assert stored(system, act.subscription) == at_stripe(act.life[-1].subscription)
    outcomes = [events(system)[scene.event["id"]] for scene in act.life]
    assert sorted(outcomes) == ["applied"] + ["unchanged"] * 4


# -- one transaction


@pytest.mark.parametrize("table", ["app.subscription", "app.stripe_subscription", "app.stripe_event"])
def test_the_event_and_its_effect_are_written_together_or_not_at_all(system, stripe, payer, life, table):
    """Whichever of the two cannot be written: the other is not there either, and a later delivery does both."""
    scene = life[1].of({"app.subscription": 2001, "app.stripe_subscription": 2002, "app.stripe_event": 2003}[table], customer_of(payer))
    scene.set(stripe)
    body = json.dumps(scene.event).encode()
    with system.connect() as connection:
        connection.execute(f"alter table {table} add constraint not_now check (false) not valid")
        try:
            assert deliver(system, body, signed(stripe, body)).status_code >= 500
        finally:
            connection.execute(f"alter table {table} drop constraint not_now")
    assert scene.event["id"] not in events(system)
    assert stored(system, scene.subscription["id"]) is None
    assert deliver(system, body, signed(stripe, body)).json()["data"] == {"outcome": "applied"}
    assert stored(system, scene.subscription["id"]) == at_stripe(scene.subscription)


@pytest.mark.parametrize("table", ["app.ledger_entry", "app.credit_purchase", "app.stripe_event"])
def test_credits_and_the_event_that_brought_them_are_written_together_or_not_at_all(system, stripe, table):
    reseller = Reseller(system, new_admin(system))
    session = session_of(reseller.post("/v1/billing/credits", {"pack": "credits_10000"})["url"])
    stripe.webhooks.url, url = None, stripe.webhooks.url
    stripe.account.pay(session)
    stripe.webhooks.url = url
    event = [e for e in stripe.account.events.values() if e["type"] == "checkout.session.completed"][-1]
    body = json.dumps(event).encode()
    with system.connect() as connection:
        connection.execute(f"alter table {table} add constraint not_now check (false) not valid")
        try:
            assert deliver(system, body, signed(stripe, body)).status_code >= 500
        finally:
            connection.execute(f"alter table {table} drop constraint not_now")
    assert event["id"] not in events(system)
    assert (balance(reseller), ledger(reseller)) == (0, [])
    assert deliver(system, body, signed(stripe, body)).status_code == 200
    assert balance(reseller) == 10_000


# -- a Stripe that is slow, or away


def test_a_stripe_that_does_not_answer_holds_up_nobody_else(system, stripe, payer, life):
    """More events than connections for them, and checkouts: all are told 503 in time, and meanwhile the rest is as fast as ever."""
    times: list[float] = []
    stop = threading.Event()

    def look() -> None:
        person = Person(system)
        while not stop.is_set():
            began = time.monotonic()
            person.get("/v1/me")
            times.append(time.monotonic() - began)
            time.sleep(0.05)

    def ask(work: Callable[[], httpx.Response]) -> tuple[float, httpx.Response]:
        began = time.monotonic()
        answer = work()
        return time.monotonic() - began, answer

    person, newcomer = Person(system), Person(system)
    session = session_of(person.post("/v1/billing/checkout", {"plan": "basic"})["url"])
    stripe.webhooks.url, url = None, stripe.webhooks.url
    stripe.account.pay(session)
    stripe.webhooks.url = url
    told = json.dumps([e for e in stripe.account.events.values() if e["type"] == "customer.subscription.created"][-1]).encode()
    work = [lambda: deliver(system, told, signed(stripe, told))] * 12
    work += [lambda: newcomer.http.post("/v1/billing/checkout", json={"plan": "basic"}), lambda: payer.http.post("/v1/billing/portal")] * 3
    looking = threading.Thread(target=look)
    with stripe.faults.on("", hang=True), ThreadPoolExecutor(len(work)) as pool:
        looking.start()
        asked = [pool.submit(ask, each) for each in work]
        time.sleep(4)
        with system.connect() as connection:
            query = "select application_name from pg_stat_activity where state = 'idle in transaction' and usename = 'syncstream_api'"
            waiting = {name for (name,) in connection.execute(query)}
        answers = [each.result() for each in asked]
        stop.set()
        looking.join()
    for seconds, answer in answers:
        refusal(answer, 503, "unavailable")
        assert seconds < SECONDS, seconds
    assert waiting == {"syncstream-api billing"}, "who waits for Stripe holds no other connection"
    assert len(times) > 50 and statistics.quantiles(times, n=20)[-1] < 1, times
    assert json.loads(told)["id"] not in events(system)
    assert person.get("/v1/subscription") is None
    assert newcomer.sql("select customer_id from app.stripe_account where account_id = %(account)s") == [(None,)]
    assert deliver(system, told, signed(stripe, told)).status_code == 200
    assert person.get("/v1/subscription")["status"] == "active"
    assert buy(newcomer, stripe, "basic")["status"] == "active"


def test_a_stripe_that_is_away_is_asked_again_later(system, stripe, payer):
    header = key()
    with stripe.unreachable():
        for path, body in (("checkout", {"plan": "basic"}), ("portal", None)):
            began = time.monotonic()
            refusal(payer.http.post(f"/v1/billing/{path}", json=body, headers=header), 503, "unavailable")
            assert time.monotonic() - began < SECONDS
    page = payer.post("/v1/billing/checkout", {"plan": "basic"}, headers=header)
    assert payer.post("/v1/billing/checkout", {"plan": "basic"}, headers=header) == page, "one key, one page"


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 429}, {"drop": True}])
def test_whatever_stripe_answers_instead(system, stripe, fault):
    person = Person(system)
    session = session_of(person.post("/v1/billing/checkout", {"plan": "basic"})["url"])
    with stripe.faults.on("GET /v1/subscriptions", **fault):
        stripe.account.pay(session)
        wait_for(lambda: any(attempt.status == 503 for attempt in stripe.webhooks.attempts[-20:]))
        assert person.get("/v1/subscription") is None
    stripe.webhooks.wait(60)
    assert person.get("/v1/subscription")["status"] == "active"


def test_events_late_twice_and_out_of_order(system, stripe):
    """The double's own way of carrying events, at its worst."""
    people = [Person(system) for _ in range(6)]
    sessions = [session_of(person.post("/v1/billing/checkout", {"plan": "premium"})["url"]) for person in people]
    stripe.webhooks.route, before = shuffled(1.5, copies=2, seed=4), stripe.webhooks.route
    try:
        for n, session in enumerate(sessions):
            stripe.account.pay(session)
            subscription = stripe.account.get(session)["subscription"]
            if n % 3 == 1:
                stripe.account.swap(subscription, "price_basic")
            if n % 3 == 2:
                stripe.account.cancel(subscription)
        stripe.webhooks.wait(60)
    finally:
        stripe.webhooks.route = before
    for session in sessions:
        subscription = stripe.account.get(stripe.account.get(session)["subscription"])
        assert stored(system, subscription["id"]) == at_stripe(subscription)
