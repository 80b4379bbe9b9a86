"""Signing a TV in from elsewhere (contract §2, RFC 8628), over HTTP."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.pairing import Tv
from tests.support.people import data_of

CODE = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}")


@pytest.fixture
def tv(system):
    return Tv(system, device_name="Living room", device_id="tv-1")


def approve(person, code: str, expect: int = 200, **body):
    return person.post("/v1/auth/device/approve", {"user_code": code, **body}, expect=expect)


def sessions(person) -> list[str | None]:
    return [session["device_name"] for session in person.get("/v1/sessions")["items"]]


@pytest.fixture(autouse=True)
def clear_of_earlier_attempts(system):
    """All tests come from one address, whose wrong codes count together."""
    with system.connect() as connection:
        connection.execute("delete from private.throttle where bucket in ('user_code_address', 'device_code')")


# -- the way it goes


def test_a_tv_is_given_codes_to_show_and_to_keep(system, tv):
    assert set(tv.codes) == {"device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval"}
    assert CODE.fullmatch(tv.code)
    assert tv.codes["verification_uri"] == f"{system.url}/pair"
    assert tv.codes["verification_uri_complete"] == f"{system.url}/pair?code={tv.code}"
    assert (tv.codes["expires_in"], tv.codes["interval"]) == (600, 5)
    with system.connect() as connection:
        stored = connection.execute("select d::text from private.device_code d").fetchall()
    assert not any(tv.codes["device_code"] in row for (row,) in stored)


def test_an_approved_tv_gets_tokens_once_with_the_profile(system, person, tv):
    profile = person.profile()
    assert tv.refused() == "authorization_pending"
    assert approve(person, tv.code, profile_id=profile["id"]) == {"device_name": "Living room"}
    tokens = tv.sign_in()
    assert tokens["account"]["id"] == person.account_id
    assert tokens["profile"] == profile
    assert tokens["token_type"] == "Bearer"
    assert data_of(tv.http.get("/v1/me", headers={"Authorization": f"Bearer {tokens['access_token']}"}), 200)["email"] == person.email
    refreshed = data_of(tv.http.post("/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]}), 200)
    assert refreshed["profile"] == profile
    assert tv.refused() == "expired_token"
    assert sessions(person).count("Living room") == 1
    assert [e["action"] for e in person.get("/v1/audit")["items"]][:2] == ["sign_in", "device_approved"]


def test_a_code_is_typed_as_people_type(system, person):
    for written in (str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:2]} {code[2:]}-"):
        tv = Tv(system, device_id="tv")
        approve(person, written(tv.code))
        assert tv.sign_in()["profile"] is None


def test_a_tv_that_was_turned_away_is_told(person, tv):
    assert approve(person, tv.code, approve=False) == {"device_name": "Living room"}
    assert tv.refused() == tv.refused() == "access_denied"
    approve(person, tv.code, expect=404)


def test_of_twenty_questions_side_by_side_one_is_given_the_tokens(person, tv):
    approve(person, tv.code)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: tv.ask(), range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 19
    assert {data_of(a, 400)["code"] for a in answers if a.status_code == 400} == {"expired_token"}


def test_of_two_who_approve_side_by_side_one_does(person, new_person, tv):
    people = [new_person() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda p: p.http.post("/v1/auth/device/approve", json={"user_code": tv.code}).status_code, people))
    assert sorted(answers) == [200, 404, 404, 404]


# -- how often it may ask


def test_a_tv_that_asks_too_often_is_slowed_down_by_five_seconds_each_time(tv):
    assert tv.refused() == "authorization_pending"
    assert data_of(tv.ask(), 400) == {"code": "slow_down", "interval": 10}
    tv.later(6)
    assert data_of(tv.ask(), 400) == {"code": "slow_down", "interval": 15}
    tv.later(15)
    assert tv.refused() == "authorization_pending"


def test_a_tv_that_asked_too_often_still_gets_its_tokens_as_soon_as_it_may(person, tv):
    tv.ask(), tv.ask()
    approve(person, tv.code)
    assert tv.sign_in()


# -- what ends


def test_a_code_ends(person, tv):
    tv.later(601)
    assert tv.refused() == "expired_token"
    approve(person, tv.code, expect=404)


def test_an_approved_code_that_is_never_asked_for_gives_its_place_back(system, new_person):
    person = new_person()
    tv = Tv(system, device_name="Forgotten")
    approve(person, tv.code)
    assert sessions(person) == ["Forgotten", None]
    with system.connect() as connection:
        connection.execute("update private.device_code set expires_at = now() where account_id = %s", [person.account_id])
        connection.execute(
            "update app.session set expires_at = now() where account_id = %s and device_name = 'Forgotten'", [person.account_id]
        )
    assert tv.refused() == "expired_token"
    assert sessions(person) == [None]
    approve(person, Tv(system).code)  # the free plan's second device


def test_expired_codes_are_cleared_away(system, tv):
    tv.later(601)
    Tv(system)
    with system.connect() as connection:
        assert connection.execute("select count(*) from private.device_code where expires_at < now()").fetchone() == (0,)


def test_a_device_signed_out_before_it_began_is_not_signed_in(person, tv):
    approve(person, tv.code)
    (waiting,) = [s for s in person.get("/v1/sessions")["items"] if s["device_name"] == "Living room"]
    person.delete(f"/v1/sessions/{waiting['id']}")
    assert tv.refused() == "access_denied"


def test_a_suspended_account_lets_no_device_in(system, person, tv):
    approve(person, tv.code)
    with system.connect() as connection:
        connection.execute("update app.account set status = 'suspended' where account_id = %s", [person.account_id])
    assert tv.refused(403) == "account_suspended"


@pytest.mark.parametrize("made_up", ["", "x", "WDJBMJHT", "WDJBMJHT" + "A" * 43, "ü" * 60, "x" * 5000])
def test_a_code_that_was_never_given_out(system, made_up):
    assert data_of(system.client().post("/v1/auth/device/token", json={"device_code": made_up}), 400)["code"] == "expired_token"


def test_the_code_on_the_screen_is_not_enough_to_get_the_tokens(system, person, tv):
    approve(person, tv.code)
    short = tv.code.replace("-", "")
    other = Tv(system).codes["device_code"]
    for guess in (short, tv.code, short + other[8:]):
        assert data_of(tv.http.post("/v1/auth/device/token", json={"device_code": guess}), 400)["code"] == "expired_token"
    assert tv.sign_in()


# -- who may, and how many


def test_a_kids_profile_approves_nothing(person, tv):
    kid = person.profile("Kid", is_kids=True)
    person.select(kid["id"])
    assert approve(person, tv.code, expect=403)["code"] == "restricted_profile"
    assert approve(person, "WRNG-CODE", expect=403)["code"] == "restricted_profile"
    assert tv.refused() == "authorization_pending"


def test_nobody_approves_without_signing_in(system, tv):
    assert data_of(system.client().post("/v1/auth/device/approve", json={"user_code": tv.code}), 401)["code"] == "unauthorized"


def test_the_cookie_approves_json_only(system, person, tv):
    cookie = {"Cookie": f"auth={person.access_token}"}
    http = system.client(**cookie)
    refused = http.post("/v1/auth/device/approve", content=f'{{"user_code": "{tv.code}"}}', headers={"Content-Type": "text/plain"})
    assert data_of(refused, 403)["code"] == "csrf"
    assert data_of(http.post("/v1/auth/device/approve", json={"user_code": tv.code}), 200)


def test_ten_wrong_codes_and_even_the_right_one_is_refused(system, person, tv):
    with ThreadPoolExecutor(6) as pool:
        wrong = list(pool.map(lambda n: person.http.post("/v1/auth/device/approve", json={"user_code": f"BBBB-{n:04}"}), range(14)))
    assert sorted(answer.status_code for answer in wrong) == [404] * 10 + [429] * 4
    assert approve(person, tv.code, expect=429)["code"] == "rate_limited"
    assert tv.refused() == "authorization_pending"
    with system.connect() as connection:
        connection.execute(
            "update private.throttle set attempts = array(select a - interval '15 minutes' from unnest(attempts) a) where subject = %s",
            [person.account_id],
        )
    approve(person, tv.code)


def test_a_right_code_takes_no_wrong_one_back(system, person):
    person.grant("premium")
    for n in range(9):
        approve(person, f"BBBB-BBB{n}", expect=404)
    approve(person, Tv(system).code)
    approve(person, "BBBB-BBBB", expect=404)
    approve(person, Tv(system).code, expect=429)


def test_one_address_guesses_a_hundred_times_with_however_many_accounts(system, person, tv):
    with system.connect() as connection:
        connection.execute(
            "insert into private.throttle values ('user_code_address', '127.0.0.1', array_fill(now(), array[100]), now())",
        )
    approve(person, tv.code, expect=429)


def test_one_address_is_given_so_many_codes(system):
    with system.connect() as connection:
        connection.execute("insert into private.throttle values ('device_code', '127.0.0.1', array_fill(now(), array[300]), now())")
    data_of(system.client().post("/v1/auth/device/code"), 429)


def test_a_pin_is_asked_for_and_its_guesses_count(person, tv):
    profile = person.profile(pin="4711")
    assert approve(person, tv.code, expect=403, profile_id=profile["id"])["code"] == "pin_required"
    for left in (4, 3, 2, 1, 0):
        assert approve(person, tv.code, expect=403, profile_id=profile["id"], pin="0000") == {"code": "invalid_pin", "attempts_left": left}
    assert approve(person, tv.code, expect=429, profile_id=profile["id"], pin="4711")["code"] == "pin_locked"
    assert person.post(f"/v1/profiles/{profile['id']}/select", {"pin": "4711"}, expect=429)["code"] == "pin_locked"
    assert tv.refused() == "authorization_pending"


def test_a_pin_opens_its_profile_on_the_tv(person, tv):
    profile = person.profile(pin="4711")
    approve(person, tv.code, profile_id=profile["id"], pin="4711")
    assert tv.sign_in()["profile"]["id"] == profile["id"]


def test_a_strangers_profile_is_not_there(person, new_person, tv):
    stranger = new_person().profile()
    assert approve(person, tv.code, expect=404, profile_id=stranger["id"])["code"] == "not_found"
    assert tv.refused() == "authorization_pending"


def test_the_plans_devices_hold_at_approval(system, new_person):
    person = new_person(device_name="Phone")
    data_of(person.login(device_name="Old TV"), 200)
    tv = Tv(system, device_name="New TV")
    assert approve(person, tv.code, expect=403) == {"code": "device_limit_reached", "limit": "max_devices", "max": 2}
    assert sessions(person) == ["Old TV", "Phone"]
    # The phone is older, but it is the one that asks.
    approve(person, tv.code, replace_oldest=True)
    assert sessions(person) == ["New TV", "Phone"]
    assert tv.sign_in()
    assert sessions(person) == ["New TV", "Phone"]


def test_devices_approved_side_by_side_stay_within_the_plan(system, new_person):
    person = new_person()
    tvs = [Tv(system) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda tv: person.http.post("/v1/auth/device/approve", json={"user_code": tv.code}).status_code, tvs))
    assert sorted(answers) == [200, 403, 403, 403, 403]
    assert len(sessions(person)) == 2


def test_a_device_signing_in_again_takes_its_own_place(system, new_person):
    person = new_person()
    for _ in range(2):
        tv = Tv(system, device_name="TV", device_id="the-tv")
        approve(person, tv.code)
        tv.sign_in()
    assert sessions(person) == ["TV", None]


@pytest.mark.parametrize("body", [{}, {"user_code": ""}, {"user_code": None}, {"user_code": 1}, {"user_code": "x" * 101}])
def test_what_is_no_code_is_refused(person, body):
    assert person.post("/v1/auth/device/approve", body, expect=400)["field"] == "user_code"


# -- the page


def test_the_page_runs_no_script_but_its_own(system):
    page = system.client().get("/pair", params={"code": "WDJB-MJHT"})
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?://", page.text)
    for asset in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        assert system.client().get(asset).status_code == 200
