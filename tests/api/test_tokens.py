"""Access tokens, where they come from, and the order of checks (contract §1, Authentication)."""

import json
import os
import time
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import jwt
import pytest

from db.run import start_api, wait_until_ready
from tests.support.people import PASSWORD, data_of, refusal
from tests.support.system import free_port

ORIGIN = "https://app.example"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def keys(system):
    """The API's keys: a test that signs with them makes tokens that only differ in what it changes."""
    content = json.loads(Path(system.api_environment["JWT_KEYS_FILE"]).read_text())
    return content["signing"], urlsafe_b64decode(content["keys"][content["signing"]] + "=" * 4)


@pytest.fixture
def sign(keys, person):
    """A token like this person's, with claims changed (None: left out)."""

    def sign(key: bytes | None = None, kid: object = keys[0], algorithm: str = "HS256", **changes):
        claims = jwt.decode(person.access_token, options={"verify_signature": False}) | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, keys[1] if key is None else key, algorithm, headers={} if kid is None else {"kid": kid})

    return sign


def me(system, token: str) -> httpx.Response:
    return httpx.get(f"{system.url}/v1/me", headers={"Authorization": f"Bearer {token}"})


# -- the token itself


def test_a_token_is_what_the_contract_says(person, system):
    tokens = person.tokens
    header = jwt.get_unverified_header(tokens["access_token"])
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert header["alg"] == "HS256" and header["kid"]
    assert {"iss", "aud", "sub", "sid", "role", "iat", "exp", "jti"} <= set(claims)
    assert claims["sub"] == person.account_id
    assert claims["sid"] == tokens["session_id"]
    assert claims["role"] == "user"
    assert claims["exp"] - claims["iat"] == tokens["expires_in"] <= 15 * 60
    assert abs(claims["iat"] - time.time()) < 60
    assert tokens["token_type"] == "Bearer"
    assert "current_profile_id" not in claims
    profile = person.profile()
    person.select(profile["id"])
    assert jwt.decode(person.access_token, options={"verify_signature": False})["current_profile_id"] == profile["id"]


def test_a_token_signed_as_ours_is_accepted(system, sign):
    assert me(system, sign()).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1},
        {"exp": int(time.time()) - 1},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"iss": "someone-else"},
        {"aud": "another-api"},
        {"aud": ["syncstream-api", "another-api"]},
        *[{name: None} for name in ("iss", "aud", "sub", "sid", "role", "iat", "exp", "jti")],
        {"role": "postgres"},
        {"role": "admin"},
        {"role": "reseller"},
        {"role": ["user"]},
        {"sub": "not-a-uuid"},
        {"sub": str(uuid.uuid4())},
        {"sid": str(uuid.uuid4())},
        {"sid": 1},
        {"current_profile_id": str(uuid.uuid4()), "profile_version": 0},
        {"current_profile_id": str(uuid.uuid4())},
        {"current_profile_id": "x", "profile_version": 0},
        {"exp": "tomorrow"},
    ],
    ids=", ".join,
)
def test_a_token_with_a_wrong_claim_is_refused(system, sign, changes):
    refusal(me(system, sign(**changes)), 401, "unauthorized")


def test_a_token_that_is_not_ours_is_refused(system, sign, keys):
    refusal(me(system, sign(key=os.urandom(32))), 401, "unauthorized")
    refusal(me(system, sign(kid="another")), 401, "unauthorized")
    refusal(me(system, sign(kid=None)), 401, "unauthorized")


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_an_unsigned_or_altered_token_is_refused(system, person, sign):
    header, claims, signature = person.access_token.split(".")

    def encoded(value: dict) -> str:
        return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    kid = jwt.get_unverified_header(person.access_token)["kid"]
    altered = jwt.decode(person.access_token, options={"verify_signature": False}) | {"role": "admin"}
    for token in (
        f"{encoded({'alg': 'none', 'kid': kid})}.{claims}.",
        f"{encoded({'alg': 'None', 'kid': kid})}.{claims}.{signature}",
        f"{header}.{encoded(altered)}.{signature}",
        f"{header}.{claims}.",
        sign(algorithm="HS384"),
        f"{header}.{claims}",
        f"{encoded({'alg': 'HS256', 'kid': [kid]})}.{claims}.{signature}",
        f"{encoded({'alg': 'HS256', 'kid': {}})}.{claims}.{signature}",
        f"{encoded([])}.{claims}.{signature}",
        "x",
        "..",
        "é",
        "x" * 10_000,
        person.tokens["refresh_token"],
    ):
        refusal(httpx.get(f"{system.url}/v1/me", headers={b"Authorization": b"Bearer " + token.encode()}), 401, "unauthorized")


def test_only_a_bearer_is_taken(system, person):
    for header in (f"Basic {person.access_token}", person.access_token, f"Token {person.access_token}", "Bearer"):
        refusal(httpx.get(f"{system.url}/v1/me", headers={"Authorization": header}), 401, "unauthorized")
    assert httpx.get(f"{system.url}/v1/me", headers={"Authorization": f"bearer {person.access_token}"}).status_code == 200


