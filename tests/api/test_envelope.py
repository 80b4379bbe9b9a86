"""What holds for every answer (contract §1): the envelope, statuses, headers."""

import httpx
import pytest

from tests.support.people import data_of, refusal
from tests.support.raw import exchange, request

FOUR_MIB = 4 * 1024 * 1024
ORIGIN = "https://app.example"  # the one that tests/support/system.py allows


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "not_found"),
        ("GET", "/v1/nothing", 404, "not_found"),
        ("POST", "/v1/nothing", 404, "not_found"),
        ("GET", "/v1/me/", 404, "not_found"),
        ("GET", "/v1/../v1/me", 404, "not_found"),
        ("GET", "/V1/ME", 404, "not_found"),
        ("GET", "/v1/%00", 404, "not_found"),
        ("GET", "/v1/profiles/%FF%FE", 401, "unauthorized"),
        ("GET", "/docs/assets/nothing.js", 404, "not_found"),
        ("GET", "/docs/assets/..%2f..%2fconfig.py", 404, "not_found"),
        ("GET", "/docs/assets/%00", 404, "not_found"),
        ("DELETE", "/v1/plans", 405, "method_not_allowed"),
        ("GET", "/v1/auth/login", 405, "method_not_allowed"),
        ("POST", "/health/live", 405, "method_not_allowed"),
        ("PROPFIND", "/v1/me", 405, "method_not_allowed"),
        ("TRACE", "/v1/me", 405, "method_not_allowed"),
        ("GET", "/v1/me", 401, "unauthorized"),
    ],
)
def test_a_refusal_comes_in_the_envelope(system, method, path, status, code):
    refusal(exchange(system, request(method, path)), status, code)


def test_a_405_says_what_is_allowed(system):
    assert "GET" in exchange(system, request("DELETE", "/v1/plans")).headers["Allow"]


def test_a_success_comes_in_the_envelope(system):
    with system.client() as http:
        assert data_of(http.get("/v1/plans"), 200)[0]["code"] == "free"
        assert http.get("/v1/plans").json()["message"] is None
        assert data_of(http.get("/health/live"), 200) == {"status": "live"}
        assert data_of(http.get("/health/ready"), 200)["status"] == "ready"


def test_a_401_names_the_scheme_and_nothing_of_an_account_is_cached(system, person):
    assert httpx.get(f"{system.url}/v1/me").headers["WWW-Authenticate"] == "Bearer"
    assert person.http.get("/v1/me").headers["Cache-Control"] == "no-store"


def test_head_answers_as_get_without_the_body(system, person):
    for path in ("/v1/me", "/health/live", "/health/ready"):
        response = person.http.head(path)
        assert (response.status_code, response.content) == (200, b"")
    assert httpx.head(f"{system.url}/v1/me").status_code == 401


def test_options_without_a_preflight_says_what_is_allowed(system):
    response = httpx.options(f"{system.url}/v1/profiles")
    assert response.status_code in (200, 204)
    assert {"GET", "POST"} <= set(response.headers["Allow"].replace(" ", "").split(","))


@pytest.mark.parametrize("given", ["abc", "A-b_c.9", "x" * 128])
def test_a_request_id_comes_back_as_sent(system, given):
    for path in ("/v1/plans", "/nothing", "/v1/me"):
        assert httpx.get(f"{system.url}{path}", headers={"X-Request-Id": given}).headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", [None, "", "x" * 129, "a b", "ä", 'a"b', "a\tb"])
def test_any_other_request_id_is_made(system, given):
    headers = {} if given is None else {"X-Request-Id": given.encode()}
    made = httpx.get(f"{system.url}/v1/plans", headers=headers).headers["X-Request-Id"]
    assert made != given and 1 <= len(made) <= 128


# -- CORS


def test_a_page_of_an_allowed_origin_may_call_with_credentials(system, person):
    for path, status in (("/v1/me", 200), ("/nothing", 404)):
        response = person.http.get(path, headers={"Origin": ORIGIN})
        assert response.status_code == status
        assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert response.headers["Access-Control-Allow-Credentials"] == "true"
        assert "Origin" in response.headers["Vary"]
        assert "X-Request-Id" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("origin", ["https://evil.example", "https://app.example.evil.example", "http://app.example", "null", "*", None])
