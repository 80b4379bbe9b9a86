"""DELETE /v1/me (contract §2), over HTTP: nothing of the account is left in any table."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.household import UNDELETABLE, Household, account_tables, tables
from tests.support.people import PASSWORD, data_of

# Where the account's id, which leads nowhere now, may still be read: its ledger, and the trail of who made it a reseller;
# a profile's, for a day, in the log of a friend's party: its numbers have no gap.
STAYS = {"app.ledger_entry", "app.audit", "app.party_event"}
# Counted by the address that attempts came from, whoever's they were.
NOBODYS = {"private.throttle": "bucket in ('address', 'device_code', 'user_code_address', 'party_code_address')"}


def everything(system) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with system.connect() as connection:
        return {
            table: sorted(row for (row,) in connection.execute(f"select t::text from {table} t where not ({NOBODYS.get(table, 'false')})"))
            for table in tables(connection)
        }


def mentioned(system, household: Household) -> dict[str, int]:
    """In which tables the account, its address or its profiles are still named, in any column."""
    found = {table: sum(any(mark in row for mark in household.marks) for row in rows) for table, rows in everything(system).items()}
    return {table: count for table, count in found.items() if count}


def test_deleting_leaves_every_table_as_it_was_before_the_account(system):
    Household(system)  # others stay
    before = everything(system)
    household = Household(system)
    with system.connect() as connection:
        filled = [
            table
            for table in account_tables(connection)
            if connection.execute(f"select from {table} where account_id = %s", [household.account_id]).rowcount
        ]
        assert {*filled, *UNDELETABLE} == set(account_tables(connection)), "let tests/support/household.py leave something in each"
    assert set(mentioned(system, household)) >= {*filled, "private.throttle"}

    response = household.delete()
    assert data_of(response, 200) is None
    assert response.headers["Set-Cookie"].startswith('auth=""; expires=') and " Jan 1970 " in response.headers["Set-Cookie"]
    after = everything(system)
    assert set(mentioned(system, household)) == STAYS
    with system.connect() as connection:
        for table in account_tables(connection):
            left = connection.execute(f"select count(*) from {table} where account_id = %s", [household.account_id]).fetchone()[0]
            assert left == (2 if table == "app.ledger_entry" else 0), table
    assert [row for row in after["app.ledger_entry"] if household.owner.email in row] == []
    assert len(after["app.account"]) == len(before["app.account"]) + 3, "but for its reseller's, the administrator's and its friend's"


def test_tokens_stop_at_once_and_the_address_is_free_again(system):
    household = Household(system)
    tablet = data_of(household.owner.login(device_id="tablet"), 200)
    data_of(household.delete(), 200)
    for token in (household.owner.access_token, tablet["access_token"]):
        answer = httpx.get(f"{system.url}/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert data_of(answer, 401)["code"] == "unauthorized"
    refresh = httpx.post(f"{system.url}/v1/auth/refresh", json={"refresh_token": tablet["refresh_token"]})
    assert data_of(refresh, 401)["code"] == "invalid_refresh_token"
    assert data_of(household.owner.login(), 401)["code"] == "invalid_credentials"
    again = httpx.post(f"{system.url}/v1/auth/signup", json={"email": household.owner.email, "password": PASSWORD})
    assert data_of(again, 201)["account"]["id"] != household.account_id


def test_a_wrong_password_is_counted_as_at_login(person):
    def delete(password: str) -> httpx.Response:
        return person.http.request("DELETE", "/v1/me", json={"password": password})

    assert data_of(delete("wrong password"), 403)["code"] == "invalid_credentials"
    with ThreadPoolExecutor(4) as pool:
        assert {r.status_code for r in pool.map(delete, ["wrong password"] * 9)} == {403}
    assert data_of(delete(PASSWORD), 429)["code"] == "rate_limited"
    assert person.login().status_code == 429
    assert person.get("/v1/me")


@pytest.mark.parametrize("body", [None, {}, {"password": None}, {"password": 1}])
def test_a_password_is_needed(person, body):
    assert person.delete("/v1/me", body, expect=400)["field"] == "password"
    assert person.get("/v1/me")


def test_a_kids_profile_deletes_nothing(person):
    person.select(person.profile("Kid", is_kids=True)["id"])
    assert person.delete("/v1/me", {"password": PASSWORD}, expect=403)["code"] == "restricted_profile"


def test_the_cookie_alone_deletes_nothing_for_another_site(system, person):
    http = system.client(Cookie=f"auth={person.access_token}", Origin="https://evil.example")
    assert data_of(http.request("DELETE", "/v1/me", json={"password": PASSWORD}), 403)["code"] == "csrf"


def test_of_twenty_deletions_side_by_side_one_wins(system):
    household = Household(system)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: household.delete(), range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 19
    assert {data_of(answer, 401)["code"] for answer in answers if answer.status_code == 401} == {"unauthorized"}
    assert set(mentioned(system, household)) <= STAYS


@pytest.mark.parametrize("attempt", range(3))
def test_a_deletion_among_all_else_that_an_account_does(system, attempt):
    """Every answer is a refusal or a success of its own kind: no 500, no 503, no deadlock, nothing left."""
    household = Household(system)
    owner, url = household.owner, system.url
    adult = household.profiles[0]
    refresh_token = data_of(owner.login(device_id="laptop"), 200)["refresh_token"]
    codes = data_of(httpx.post(f"{url}/v1/auth/device/code", json={}), 200)

    def post(path: str, **body) -> httpx.Response:
        return owner.http.post(path, json=body)

    work = {
        "login": lambda: owner.login(device_id="again", replace_oldest=True),
        "refresh": lambda: post("/v1/auth/refresh", refresh_token=refresh_token),
        "profile": lambda: post("/v1/profiles", name="New"),
        "select": lambda: post(f"/v1/profiles/{adult}/select", pin="4711"),
        "guess": lambda: post(f"/v1/profiles/{adult}/select", pin="0000"),
        "export": lambda: owner.http.get("/v1/me/export"),
        "approve": lambda: post("/v1/auth/device/approve", user_code=codes["user_code"]),
        "poll": lambda: post("/v1/auth/device/token", device_code=codes["device_code"]),
    }
    answers: list[tuple[str, int]] = []
    started, deleted = threading.Barrier(len(work) + 1, timeout=30), threading.Event()

    def repeat(name: str) -> None:
        started.wait()
        while True:
            last = deleted.is_set()
            answers.append((name, work[name]().status_code))
            if last:
                return

    threads = [threading.Thread(target=repeat, args=[name]) for name in work]
    for thread in threads:
        thread.start()
    started.wait()
    deleted.wait(0.2 * attempt)
    response = household.delete()
    deleted.set()
    for thread in threads:
        thread.join()

    data_of(response, 200)
    assert {status for _, status in answers} <= {200, 201, 400, 401, 403, 404, 429}, answers
    # A login that came after it is an attempt at an address that nobody has.
    assert set(mentioned(system, household)) <= {"private.throttle"} | STAYS
    assert "deadlock" not in system.cluster.log.read_text()