def test_a_verified_token_ends_at_its_time_although_it_was_remembered(system, sign):
    token = sign(exp=int(time.time()) + 2)
    assert me(system, token).status_code == 200
    deadline = time.time() + 10
    while me(system, token).status_code == 200:  # until exp comes, whenever the machine gets there
        assert time.time() < deadline
    refusal(me(system, token), 401, "unauthorized")


def test_a_revoked_sessions_token_stops_at_once(system, person):
    other = data_of(person.login(), 200)
    assert me(system, other["access_token"]).status_code == 200
    person.delete(f"/v1/sessions/{other['session_id']}")
    refusal(me(system, other["access_token"]), 401, "unauthorized")


def test_a_change_of_role_ends_tokens(person):
    person.sql("update app.account set role = 'reseller' where account_id = %(account)s")
    person.refused(401, "unauthorized", "GET", "/v1/me")
    assert data_of(person.refresh(), 200)["account"]["role"] == "reseller"


def test_keys_rotate_without_signing_anybody_out(system, person, tmp_path):
    """An API with a second key, which signs: tokens of both are good there; the old API refuses the new one."""
    content = json.loads(Path(system.api_environment["JWT_KEYS_FILE"]).read_text())
    content["keys"]["next"] = urlsafe_b64encode(os.urandom(32)).decode()
    content["signing"] = "next"
    (tmp_path / "keys.json").write_text(json.dumps(content))
    port = free_port()
    settings = {"API_PORT": str(port), "JWT_KEYS_FILE": str(tmp_path / "keys.json"), "WEB_CONCURRENCY": "1"}
    api = start_api(system.api_environment | settings, log=tmp_path / "log")
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(url, api)
        assert httpx.get(f"{url}/v1/me", headers={"Authorization": f"Bearer {person.access_token}"}).status_code == 200
        answer = httpx.post(f"{url}/v1/auth/refresh", json={"refresh_token": person.tokens["refresh_token"]})
        new = data_of(answer, 200)["access_token"]
        assert jwt.get_unverified_header(new)["kid"] == "next"
        assert httpx.get(f"{url}/v1/me", headers={"Authorization": f"Bearer {new}"}).status_code == 200
        refusal(me(system, new), 401, "unauthorized")
    finally:
        api.terminate()
        api.wait(30)


# -- the cookie


def cookie_of(response: httpx.Response) -> dict[str, str]:
    """The attributes of the `auth` cookie that was set, in lower case; its value as `auth`."""
    (header,) = [value for value in response.headers.get_list("set-cookie") if value.startswith("auth=")]
    return {name.lower(): value for name, _, value in (part.strip().partition("=") for part in header.split(";"))}


@pytest.fixture
def browser(system, person):
    """Someone whose browser sends the cookie, and no bearer."""
    with httpx.Client(base_url=system.url, headers={"Cookie": f"auth={person.access_token}"}) as http:
        yield http


def test_signing_in_sets_the_cookie_and_signing_out_clears_it(system, person):
    for response in (person.login(), person.refresh(), person.http.post(f"/v1/profiles/{person.profile()['id']}/select")):
        cookie = cookie_of(response)
        assert cookie["auth"] == response.json()["data"]["access_token"]
        assert {"httponly", "secure"} <= set(cookie)
        assert (cookie["samesite"], cookie["path"]) == ("Lax", "/")
        assert int(cookie["max-age"]) == response.json()["data"]["expires_in"]
    cookie = cookie_of(person.http.post("/v1/auth/logout"))
    assert cookie["auth"].strip('"') == "" and cookie["path"] == "/" and {"httponly", "secure"} <= set(cookie)
    assert parsedate_to_datetime(cookie["expires"]).year == 1970


def test_a_refusal_sets_no_cookie(system, person):
    assert "set-cookie" not in person.login(password="wrong one").headers
    assert "set-cookie" not in person.refresh("x").headers


def test_the_cookie_authenticates_a_read_from_anywhere(browser, person):
    assert data_of(browser.get("/v1/me", headers={"Origin": "https://evil.example"}), 200)["id"] == person.account_id


@pytest.mark.parametrize("origin", [None, ORIGIN, "PUBLIC_URL"])
def test_the_cookie_authenticates_a_write_of_json_from_our_pages(browser, system, origin):
    headers = JSON | ({"Origin": system.url if origin == "PUBLIC_URL" else origin} if origin else {})
    assert browser.post("/v1/profiles", json={"name": "Ada"}, headers=headers).status_code == 201
    assert browser.post("/v1/auth/logout", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Type": "text/plain"}, JSON | {"Origin": "https://evil.example"}, JSON | {"Origin": "null"}], ids=str
)
def test_the_cookie_does_not_authenticate_a_forged_write(browser, headers):
    for method, path in (("POST", "/v1/auth/logout"), ("DELETE", f"/v1/sessions/{uuid.uuid4()}"), ("POST", "/v1/profiles")):
        refusal(browser.request(method, path, headers=headers), 403, "csrf")
    if "Content-Type" in headers:
        refusal(browser.post("/v1/profiles", content=b'{"name": "Ada"}', headers=headers), 403, "csrf")
    assert browser.get("/v1/me").status_code == 200, "it is still signed in"