def test_a_page_of_any_other_origin_may_not(system, person, origin):
    response = person.http.get("/v1/me", headers={"Origin": origin} if origin else {})
    assert response.status_code == 200
    assert not [name for name in response.headers if name.lower().startswith("access-control")]
    assert "Origin" in response.headers["Vary"], "a cache must not give this to an allowed page"


def preflight(system, origin: str, path: str = "/v1/profiles/x") -> httpx.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,content-type"}
    return httpx.options(f"{system.url}{path}", headers=headers)


def test_a_preflight_of_an_allowed_origin_is_granted(system):
    response = preflight(system, ORIGIN)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "PATCH" in response.headers["Access-Control-Allow-Methods"]
    assert {"authorization", "content-type", "idempotency-key"} <= set(
        response.headers["Access-Control-Allow-Headers"].lower().replace(" ", "").split(",")
    )


def test_a_preflight_of_any_other_origin_is_answered_and_grants_nothing(system):
    response = preflight(system, "https://evil.example")
    assert (response.status_code, response.content) == (204, b"")
    assert not [name for name in response.headers if name.lower().startswith("access-control")]


# -- size


def test_more_than_four_mib_are_refused_before_they_are_read(system):
    head = request("POST", "/v1/auth/login", Content_Length=str(FOUR_MIB + 1))
    response = exchange(system, head)  # no byte of the body was sent
    refusal(response, 413, "too_large")
    assert response.headers["Connection"] == "close"


def test_a_client_that_asks_first_is_refused_without_sending(system):
    response = exchange(system, request("POST", "/v1/auth/login", Content_Length=str(FOUR_MIB + 1), Expect="100-continue"))
    refusal(response, 413, "too_large")


def test_more_than_four_mib_in_chunks_are_refused_when_they_are_over(system):
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    head = request("POST", "/v1/auth/login", Transfer_Encoding="chunked")
    refusal(exchange(system, head + chunk * 65), 413, "too_large")  # the last chunk is never sent


def test_four_mib_are_read(system):
    body = b'{"email": "a@example.com", "password": "' + b"x" * 1001
    body += b'"' + b" " * (FOUR_MIB - len(body) - 2) + b"}"
    assert len(body) == FOUR_MIB
    assert refusal(exchange(system, request("POST", "/v1/auth/login", body)), 400, "invalid")["field"] == "password"


# -- media type


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonx"]
)
def test_a_body_of_another_media_type_is_refused(system, media_type):
    http = {"content": b'{"email": "a@example.com"}', "headers": {"Content-Type": media_type}}
    refusal(httpx.post(f"{system.url}/v1/auth/login", **http), 415, "unsupported_media_type")


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON; charset=utf-8", "application/json;charset=UTF-8"])
def test_json_by_any_of_its_names_is_read(system, media_type):
    response = httpx.post(f"{system.url}/v1/auth/login", content=b"{}", headers={"Content-Type": media_type})
    assert refusal(response, 400, "invalid")["field"] == "email"


def test_a_body_in_chunks_is_read(system):
    head = request("POST", "/v1/auth/login", Transfer_Encoding="chunked")
    response = exchange(system, head + b'6\r\n{"emai\r\n9\r\nl": "x"}\n\r\n0\r\n\r\n')
    assert refusal(response, 400, "invalid")["field"] == "password"


def test_an_empty_body_in_chunks_is_no_body(system, person):
    head = request("POST", "/v1/auth/logout", token=person.access_token, Transfer_Encoding="chunked", Content_Type="text/plain")
    assert data_of(exchange(system, head + b"0\r\n\r\n"), 200) is None


def test_after_a_body_that_was_not_read_the_connection_still_answers(system):
    with httpx.Client(base_url=system.url) as http:  # one connection
        refusal(http.post("/v1/nothing", content=b"x" * 1_000_000), 404, "not_found")
        refusal(http.post("/v1/profiles", content=b"x" * 1_000_000), 401, "unauthorized")
        assert http.get("/health/live").status_code == 200
