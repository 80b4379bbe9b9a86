"""Resellers, their clients and their credits (contract §7), over HTTP."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import psycopg
import pytest

from tests.support.people import PASSWORD, Person, data_of, new_email
from tests.support.resellers import PRICES, Reseller, audit, balance, ledger, new_admin, signed_in

NOBODY = str(uuid.uuid4())


@pytest.fixture(scope="module")
def admin(system):
    return new_admin(system)


@pytest.fixture
def reseller(system, admin):
    return Reseller(system, admin, 100_000)


@pytest.fixture(autouse=True)
def the_audit_holds(system):
    yield
    audit(system)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def times(system, client_id: str, passed: str) -> None:
    """Time passes for one client."""
    columns = ("created_at", "expires_at", "term_started_at", "paid_at", "paid_from")
    moved = ", ".join(f"{column} = {column} - %(passed)s::interval" for column in columns)
    with system.connect() as connection:
        connection.execute(f"update app.reseller_client set {moved} where client_id = %(client)s", {"passed": passed, "client": client_id})
        connection.execute(
            "update app.subscription set current_period_end = current_period_end - %s::interval where account_id = %s", [passed, client_id]
        )


# -- making clients


def test_a_client_costs_its_plan_times_the_months_and_can_sign_in(system, reseller):
    client = reseller.client(plan="premium", months=3)
    assert set(client) == {"id", "email", "status", "plan", "expires_at", "created_at"}
    assert (client["status"], client["plan"]) == ("active", "premium")
    term = moment(client["expires_at"]) - moment(client["created_at"])
    assert timedelta(days=89) <= term <= timedelta(days=92)
    assert balance(reseller) == 100_000 - 3 * PRICES["premium"]
    entry = ledger(reseller)[-1]
    assert set(entry) == {"id", "amount", "balance_after", "transaction_type", "description", "counterparty_id", "created_at"}
    assert (entry["amount"], entry["transaction_type"], entry["counterparty_id"]) == (-6000, "client_created", client["id"])
    assert entry["balance_after"] == 94_000

    me = signed_in(system, client["email"]).get("/v1/me")
    assert (me["id"], me["role"], me["plan"]["code"], me["subscription"]["source"]) == (client["id"], "user", "premium", "reseller")


def test_a_client_without_a_plan_is_on_free_and_costs_1000(system, reseller):
    client = reseller.client()
    assert (client["plan"], client["expires_at"], client["status"]) == ("free", None, "active")
    assert balance(reseller) == 99_000
    me = signed_in(system, client["email"]).get("/v1/me")
    assert (me["plan"]["code"], me["subscription"]) == ("free", None)


def test_the_first_designs_path_makes_clients_too(reseller):
    reseller.post("/clients", {"email": new_email(), "password": PASSWORD}, expect=201)


def test_credits_for_ten_and_forty_at_once_make_exactly_ten(system, admin):
    reseller = Reseller(system, admin, 10 * PRICES["basic"])

    def create(_):
        return reseller.http.post("/v1/reseller/clients", json={"email": new_email(), "password": PASSWORD, "plan": "basic"})

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(create, range(40)))
    assert sorted(answer.status_code for answer in answers) == [201] * 10 + [402] * 30
    refused = next(answer for answer in answers if answer.status_code == 402).json()
    assert refused["message"] == "Insufficient credits"
    assert refused["data"]["code"] == "insufficient_credits" and refused["data"]["cost"] == 1000 and refused["data"]["balance"] < 1000
    assert reseller.get("/v1/reseller")["clients"] == len(reseller.get("/v1/reseller/clients")["items"]) == 10
    assert balance(reseller) == 0
    assert [e["transaction_type"] for e in ledger(reseller)] == ["grant"] + ["client_created"] * 10


def test_a_taken_address_takes_nothing(reseller):
    client = reseller.client(plan="basic")
    before = balance(reseller)
    answer = reseller.post("/v1/reseller/clients", {"email": client["email"].upper(), "password": PASSWORD, "plan": "basic"}, expect=409)
    assert answer["code"] == "email_taken"
    assert balance(reseller) == before and len(ledger(reseller)) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"months": 0}, "months"),
        ({"months": 37}, "months"),
        ({"months": -1}, "months"),
        ({"months": 1.5}, "months"),
        ({"months": 10**30}, "months"),
        ({"months": "1"}, "months"),
        ({"plan": "gold"}, "plan"),
        ({"plan": 1}, "plan"),
        ({"plan": None, "trial": True}, "plan"),
        ({"email": "nobody"}, "email"),
        ({"password": "short"}, "password"),
        ({"trial": 1}, "trial"),
    ],
)
def test_what_a_client_cannot_be_made_of(reseller, body, field):
    answer = reseller.post("/v1/reseller/clients", {"email": new_email(), "password": PASSWORD, "plan": "basic", **body}, expect=400)
    assert (answer["code"], answer["field"]) == ("invalid", field)
    assert balance(reseller) == 100_000


def test_trials_are_free_last_a_day_and_are_ten_in_thirty_days(system, admin):
    reseller = Reseller(system, admin)
    trials = [reseller.client(plan="premium", trial=True) for _ in range(10)]
    assert moment(trials[0]["expires_at"]) - moment(trials[0]["created_at"]) == timedelta(days=1)
    assert signed_in(system, trials[0]["email"]).get("/v1/me")["subscription"]["status"] == "trialing"
    answer = reseller.post(
        "/v1/reseller/clients", {"email": new_email(), "password": PASSWORD, "plan": "premium", "trial": True}, expect=403
    )
    assert (answer["code"], answer["limit"], answer["max"]) == ("plan_limit_reached", "max_trials", 10)
    assert (balance(reseller), ledger(reseller)) == (0, [])
    assert reseller.post(f"/v1/reseller/clients/{trials[0]['id']}/refund", expect=409)["code"] == "conflict"

    with system.connect() as connection:
        connection.execute(
            "update app.reseller set trials[1] = trials[1] - interval '30 days' where account_id = %s", [reseller.account_id]
        )
    reseller.client(plan="premium", trial=True)


def test_twelve_trials_at_once_are_ten(system, admin):
    reseller = Reseller(system, admin)
    body = {"password": PASSWORD, "plan": "basic", "trial": True}
    with ThreadPoolExecutor(12) as pool:
        statuses = list(
            pool.map(lambda _: reseller.http.post("/v1/reseller/clients", json={"email": new_email(), **body}).status_code, range(12))
        )
    assert sorted(statuses) == [201] * 10 + [403] * 2


def test_prices_are_rows_that_count_at_once(system, reseller):
    prices = {price["plan"]: price for price in reseller.get("/v1/reseller")["prices"]}
    assert {plan: price["credits"] for plan, price in prices.items()} == PRICES
    assert (prices["free"]["per"], prices["basic"]["per"]) == ("client", "month")
    with system.connect() as connection:
        connection.execute("insert into app.reseller_price values (%s, 'basic', 700), (%s, 'free', 0)", [reseller.account_id] * 2)
    assert {"plan": "basic", "credits": 700, "per": "month"} in reseller.get("/v1/reseller")["prices"]
    reseller.client(plan="basic", months=2)
    reseller.client()
    assert balance(reseller) == 100_000 - 1400


# -- terms


def test_renewing_extends_a_term_that_runs_and_restarts_one_that_ended(system, reseller):
    client = reseller.client(plan="basic")
    renewed = reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"months": 2})
    assert timedelta(days=58) <= moment(renewed["expires_at"]) - moment(client["expires_at"]) <= timedelta(days=62)
    assert balance(reseller) == 97_000
    assert signed_in(system, client["email"]).get("/v1/subscription")["current_period_end"] == renewed["expires_at"]

    times(system, client["id"], "200 days")
    assert reseller.get(f"/v1/reseller/clients/{client['id']}")["status"] == "expired"
    assert signed_in(system, client["email"]).get("/v1/me")["plan"]["code"] == "free"
    again = reseller.post(f"/v1/reseller/clients/{client['id']}/renew")
    assert again["status"] == "active"
    ahead = moment(again["expires_at"]) - datetime.now().astimezone()
    assert timedelta(days=27) <= ahead <= timedelta(days=31)
    assert [e["transaction_type"] for e in ledger(reseller)] == ["grant", "client_created", "client_renewed", "client_renewed"]
    assert signed_in(system, client["email"]).get("/v1/me")["plan"]["code"] == "basic"


def test_another_plan_gives_the_unused_part_back_and_starts_now(system, reseller):
    client = reseller.client(plan="premium", months=2)
    times(system, client["id"], "30 days")
    before = balance(reseller)
    renewed = reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"plan": "ultimate", "months": 1})
    refund, cost = ledger(reseller)[-2:]
    assert (refund["transaction_type"], cost["transaction_type"], cost["amount"]) == ("refund", "client_renewed", -4000)
    assert 1900 <= refund["amount"] <= 2100  # about half of two months
    assert balance(reseller) == before + refund["amount"] - 4000
    assert renewed["plan"] == "ultimate"
    assert timedelta(days=27) <= moment(renewed["expires_at"]) - datetime.now().astimezone() <= timedelta(days=31)
    assert signed_in(system, client["email"]).get("/v1/me")["plan"]["code"] == "ultimate"


def test_another_plan_may_be_paid_with_what_comes_back(system, admin):
    reseller = Reseller(system, admin, 4000)
    client = reseller.client(plan="ultimate")
    answer = reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"plan": "premium", "months": 3}, expect=402)
    assert answer["balance"] == 0 and 2000 <= answer["cost"] <= 2002
    assert (balance(reseller), len(ledger(reseller))) == (0, 2)
    reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"plan": "basic", "months": 3})
    assert 998 <= balance(reseller) <= 1000


def test_who_has_no_term_needs_a_plan(reseller):
    client = reseller.client()
    for body in ({}, {"plan": "free"}):
        assert reseller.post(f"/v1/reseller/clients/{client['id']}/renew", body, expect=400)["field"] == "plan"
    renewed = reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"plan": "basic"})
    assert (renewed["plan"], balance(reseller)) == ("basic", 98_000)


def test_a_refund_is_in_proportion_once_and_within_a_day(system, reseller):
    client = reseller.client(plan="premium", months=1)
    times(system, client["id"], "12 hours")
    refunded = reseller.post(f"/v1/reseller/clients/{client['id']}/refund")
    assert refunded["status"] == "expired"
    entry = ledger(reseller)[-1]
    assert entry["transaction_type"] == "refund" and 1960 <= entry["amount"] <= 1969  # 29.5 of 30 days, or of 28 to 31
    assert balance(reseller) == 98_000 + entry["amount"]
    assert reseller.post(f"/v1/reseller/clients/{client['id']}/refund", expect=409)["code"] == "conflict"
    assert signed_in(system, client["email"]).get("/v1/me")["plan"]["code"] == "free"

    late = reseller.client(plan="premium")
    times(system, late["id"], "25 hours")
    assert reseller.post(f"/v1/reseller/clients/{late['id']}/refund", expect=409)["code"] == "conflict"
    assert reseller.post(f"/v1/reseller/clients/{reseller.client()['id']}/refund", expect=409)["code"] == "conflict"


def test_refunding_a_renewal_leaves_what_was_paid_before(system, reseller):
    client = reseller.client(plan="basic", months=1)
    reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"months": 12})
    refunded = reseller.post(f"/v1/reseller/clients/{client['id']}/refund")
    assert (refunded["status"], refunded["expires_at"]) == ("active", client["expires_at"])
    assert ledger(reseller)[-1]["amount"] == 12_000  # none of it was used
    assert reseller.post(f"/v1/reseller/clients/{client['id']}/refund", expect=409)["code"] == "conflict"
    assert signed_in(system, client["email"]).get("/v1/subscription")["current_period_end"] == client["expires_at"]


def test_twenty_refunds_at_once_are_one(reseller):
    client = reseller.client(plan="basic", months=36)
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda _: reseller.http.post(f"/v1/reseller/clients/{client['id']}/refund").status_code, range(20)))
    assert sorted(statuses) == [200] + [409] * 19
    assert 100_000 - balance(reseller) <= 1


def test_suspending_ends_sessions_at_once(system, reseller):
    client = reseller.client(plan="basic")
    person = signed_in(system, client["email"])
    assert reseller.post(f"/v1/reseller/clients/{client['id']}/suspend")["status"] == "suspended"
    assert person.get("/v1/me", expect=403)["code"] == "account_suspended"
    assert data_of(person.login(), 403)["code"] == "account_suspended"
    assert reseller.post(f"/v1/reseller/clients/{client['id']}/suspend")["status"] == "suspended"
    assert [c["id"] for c in reseller.get("/v1/reseller/clients?status=suspended")["items"]] == [client["id"]]

    assert reseller.post(f"/v1/reseller/clients/{client['id']}/resume")["status"] == "active"
    assert person.get("/v1/me", expect=401)["code"] == "unauthorized"
    assert data_of(person.login(), 200)


# -- sub-resellers and transfers


def test_sub_resellers_go_to_any_depth_and_credits_one_step_at_a_time(reseller):
    child = reseller.sub(5000)
    grandchild = child.sub(2000)
    assert (balance(reseller), balance(child), balance(grandchild)) == (95_000, 3000, 2000)
    assert grandchild.get("/v1/reseller")["parent_id"] == child.account_id
    assert [e["transaction_type"] for e in ledger(child)] == ["transfer_in", "transfer_out"]

    entry = child.post("/v1/reseller/transfers", {"to": grandchild.account_id, "amount": 1000, "note": "June"})
    assert (entry["amount"], entry["balance_after"], entry["counterparty_id"]) == (-1000, 2000, grandchild.account_id)
    assert ledger(grandchild)[-1]["description"] == "June"
    grandchild.post("/v1/reseller/transfers", {"to": child.account_id, "amount": 3000})
    assert (balance(reseller), balance(child), balance(grandchild)) == (95_000, 5000, 0)


def test_opening_credits_that_are_not_there(reseller):
    email = new_email()
    answer = reseller.post("/v1/reseller/resellers", {"email": email, "password": PASSWORD, "credits": 100_001}, expect=402)
    assert (answer["balance"], answer["cost"]) == (100_000, 100_001)
    assert reseller.post("/v1/reseller/resellers", {"email": email, "password": PASSWORD, "credits": -1}, expect=400)["field"] == "credits"
    made = reseller.post("/v1/reseller/resellers", {"email": email, "password": PASSWORD}, expect=201)
    assert made == {"id": made["id"], "email": email, "credits_balance": 0}


@pytest.mark.parametrize("amount", [0, -1, -5000, 0.5, 1.5, 1e300, 10**12 + 1, 2**63, 10**40, "5", True, None, [1]])
def test_amounts_that_are_none(reseller, amount):
    child = reseller.sub()
    answer = reseller.post("/v1/reseller/transfers", {"to": child.account_id, "amount": amount}, expect=400)
    assert (answer["code"], answer["field"]) == ("invalid", "amount")
    assert (balance(reseller), balance(child)) == (100_000, 0)


def test_transfers_go_to_no_one_else(system, admin, reseller):
    child = reseller.sub(100)
    grandchild = child.sub(10)
    stranger = Reseller(system, admin)
    client = reseller.client()
    before = balance(reseller)
    own = reseller.post("/v1/reseller/transfers", {"to": reseller.account_id, "amount": 1}, expect=400)
    assert (own["code"], own["field"]) == ("invalid", "to")
    for to in (grandchild.account_id, stranger.account_id, client["id"], admin.account_id, NOBODY):
        assert reseller.post("/v1/reseller/transfers", {"to": to, "amount": 1}, expect=404)["code"] == "not_found"
    assert grandchild.post("/v1/reseller/transfers", {"to": reseller.account_id, "amount": 1}, expect=404)["code"] == "not_found"
    short = child.post("/v1/reseller/transfers", {"to": reseller.account_id, "amount": 91}, expect=402)
    assert (short["balance"], short["cost"]) == (90, 91)
    assert (balance(reseller), balance(child), balance(grandchild), balance(stranger)) == (before, 90, 10, 0)


def test_transfers_in_both_directions_do_not_block_each_other(reseller):
    child = reseller.sub(1000)

    def send(n):
        giver, taker = (reseller, child) if n % 2 else (child, reseller)
        return giver.http.post("/v1/reseller/transfers", json={"to": taker.account_id, "amount": 1}).status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(send, range(200))) == {200}
    assert (balance(reseller), balance(child)) == (99_000, 1000)


# -- the list


def test_the_list_is_searched_filtered_and_paged(system, reseller):
    mark = str(uuid.uuid4().int)[:8]
    made = [reseller.post("/v1/reseller/clients", {"email": f"{name}_{mark}@Example.com", "password": PASSWORD}, expect=201)
            for name in ("Ada", "bob", "ad%")]  # fmt: skip
    path = "/v1/reseller/clients"

    def found(**params):
        return [c["email"].split("_")[0] for c in reseller.get(path, params=params)["items"]]

    assert found() == ["ad%", "bob", "Ada"]
    assert found(q="AD") == ["ad%", "Ada"]
    assert found(q=f"B_{mark}@example") == ["bob"]
    assert found(q="%_") == ["ad%"]
    assert found(q="") == ["ad%", "bob", "Ada"]
    assert found(q="nobody") == []
    reseller.post(f"{path}/{made[1]['id']}/suspend")
    reseller.post(f"{path}/{made[0]['id']}/renew", {"plan": "basic"})
    times(system, made[0]["id"], "40 days")
    assert (found(status="active"), found(status="suspended"), found(status="expired")) == (["ad%"], ["bob"], ["Ada"])
    assert found(status="expired", q="ad") == ["Ada"]
    assert reseller.get(path, params={"status": "gone"}, expect=400)["field"] == "status"

    pages, cursor = [], None
    while True:
        page = reseller.get(path, params={"limit": 1, "q": mark, **({"cursor": cursor} if cursor else {})})
        pages += [c["id"] for c in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert sorted(pages) == sorted(c["id"] for c in made) and len(pages) == 3
    assert reseller.get(path, params={"cursor": "x"}, expect=400)["field"] == "cursor"


def test_a_hundred_thousand_clients_are_searched_and_paged_fast(system, reseller):
    with system.connect() as connection:
        connection.execute(
            "insert into app.reseller_client (account_id, client_id, email, plan, expires_at, suspended_at, created_at)"
            " select %s, gen_random_uuid(), 'client' || n || '@example.com', 'basic', now() + make_interval(hours => n - 50000),"
            " case when n %% 20000 = 0 then now() end, now() - make_interval(secs => n) from generate_series(1, 100000) n",
            [reseller.account_id],
        )
        connection.execute("update app.reseller set clients = 100000 where account_id = %s", [reseller.account_id])
        connection.execute("analyze app.reseller_client")
    for params, count in (
        ({}, 50),
        ({"q": "t77777@"}, 1),
        ({"q": "example"}, 50),
        ({"q": "nobody-has-this"}, 0),
        ({"q": "zz"}, 0),
        ({"status": "suspended"}, 5),
        ({"status": "expired"}, 50),
        ({"status": "active", "q": "client9999"}, 10),
    ):
        page = reseller.get("/v1/reseller/clients", params=params)
        assert len(page["items"]) == count, params
        seconds = min(reseller.http.get("/v1/reseller/clients", params=params).elapsed.total_seconds() for _ in range(3))
        assert seconds < 0.5, params  # some 3 ms on a quiet machine, and 100 for two letters that nobody has
    assert reseller.get("/v1/reseller")["clients"] == 100_000
    with system.connect() as connection:
        connection.execute("delete from app.reseller_client where account_id = %s", [reseller.account_id])
        connection.execute("update app.reseller set clients = 0 where account_id = %s", [reseller.account_id])


# -- who may what


def test_other_resellers_clients_are_not_there(system, admin, reseller):
    stranger = Reseller(system, admin, 10_000)
    client = stranger.client(plan="basic")
    sub_client = reseller.sub(10_000).client(plan="basic")
    for client_id in (client["id"], sub_client["id"], stranger.account_id, NOBODY, "x"):
        assert reseller.get(f"/v1/reseller/clients/{client_id}", expect=404)["code"] == "not_found"
        for action, body in (("renew", {"plan": "basic"}), ("refund", None), ("suspend", None), ("resume", None)):
            assert reseller.post(f"/v1/reseller/clients/{client_id}/{action}", body, expect=404)["code"] == "not_found"
    assert reseller.get("/v1/reseller/clients")["items"] == []
    cursor = None
    stranger.client()
    cursor = stranger.get("/v1/reseller/clients?limit=1")["next_cursor"]
    assert reseller.get("/v1/reseller/clients", params={"cursor": cursor}, expect=400)["field"] == "cursor"


def test_a_reseller_reads_of_its_clients_what_the_contract_lists(system, reseller):
    client = reseller.client(plan="premium")
    person = signed_in(system, client["email"])
    profile = person.profile("Secret")
    for path in (f"/v1/profiles/{profile['id']}", f"/v1/reseller/clients/{client['id']}/profiles"):
        reseller.get(path, expect=404)
    assert reseller.get("/v1/profiles")["items"] == []
    assert [s["id"] for s in reseller.get("/v1/sessions")["items"]] == [reseller.tokens["session_id"]]
    assert set(reseller.get(f"/v1/reseller/clients/{client['id']}")) == {"id", "email", "status", "plan", "expires_at", "created_at"}


def test_only_resellers_call_and_only_administrators_grant(system, admin, reseller):
    member = Person(system)
    for person in (member, admin):
        for method, path in (
            ("GET", ""),
            ("GET", "/clients"),
            ("GET", "/ledger"),
            ("POST", "/clients"),
            ("POST", "/transfers"),
            ("POST", "/resellers"),
        ):
            assert person.call(method, f"/v1/reseller{path}", expect=403)["code"] == "forbidden"
    for person in (member, reseller):
        assert person.post("/v1/admin/resellers", {"email": new_email()}, expect=403)["code"] == "forbidden"
        assert (
            person.post(f"/v1/admin/resellers/{reseller.account_id}/credits", {"amount": 1, "reason": "x"}, expect=403)["code"]
            == "forbidden"
        )
    assert data_of(system.client().get("/v1/reseller"), 401)["code"] == "unauthorized"


def test_an_administrator_makes_resellers_of_new_and_old_accounts(system, admin):
    email = new_email()
    assert admin.post("/v1/admin/resellers", {"email": email}, expect=400)["field"] == "password"
    made = admin.post("/v1/admin/resellers", {"email": email, "password": PASSWORD}, expect=201)
    assert made == {"id": made["id"], "email": email, "credits_balance": 0}
    assert admin.post("/v1/admin/resellers", {"email": email}, expect=409)["code"] == "conflict"
    assert admin.post("/v1/admin/resellers", {"email": admin.email}, expect=409)["code"] == "conflict"

    member = Person(system)
    assert admin.post("/v1/admin/resellers", {"email": member.email.upper()}, expect=201)["id"] == member.account_id
    assert member.get("/v1/me", expect=401)["code"] == "unauthorized"  # the token says another role
    refreshed = data_of(system.client().post("/v1/auth/refresh", json={"refresh_token": member.tokens["refresh_token"]}), 200)
    assert balance(member.use(refreshed)) == 0


def test_an_administrator_grants_and_takes(admin, reseller):
    path = f"/v1/admin/resellers/{reseller.account_id}/credits"
    assert admin.post(path, {"amount": -40_000, "reason": "Refunded"})["credits_balance"] == 60_000
    short = admin.post(path, {"amount": -60_001, "reason": "x"}, expect=402)
    assert (short["balance"], short["cost"]) == (60_000, 60_001)
    for amount in (0, 0.5, 10**12 + 1, -(10**12) - 1, 2**63):
        assert admin.post(path, {"amount": amount, "reason": "x"}, expect=400)["field"] == "amount"
    assert admin.post(path, {"amount": 1}, expect=400)["field"] == "reason"
    assert admin.post(path, {"amount": 1, "reason": ""}, expect=400)["field"] == "reason"
    for nobody in (NOBODY, admin.account_id):
        assert admin.post(f"/v1/admin/resellers/{nobody}/credits", {"amount": 1, "reason": "x"}, expect=404)["code"] == "not_found"
    assert [(e["amount"], e["transaction_type"], e["description"]) for e in ledger(reseller)[1:]] == [(-40_000, "grant", "Refunded")]


def test_a_balance_ends_where_json_readers_lose_count(system, admin, reseller):
    with system.connect() as connection:  # as if granted long ago: 10 below the end
        connection.execute("update app.reseller set credits_balance = 9007199254740981 where account_id = %s", [reseller.account_id])
    path = f"/v1/admin/resellers/{reseller.account_id}/credits"
    assert admin.post(path, {"amount": 11, "reason": "x"}, expect=409)["code"] == "conflict"
    with system.connect() as connection:
        connection.execute("update app.reseller set credits_balance = 100000 where account_id = %s", [reseller.account_id])


# -- leaving


def forget(system, account_id: str) -> None:
    """What deleting an account does to it in the end."""
    with system.connect() as connection, connection.transaction():
        connection.execute("set local role gatekeeper")
        connection.execute("select private.reseller_forget(%s)", [account_id])
        connection.execute("delete from app.account where account_id = %s", [account_id])


def assert_conflict(system, account_id: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        forget(system, account_id)
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PT409", "conflict")


def test_a_client_that_leaves_is_gone_from_the_list(system, reseller):
    client = reseller.client(plan="basic")
    forget(system, client["id"])
    assert reseller.get("/v1/reseller/clients")["items"] == []
    assert (reseller.get("/v1/reseller")["clients"], balance(reseller)) == (0, 99_000)
    reseller.post(f"/v1/reseller/clients/{client['id']}/renew", {"plan": "basic"}, expect=404)
    assert ledger(reseller)[-1]["counterparty_id"] == client["id"]


def test_a_reseller_leaves_without_credits_and_clients(system, admin):
    reseller = Reseller(system, admin, 1000)
    assert_conflict(system, reseller.account_id)
    client = reseller.client()
    assert_conflict(system, reseller.account_id)
    forget(system, client["id"])
    child = reseller.sub()
    assert_conflict(system, reseller.account_id)
    forget(system, child.account_id)
    forget(system, reseller.account_id)
    with system.connect() as connection:
        kept = connection.execute(
            "select amount, description from app.ledger_entry where account_id = %s order by seq", [reseller.account_id]
        ).fetchall()
        notes = connection.execute("select count(*) from app.ledger_note where account_id = %s", [reseller.account_id]).fetchone()
    assert kept == [(1000, "A grant"), (-1000, "A client")] and notes == (0,)
