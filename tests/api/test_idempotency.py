"""Idempotency-Key (contract §1): once, at any concurrency, and the first answer for all."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.people import PASSWORD, new_email
from tests.support.resellers import Reseller, audit, balance, key, ledger, new_admin


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


def at_once(person, path: str, body: dict | None, count: int = 20, **headers: str):
    """The same request side by side; the one answer that all got."""
    with ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(lambda _: person.http.post(path, json=body, headers=headers), range(count)))
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1, {a.text for a in answers}
    return answers[0]


def test_every_post_that_moves_credits_counts_once(system, admin, reseller):
    child = reseller.sub()
    client = reseller.client(plan="basic")
    account = f"/v1/reseller/clients/{client['id']}"
    before = balance(reseller)
    for path, body, status, cost in (
        ("/v1/reseller/clients", {"email": new_email(), "password": PASSWORD, "plan": "basic"}, 201, 1000),
        ("/v1/reseller/resellers", {"email": new_email(), "password": PASSWORD, "credits": 500}, 201, 500),
        ("/v1/reseller/transfers", {"to": child.account_id, "amount": 7, "note": "seven"}, 200, 7),
        (f"{account}/renew", {"months": 12}, 200, 12_000),
        (f"{account}/refund", None, 200, -12_000),
    ):
        entries = len(ledger(reseller))
        answer = at_once(reseller, path, body, **key())
        assert answer.status_code == status, answer.text
        before -= cost
        assert balance(reseller) == before, path
        assert len(ledger(reseller)) == entries + 1
    answer = at_once(admin, f"/v1/admin/resellers/{reseller.account_id}/credits", {"amount": 5, "reason": "once"}, **key())
    assert answer.status_code == 200 and balance(reseller) == before + 5


def test_another_body_is_a_mismatch(reseller):
    child, other, header = reseller.sub(), reseller.sub(), key()
    reseller.post("/v1/reseller/transfers", {"to": child.account_id, "amount": 7}, headers=header)
    for body in (
        {"to": child.account_id, "amount": 8},
        {"to": other.account_id, "amount": 7},
        {"to": child.account_id, "amount": 7, "note": "x"},
    ):
        assert reseller.post("/v1/reseller/transfers", body, headers=header, expect=409)["code"] == "idempotency_mismatch"
    assert balance(reseller) == 99_993
    reseller.post("/v1/reseller/transfers", {"amount": 7, "to": child.account_id}, headers=header)  # the order of fields is no difference


def test_another_client_in_the_path_is_a_mismatch(reseller):
    first, second, header = reseller.client(), reseller.client(), key()
    reseller.post(f"/v1/reseller/clients/{first['id']}/renew", {"plan": "basic"}, headers=header)
    answer = reseller.post(f"/v1/reseller/clients/{second['id']}/renew", {"plan": "basic"}, headers=header, expect=409)
    assert answer["code"] == "idempotency_mismatch"


def test_another_password_is_a_mismatch_and_is_not_kept(system, reseller):
    body, header = {"email": new_email(), "password": PASSWORD}, key()
    made = reseller.post("/v1/reseller/clients", body, headers=header, expect=201)
    assert reseller.post("/v1/reseller/clients", body, headers=header, expect=201) == made
    assert reseller.post("/clients", body, headers=header, expect=201) == made  # an alias is the same route
    other = reseller.post("/v1/reseller/clients", {**body, "password": "battery staple"}, headers=header, expect=409)
    assert other["code"] == "idempotency_mismatch"
    with system.connect() as connection:
        kept = connection.execute("select * from app.idempotency_key where account_id = %s", [reseller.account_id]).fetchall()
    assert PASSWORD not in str(kept) and header["Idempotency-Key"] not in str(kept)


def test_keys_belong_to_the_account_and_the_route(system, admin, reseller):
    header, stranger = key(), Reseller(system, admin, 1000)
    client = reseller.client(plan="basic")
    reseller.post("/v1/reseller/clients", {"email": new_email(), "password": PASSWORD}, headers=header, expect=201)
    stranger.post("/v1/reseller/clients", {"email": new_email(), "password": PASSWORD}, headers=header, expect=201)
    reseller.post(f"/v1/reseller/clients/{client['id']}/renew", headers=header)
    reseller.post(f"/v1/reseller/clients/{client['id']}/refund", headers=header)


def test_a_refusal_is_an_answer_too(system, admin):
    reseller = Reseller(system, admin)
    body, header = {"email": new_email(), "password": PASSWORD}, key()
    refused = at_once(reseller, "/v1/reseller/clients", body, **header)
    assert refused.status_code == 402 and refused.json()["data"] == {"code": "insufficient_credits", "balance": 0, "cost": 1000}
    admin.post(f"/v1/admin/resellers/{reseller.account_id}/credits", {"amount": 1000, "reason": "later"})
    assert reseller.http.post("/v1/reseller/clients", json=body, headers=header).json() == refused.json()
    assert balance(reseller) == 1000
    reseller.post("/v1/reseller/clients", body, headers=key(), expect=201)


def test_a_refusal_undoes_what_came_before_it(reseller):
    client = reseller.client(plan="premium")
    spent = balance(reseller)
    reseller.post("/v1/reseller/transfers", {"to": reseller.sub().account_id, "amount": spent})
    entries, header = len(ledger(reseller)), key()
    for _ in range(2):  # the old term's refund is posted before the new one's cost
        refused = reseller.post(
            f"/v1/reseller/clients/{client['id']}/renew", {"plan": "ultimate", "months": 36}, headers=header, expect=402
        )
        assert refused["balance"] == 0
    assert (balance(reseller), len(ledger(reseller))) == (0, entries)
    assert reseller.get(f"/v1/reseller/clients/{client['id']}") == client


def test_a_taken_address_is_kept_as_the_answer(reseller):
    header, client = key(), reseller.client()
    for _ in range(2):
        answer = reseller.post("/v1/reseller/clients", {"email": client["email"], "password": PASSWORD}, headers=header, expect=409)
        assert answer["code"] == "email_taken"


@pytest.mark.parametrize("value", ["", "x" * 201])
def test_keys_have_1_to_200_characters(reseller, value):
    answer = reseller.post(
        "/v1/reseller/clients", {"email": new_email(), "password": PASSWORD}, headers={"Idempotency-Key": value}, expect=400
    )
    assert (answer["code"], answer["field"]) == ("invalid", "idempotency_key")
    assert balance(reseller) == 100_000


def test_a_key_of_200_characters_is_one(reseller):
    header = {"Idempotency-Key": uuid.uuid4().hex.ljust(200, "x")}
    made = [reseller.post("/v1/reseller/transfers", {"to": reseller.account_id, "amount": 1}, headers=header, expect=400) for _ in range(2)]
    assert made[0] == made[1] == {"code": "invalid", "field": "to"}


def test_what_was_refused_before_the_rule_is_not_kept(reseller):
    header, body = key(), {"to": reseller.sub().account_id, "amount": 0}
    reseller.post("/v1/reseller/transfers", body, headers=header, expect=400)
    reseller.post("/v1/reseller/transfers", {**body, "amount": 1}, headers=header)


def test_keys_are_kept_for_a_day(system, reseller):
    child, header = reseller.sub(), key()
    reseller.post("/v1/reseller/transfers", {"to": child.account_id, "amount": 1}, headers=header)
    with system.connect() as connection:
        move = "update app.idempotency_key set created_at = created_at - %s::interval where account_id = %s"
        connection.execute(move, ["23 hours 59 minutes", reseller.account_id])
        reseller.post("/v1/reseller/transfers", {"to": child.account_id, "amount": 1}, headers=header)
        assert balance(child) == 1
        connection.execute(move, ["2 minutes", reseller.account_id])
    reseller.post("/v1/reseller/transfers", {"to": child.account_id, "amount": 2}, headers=header)
    assert balance(child) == 3


def test_without_a_key_each_request_counts(reseller):
    child = reseller.sub()
    for _ in range(2):
        reseller.post("/v1/reseller/transfers", {"to": child.account_id, "amount": 1})
    assert balance(child) == 2