def test_a_bearer_needs_neither_content_type_nor_origin(person):
    person.post("/v1/auth/logout", headers={"Origin": "https://evil.example"})


def test_where_both_are_sent_the_bearer_counts(system, person, new_person):
    other = new_person()
    cookie = {"Cookie": f"auth={other.access_token}"}
    assert person.get("/v1/me", headers=cookie)["id"] == person.account_id
    person.post("/v1/auth/logout", headers=cookie | {"Origin": "https://evil.example"})
    other.get("/v1/me")
    refusal(httpx.get(f"{system.url}/v1/me", headers=cookie | {"Authorization": "Bearer x"}), 401, "unauthorized")


def test_a_cookie_that_is_no_token_is_refused(system):
    refusal(httpx.get(f"{system.url}/v1/me", headers={"Cookie": "auth=x"}), 401, "unauthorized")
    refusal(httpx.post(f"{system.url}/v1/auth/logout", headers={"Cookie": "auth=x"}), 401, "unauthorized")


def test_what_is_public_needs_no_good_token(system):
    for headers in ({"Cookie": "auth=x"}, {"Authorization": "Bearer x"}):
        assert httpx.get(f"{system.url}/v1/plans", headers=headers).status_code == 200
        refusal(httpx.post(f"{system.url}/v1/auth/refresh", json={"refresh_token": "x"}, headers=headers), 401, "invalid_refresh_token")


# -- the order of checks: route, identity, right, media type and size, body, rule


@pytest.fixture
def revoked(new_person):
    person = new_person()
    person.login(replace_oldest=True), person.login(replace_oldest=True)  # two devices: the first one went
    return person


@pytest.fixture
def kid(new_person):
    person = new_person(plan="premium")
    return person.select(person.profile("Kid", is_kids=True)["id"])


BAD_BODIES = [
    {"content": b"{", "headers": JSON},
    {"content": b'{"nonsense": 1}', "headers": JSON},
    {"content": b"x", "headers": {"Content-Type": "text/plain"}},
    {"content": b"x" * 5_000_000, "headers": JSON},
]


@pytest.mark.parametrize("bad", range(len(BAD_BODIES)))
def test_what_is_asked_first_is_answered_first(system, revoked, kid, bad):
    bad = BAD_BODIES[bad]
    assert refusal(httpx.post(f"{system.url}/v1/nothing", **bad), 404, "not_found")
    assert refusal(httpx.put(f"{system.url}/v1/profiles", **bad), 405, "method_not_allowed")
    assert refusal(httpx.post(f"{system.url}/v1/profiles", **bad), 401, "unauthorized")
    assert refusal(revoked.http.post("/v1/profiles", **bad), 401, "unauthorized")
    assert refusal(revoked.http.patch("/v1/profiles/not-an-id", **bad), 401, "unauthorized")
    assert refusal(kid.http.post("/v1/profiles", **bad), 403, "restricted_profile")


def test_a_forged_write_with_a_revoked_session_is_401(system, revoked):
    refusal(httpx.post(f"{system.url}/v1/profiles", headers={"Cookie": f"auth={revoked.access_token}"}), 401, "unauthorized")


def test_a_revoked_kid_is_401_before_it_is_restricted(kid):
    kid.sql("delete from app.session where account_id = %(account)s")
    kid.refused(401, "unauthorized", "POST", "/v1/profiles", {"name": "x"})


def test_media_type_comes_before_size_and_size_before_the_body(person):
    refusal(
        person.http.post("/v1/profiles", content=b"x" * 5_000_000, headers={"Content-Type": "text/plain"}), 415, "unsupported_media_type"
    )
    refusal(person.http.post("/v1/profiles", content=b"x" * 5_000_000, headers=JSON), 413, "too_large")


def test_the_body_comes_before_the_rule(person):
    person.profile()
    person.refused(400, "invalid", "POST", "/v1/profiles", {"name": "x", "max_rating": 99})
    person.refused(403, "plan_limit_reached", "POST", "/v1/profiles", {"name": "x"})
    person.refused(400, "unknown_field", "PATCH", f"/v1/profiles/{uuid.uuid4()}", {"pin": "1234"})


def test_a_time_is_utc(person):
    assert datetime.fromisoformat(person.get("/v1/me")["created_at"]).utcoffset() == datetime.now(UTC).utcoffset()


def test_nobody_is_let_in_by_the_wrong_password_of_the_right_length(person):
    refusal(person.login(password="x" * len(PASSWORD)), 401, "invalid_credentials", "Invalid email or password")
