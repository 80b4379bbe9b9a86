"""Wrong passwords are counted, per address and per client (contract §2)."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.people import PASSWORD, data_of, new_address, new_email, refusal


@pytest.fixture
def elsewhere():
    """A client of its own."""
    return {"X-Forwarded-For": new_address()}


def network(elsewhere: dict) -> str:
    """What its failures are counted for: of an IPv6 address the /64."""
    return elsewhere["X-Forwarded-For"].removesuffix("1")


def fail(person, times: int, headers: dict, **body) -> None:
    for _ in range(times):
        refusal(person.login(headers, **({"password": "wrong one"} | body)), 401, "invalid_credentials")


def test_after_ten_failures_even_the_right_password_must_wait(person, elsewhere):
    fail(person, 10, elsewhere)
    data = refusal(person.login(elsewhere), 429, "rate_limited")
    assert 0 < data["retry_after"] <= 15 * 60
    refusal(person.login({"X-Forwarded-For": new_address()}), 429, "rate_limited")
    refusal(person.login(elsewhere, email=person.email.upper()), 429, "rate_limited")
    body = {"current_password": PASSWORD, "new_password": "battery staple"}
    person.refused(429, "rate_limited", "POST", "/v1/me/password", body)
    forget = (
        "update private.throttle set attempts = array(select a - interval '15 minutes' from unnest(attempts) a) where subject = %(email)s"
    )
    person.sql(forget, email=person.email)
    data_of(person.login(elsewhere), 200)


def test_a_success_before_that_resets_the_count(person, elsewhere):
    fail(person, 9, elsewhere)
    data_of(person.login(elsewhere, device_id="x"), 200)
    fail(person, 9, elsewhere)
    data_of(person.login(elsewhere, device_id="x"), 200)


def test_an_address_that_nobody_has_takes_the_same_path(person, elsewhere):
    email = new_email()
    fail(person, 10, elsewhere, email=email)
    refusal(person.login(elsewhere, email=email), 429, "rate_limited")


def test_failures_side_by_side_are_counted_one_by_one(person, elsewhere):
    with ThreadPoolExecutor(25) as pool:
        statuses = list(pool.map(lambda n: person.login(elsewhere, password="wrong one").status_code, range(25)))
    assert sorted(statuses) == [401] * 10 + [429] * 15


def test_a_hundred_failures_of_one_client_stop_it_for_every_address(system, new_person, elsewhere):
    person = new_person()
    with system.connect() as connection:  # 99 of them, made up
        connection.execute(
            "insert into private.throttle values ('address', %s, array(select clock_timestamp() from generate_series(1, 99)), now())",
            [network(elsewhere)],
        )
    data_of(person.login(elsewhere, device_id="x"), 200)
    refusal(person.login(elsewhere, email=new_email()), 401, "invalid_credentials")
    refusal(person.login(elsewhere, device_id="x"), 429, "rate_limited")
    refusal(person.login({"X-Forwarded-For": f"{network(elsewhere)}beef"}, device_id="x"), 429, "rate_limited")  # it has more of them
    data_of(person.login(device_id="x"), 200)  # from elsewhere


def test_each_failure_counts_against_its_client(system, person, elsewhere):
    fail(person, 3, elsewhere)
    with system.connect() as connection:
        query = "select cardinality(attempts) from private.throttle where bucket = 'address' and subject = %s"
        assert connection.execute(query, [network(elsewhere)]).fetchall() == [(3,)]


def test_wrong_passwords_of_someone_signed_in_count_too(person):
    for n in range(10):
        wrong = {"current_password": "wrong one", "new_password": "battery staple"}
        if n % 2:
            person.refused(403, "invalid_credentials", "POST", "/v1/me/password", wrong)
        else:
            profile = person.get("/v1/profiles")["items"] or [person.profile()]
            person.refused(
                403, "invalid_credentials", "PUT", f"/v1/profiles/{profile[0]['id']}/pin", {"password": "wrong one", "pin": "1234"}
            )
    refusal(person.login(), 429, "rate_limited")


def test_a_client_cannot_choose_its_address_past_a_proxy(system, person, elsewhere):
    """What stands left of the nearest proxy's word is the client's own invention."""
    for n in range(3):
        person.login({"X-Forwarded-For": f"198.51.100.{n}, {elsewhere['X-Forwarded-For']}"}, password="wrong one")
    with system.connect() as connection:
        query = "select cardinality(attempts) from private.throttle where bucket = 'address' and subject = %s"
        assert connection.execute(query, [network(elsewhere)]).fetchall() == [(3,)]


def test_a_body_that_is_refused_is_no_attempt(person, elsewhere):
    for _ in range(12):
        refusal(httpx.post(f"{person.system.url}/v1/auth/login", json={"email": person.email}, headers=elsewhere), 400, "invalid")
    data_of(person.login(elsewhere), 200)
