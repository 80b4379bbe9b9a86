"""Calls that take too long: they are ended, and nobody else waits for them."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.load import PATIENCE, Load
from tests.support.people import Person, refusal
from tests.support.routes import mounted

TIMEOUT = 5  # api/gateway.py, STATEMENT_TIMEOUT_MS


@pytest.mark.parametrize(("method", "volatility"), [("GET", "stable"), ("POST", "volatile")])
def test_a_call_that_sleeps_past_the_timeout_is_504_and_holds_up_nobody(fragile, method, volatility):
    sleeper = Person(fragile)

    def sleep(path: str) -> httpx.Response:
        return httpx.request(method, f"{fragile.url}{path}", headers=sleeper.http.headers, timeout=PATIENCE)

    body = "perform pg_sleep(60); return null;"
    with (
        mounted(fragile, f"sleeper_{volatility}", body, method=method, volatility=volatility) as path,
        Load(fragile, ("profiles", "me", "create")) as load,
        ThreadPoolExecutor(6) as pool,
    ):
        load.wait_for(10)
        for _ in range(2):  # the second time it is known to be slow
            sleeping = [pool.submit(sleep, path) for _ in range(6)]
            answered = 0
            while not any(call.done() for call in sleeping):
                load.wait_for(1)
                answered += 1
            assert answered > 20, "the others went on meanwhile"
            statuses = {call.result().status_code for call in sleeping}
            assert 504 in statuses and statuses <= {503, 504}
            for call in sleeping:
                if call.result().status_code == 504:
                    refusal(call.result(), 504, "timeout", "This took too long. Nothing was changed; try again")
    assert set(load.statuses()) <= {200, 201}, load.statuses()
    assert max(answer.seconds for answer in load.answers) < TIMEOUT - 1, "nobody waited for the sleepers' end"


def test_a_timeout_changes_nothing(fragile):
    person = Person(fragile)
    body = "insert into app.profile (account_id, name, rev) values (http.current_account_id(), 'x', 0); perform pg_sleep(60); return null;"
    with mounted(fragile, "sleeper_that_writes", body, method="POST", volatility="volatile") as path:
        person.refused(504, "timeout", "POST", path)
    assert person.get("/v1/profiles")["items"] == []


def test_a_timeout_is_logged_with_the_request_id(fragile):
    person = Person(fragile)
    with mounted(fragile, "sleeper_that_is_logged", "perform pg_sleep(60); return null;") as path:
        person.refused(504, "timeout", "GET", path, headers={"X-Request-Id": "slow-one"})
    assert '"slow-one"' in fragile.api_log.read_text()
