"""Signing up, in and out; the account, its devices, its trail (contract §2)."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.people import PASSWORD, data_of, new_address, new_email, refusal

FREE = {"max_profiles": 1, "max_playlists": 1, "max_favorites": 50, "max_devices": 2, "max_party_members": 0}


def signup(system, **body) -> httpx.Response:
    return httpx.post(f"{system.url}/v1/auth/signup", json={"email": new_email(), "password": PASSWORD} | body)


# -- signing up


def test_signing_up_answers_tokens_and_makes_no_profile(system):
    email = new_email()
    tokens = data_of(signup(system, email=email), 201)
    assert set(tokens) == {"account", "session_id", "access_token", "token_type", "expires_in", "refresh_token", "profile"}
    assert tokens["profile"] is None
    account = tokens["account"]
    assert set(account) == {"id", "email", "role", "status", "plan", "subscription", "created_at"}
    assert {"email": email, "role": "user", "status": "active", "subscription": None}.items() <= account.items()
    assert set(account["plan"]) == {"code", "name", "price", "currency", "interval", "limits"}
    assert (account["plan"]["code"], account["plan"]["limits"]) == ("free", FREE)
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert data_of(httpx.get(f"{system.url}/v1/profiles", headers=headers), 200) == {"items": [], "next_cursor": None}
    assert data_of(httpx.get(f"{system.url}/v1/me", headers=headers), 200) == account


def test_an_address_is_taken_whatever_its_case(system, person):
    for email in (person.email, person.email.upper(), person.email.title()):
        refusal(signup(system, email=email), 409, "email_taken")
    assert data_of(person.login(email=person.email.upper()), 200)["account"]["email"] == person.email


def test_of_many_who_sign_up_with_one_address_at_once_one_does(system):
    email = new_email()
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda n: signup(system, email=email).status_code, range(8)))
    assert statuses == [201] + [409] * 7


@pytest.mark.parametrize("password", ["x" * 8, "x" * 72, "é" * 4, "é" * 36, "👩" * 18, "        ", "\\'\"%s;--"])
def test_a_password_of_8_to_72_bytes_works(system, password):
    email = new_email()
    data_of(signup(system, email=email, password=password), 201)
    data_of(httpx.post(f"{system.url}/v1/auth/login", json={"email": email, "password": password}), 200)


@pytest.mark.parametrize("password", ["", "x" * 7, "x" * 73, "é" * 37, "👩" * 19, "é" * 3, None, 12345678])
def test_any_other_password_is_refused(system, password):
    assert refusal(signup(system, password=password), 400, "invalid")["field"] == "password"


def test_what_bcrypt_would_cut_off_counts(system):
    email = new_email()
    data_of(signup(system, email=email, password="x" * 72), 201)
    login = {"email": email, "password": "x" * 72 + "y"}
    refusal(httpx.post(f"{system.url}/v1/auth/login", json=login, headers={"X-Forwarded-For": new_address()}), 401, "invalid_credentials")


@pytest.mark.parametrize(
    "email",
    ["", "x", "x@", "@example.com", "a@b", "a b@example.com", "a@exam ple.com", "a@@example.com", "x" * 250 + "@e.com", None, 1, "a@b.c\n"],
)
def test_what_is_no_address_is_refused(system, email):
    assert refusal(signup(system, email=email), 400, "invalid")["field"] == "email"


@pytest.mark.parametrize("field", ["device_name", "device_id"])
def test_a_device_says_who_it_is_in_reasonable_length(system, field):
    assert data_of(signup(system, **{field: "x" * 100}), 201)
    assert data_of(signup(system, **{field: None}), 201)
    for value in ("", "x" * 201, 1):
        assert refusal(signup(system, **{field: value}), 400, "invalid")["field"] == field


# -- signing in


def test_a_wrong_password_and_an_unknown_address_answer_the_same(system, person):
    headers = {"X-Forwarded-For": new_address()}
    wrong, unknown = person.login(headers, password="wrong one"), person.login(headers, email=new_email())
    refusal(wrong, 401, "invalid_credentials", "Invalid email or password")
    assert unknown.json() == wrong.json()
    assert unknown.status_code == wrong.status_code


def test_devices_over_the_plan_are_refused_or_take_the_oldest_ones_place(person):
    first = person.tokens["session_id"]
    second = data_of(person.login(), 200)["session_id"]
    refused = refusal(person.login(), 403, "device_limit_reached")
    assert (refused["limit"], refused["max"]) == ("max_devices", 2)
    refusal(person.login(replace_oldest=False), 403, "device_limit_reached")
    third = data_of(person.login(replace_oldest=True), 200)
    person.refused(401, "unauthorized", "GET", "/v1/me")
    person.use(third)
    sessions = person.get("/v1/sessions")["items"]
    assert [session["id"] for session in sessions] == [third["session_id"], second]
    assert first not in [session["id"] for session in sessions]


def test_devices_that_sign_in_at_once_stay_within_the_plan(person):
    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(lambda n: person.login().status_code, range(6)))
    assert statuses == [200] + [403] * 5
    assert len(person.get("/v1/sessions")["items"]) == 2


def test_the_same_device_takes_its_old_sessions_place(new_person):
    person = new_person(device_id="tv-1", device_name="TV")
    again = data_of(person.login(device_id="tv-1", device_name="Living room"), 200)
    person.refused(401, "unauthorized", "GET", "/v1/me")
    refusal(person.refresh(), 401, "invalid_refresh_token")
    (session,) = person.use(again).get("/v1/sessions")["items"]
    assert (session["device_id"], session["device_name"], session["current"]) == ("tv-1", "Living room", True)
    data_of(person.login(device_id="tv-2"), 200)
    refusal(person.login(device_id="tv-3"), 403, "device_limit_reached")
    data_of(person.login(device_id="tv-2"), 200)


def test_an_unlimited_plan_takes_any_device(new_person):
    person = new_person(plan="ultimate")
    for _ in range(4):
        data_of(person.login(), 200)
    assert len(person.get("/v1/sessions")["items"]) == 5


def test_a_suspended_account_is_told_so_at_login_and_by_live_tokens(person):
    person.profile()
    person.sql("update app.account set status = 'suspended' where account_id = %(account)s")
    refusal(person.login(), 403, "account_suspended")
    refusal(person.refresh(), 403, "account_suspended")
    person.refused(403, "account_suspended", "GET", "/v1/me")
    person.refused(403, "account_suspended", "POST", "/v1/profiles", {"nonsense": 1})
    refusal(person.login(password="wrong one"), 401, "invalid_credentials")
    person.sql("update app.account set status = 'active' where account_id = %(account)s")
    person.get("/v1/me")


# -- signing out, devices


def test_signing_out_ends_access_and_refresh_tokens_of_this_device_alone(person):
    other = data_of(person.login(), 200)
    assert person.http.post("/v1/auth/logout").json() == {"success": True, "message": "Signed out", "data": None}
    person.refused(401, "unauthorized", "GET", "/v1/me")
    person.refused(401, "unauthorized", "POST", "/v1/auth/logout")
    refusal(person.refresh(), 401, "invalid_refresh_token")
    person.use(other).get("/v1/me")


def test_the_devices_are_listed_and_can_be_signed_out(new_person):
    person = new_person(device_name="Phone", device_id="p1")
    tv = data_of(person.login(device_name="TV"), 200)
    newest, oldest = person.get("/v1/sessions")["items"]
    assert set(newest) == {"id", "device_name", "device_id", "current", "created_at", "last_seen_at"}
    assert (newest["id"], newest["device_name"], newest["device_id"], newest["current"]) == (tv["session_id"], "TV", None, False)
    assert (oldest["device_name"], oldest["device_id"], oldest["current"]) == ("Phone", "p1", True)
    assert person.delete(f"/v1/sessions/{newest['id']}") is None
    person.refused(404, "not_found", "DELETE", f"/v1/sessions/{newest['id']}")
    refusal(person.refresh(tv["refresh_token"]), 401, "invalid_refresh_token")
    person.delete(f"/v1/sessions/{oldest['id']}")
    person.refused(401, "unauthorized", "GET", "/v1/sessions")


def test_someone_elses_device_is_not_found(person, new_person):
    other = new_person()
    person.refused(404, "not_found", "DELETE", f"/v1/sessions/{other.tokens['session_id']}")
    for name in (uuid.uuid4(), "x", "1", "00000000", f"{{{uuid.uuid4()}}}", uuid.uuid4().hex, "%20", "..%2f"):
        person.refused(404, "not_found", "DELETE", f"/v1/sessions/{name}")
    other.get("/v1/me")


def test_a_session_that_expired_is_no_device_and_cannot_be_refreshed(person):
    other = data_of(person.login(), 200)
    person.sql("update app.session set expires_at = now() - interval '1 second' where id = %(id)s", id=other["session_id"])
    assert len(person.get("/v1/sessions")["items"]) == 1
    refusal(person.refresh(other["refresh_token"]), 401, "invalid_refresh_token")
    data_of(person.login(), 200)


# -- the password


def test_changing_the_password_revokes_every_other_session(person):
    other = data_of(person.login(), 200)
    body = {"current_password": PASSWORD, "new_password": "battery staple"}
    assert person.post("/v1/me/password", body) is None
    person.get("/v1/me")
    refusal(person.refresh(other["refresh_token"]), 401, "invalid_refresh_token")
    refusal(person.login(), 401, "invalid_credentials")
    data_of(person.login(password="battery staple"), 200)
    data_of(person.refresh(), 200)


def test_changing_the_password_needs_the_current_one(person):
    body = {"current_password": "wrong one", "new_password": "battery staple"}
    person.refused(403, "invalid_credentials", "POST", "/v1/me/password", body)
    for new in ("short", "x" * 73):
        data = person.refused(400, "invalid", "POST", "/v1/me/password", {"current_password": PASSWORD, "new_password": new})
        assert data["field"] == "new_password"
    data_of(person.login(), 200)


# -- the account and its plan


def test_the_account_shows_what_its_plan_allows(person):
    person.grant("premium")
    account = person.get("/v1/me")
    assert account["plan"]["code"] == "premium"
    assert account["plan"]["limits"] == {
        "max_profiles": 6,
        "max_playlists": 10,
        "max_favorites": -1,
        "max_devices": 10,
        "max_party_members": 16,
    }
    assert {"plan": "premium", "status": "active", "source": "grant"}.items() <= account["subscription"].items()
    person.sql("update app.subscription set current_period_end = now() - interval '1 second' where account_id = %(account)s")
    assert person.get("/v1/me")["plan"]["code"] == "free"


def test_the_plans_are_public(system):
    plans = data_of(httpx.get(f"{system.url}/v1/plans"), 200)
    limits = {plan["code"]: tuple(plan["limits"].values()) for plan in plans}
    assert limits == {
        "free": (1, 1, 50, 2, 0),
        "basic": (3, 3, 500, 5, 4),
        "premium": (6, 10, -1, 10, 16),
        "ultimate": (-1, -1, -1, -1, 50),
    }


# -- the trail


def test_the_trail_tells_what_happened_from_where_on_which_device(new_person):
    address = new_address()
    person = new_person(device_name="Phone", plan="premium")
    profile = person.profile(pin="4711")
    person.login({"X-Forwarded-For": address}, password="wrong one")
    person.refused(403, "invalid_pin", "POST", f"/v1/profiles/{profile['id']}/select", {"pin": "0000"})
    person.login({"X-Forwarded-For": f"203.0.113.9, {address}"}, device_name="TV")
    entries = person.get("/v1/audit")["items"]
    assert set(entries[0]) == {"id", "action", "subject_type", "subject_id", "device_name", "ip", "at"}
    told = [(entry["action"], entry["device_name"], entry["subject_type"]) for entry in entries]
    assert told == [
        ("sign_in", "TV", "session"),
        ("pin_failed", "Phone", "profile"),
        ("password_failed", None, "account"),
        ("sign_in", "Phone", "session"),
    ]
    assert entries[0]["ip"] == entries[2]["ip"] == address, "the nearest proxy's word counts, not what a client wrote before it"
    assert entries[1]["ip"] == "127.0.0.1"
    assert entries[1]["subject_id"] == profile["id"]
    assert [entry["at"] for entry in entries] == sorted((entry["at"] for entry in entries), reverse=True)


def test_a_proxy_that_passes_on_nonsense_breaks_nothing(person):
    for nonsense in ("x", "unknown", "1.2.3", "é", "'", "999.1.1.1", "1.2.3.4:x", "[::1"):
        assert person.login({b"X-Forwarded-For": nonsense.encode()}, replace_oldest=True).status_code == 200


def test_nobody_sees_someone_elses_trail(person, new_person):
    other = new_person()
    assert other.tokens["session_id"] not in [entry["subject_id"] for entry in person.get("/v1/audit")["items"]]
