"""The OpenAPI document: valid, whole, and true of the running system."""

import itertools
import re

import httpx
import pytest
import schemathesis
from click.testing import CliRunner
from openapi_spec_validator import validate
from schemathesis.cli import schemathesis as command

from api.openapi import utf8_pattern
from tests.support.billing import paid_system
from tests.support.conformance import Conformance
from tests.support.people import PASSWORD, Person, new_address

SEED = 20260101


@pytest.fixture(scope="module")
def document(system):
    return httpx.get(f"{system.url}/openapi.json").json()


def operations(document):
    return [(path, method, operation) for path, item in document["paths"].items() for method, operation in item.items()]


def test_the_document_is_valid(document):
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_route_is_described_in_full(system, document):
    with system.connect() as connection:
        routes = connection.execute("select split_part(path, '{?', 1), lower(method) from http.route").fetchall()
    assert set(routes) <= {(path, method) for path, method, _ in operations(document)}
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation["summary"], where
        assert all(parameter["description"] for parameter in operation.get("parameters", [])), where
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        assert body is None or all(field["description"] for field in body["schema"]["properties"].values()), where
        for status, response in operation["responses"].items():
            if status >= "400":
                examples = response["content"]["application/json"]["examples"]
                codes = response["content"]["application/json"]["schema"]["properties"]["data"]["properties"]["code"]["enum"]
                assert list(examples) == codes, where
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_what_is_public_says_so(document):
    public = {path for path, _, operation in operations(document) if operation["security"] == []}
    assert {"/v1/auth/signup", "/v1/auth/login", "/v1/plans", "/health/ready"} <= public
    assert "/v1/me" not in public and "/v1/profiles" not in public


def test_an_examples_body_is_accepted(system, document):
    """An example is what a newcomer sends first."""
    schema = document["paths"]["/v1/profiles"]["post"]
    assert Person(system).post("/v1/profiles", schema["requestBody"]["content"]["application/json"]["example"], expect=201)


def test_the_password_pattern_is_a_length_in_bytes():
    pattern = re.compile(utf8_pattern(8, 72))
    letters = "aé€😀"
    for length in range(8):
        for text in map("".join, itertools.product(letters, repeat=length)):
            assert bool(pattern.search(text)) == (len(text.encode()) >= 8), text
    for letter in letters:
        longest = 72 // len(letter.encode())
        assert pattern.search(letter * longest)
        assert not pattern.search(letter * (longest + 1))
    for letter, length in itertools.product(letters, range(8, 73)):
        text = "a" * (length - 1) + letter
        assert not pattern.search(text) or len(text.encode()) <= 72, text
    assert pattern.search("пароль и ключ, 👍 and then some in English")


def fit(body: dict) -> None:
    """What a playlist's fields are to each other, and what a host is, no schema says."""
    for name, value in {"url": "http://tv.example/l.m3u", "epg_url": "http://epg.example/", "fallback_urls": [], "kind": "m3u"}.items():
        if name in body:
            body[name] = value
    if "url" in body:
        body["kind"] = "m3u"


@pytest.fixture
def member(system):
    """Signs generated requests as a member of the largest plan; as another one where a request ended the session."""

    class Member:
        person: Person | None = None
        profile = ""

        def get(self, case, context) -> str:
            if Member.person is None:
                Member.person = Person(system, plan="ultimate")
                Member.profile = Member.person.profile()["id"]
            return Member.person.access_token

        def set(self, case, token, context) -> None:
            case.headers["Authorization"] = f"Bearer {token}"

    def before_call(context, case, kwargs) -> None:
        """An address a request, since a hundred wrong passwords from one stop it; ids and passwords of what is there."""
        case.headers["X-Forwarded-For"] = new_address()
        if case.meta and case.meta.generation.mode.is_positive and case.path.startswith("/v1/playlists") and isinstance(case.body, dict):
            fit(case.body)
        if case.meta and case.meta.generation.mode.is_positive and case.meta.phase.name.value != "stateful":
            if "profile" in case.path and case.path_parameters:
                case.path_parameters["id"] = Member.profile
            if case.path.endswith("/pin"):
                case.body["password"] = PASSWORD

    def after_call(context, case, response) -> None:
        """Who was signed out, or has lost the profile, goes."""
        ours = Member.person and response.request.headers.get("Authorization") == f"Bearer {Member.person.access_token}"
        if ours and (response.status_code == 401 or (case.method == "DELETE" and response.status_code == 200)):
            Member.person = None

    schemathesis.auth(refresh_interval=None)(Member)
    schemathesis.hook(before_call)
    schemathesis.hook(after_call)
    yield
    schemathesis.auths.unregister()
    schemathesis.hooks.unregister_all()


# Without a key of Stripe's they answer 503, which is an error to schemathesis.
PAID = "^/v1/billing/(checkout|credits|portal)$"
SIGNED = "^/webhooks/stripe$"  # nothing that is generated bears Stripe's signature


def run(system, *options: str) -> str:
    """schemathesis with all its checks; its report."""
    result = CliRunner().invoke(
        command,
        [
            *("run", f"{system.url}/openapi.json", "--checks", "all", "--generation-allow-x00", "true"),
            *("--seed", str(SEED), "--generation-database", "none", "--no-color", "--warnings", "off", *options),
        ],
    )
    assert result.exit_code == 0, result.output + repr(result.exception or "")
    return result.output


def test_generated_requests_of_a_member_find_nothing(system, member):
    run(system, "--max-examples", "10", "--exclude-path-regex", f"{PAID}|{SIGNED}")


def test_generated_requests_of_who_pays_find_nothing():
    paid, stripe = paid_system()
    try:
        token = Person(paid).access_token
        only = ("--include-path-regex", PAID, "--exclude-checks", "positive_data_acceptance")  # no schema says which origins are allowed
        run(paid, "--max-examples", "20", *only, "--header", f"Authorization: Bearer {token}")
    finally:
        stripe.stop()
        paid.close()


def test_generated_requests_of_nobody_find_nothing(system):
    run(system, "--max-examples", "5", "--phases", "coverage,fuzzing", "--exclude-path-regex", f"{PAID}|{SIGNED}")


def test_the_page_and_all_that_it_needs_come_from_here(system):
    page = httpx.get(f"{system.url}/docs")
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")  # a browser fetches nothing else
    needed = re.findall(r'(?:src|href)="([^"]*)"', page.text)
    assert len(needed) == 4 and all(address.startswith("/") for address in needed), needed
    for address in needed:
        asset = httpx.get(system.url + address)
        assert asset.status_code == 200 and asset.content, address
    assert "'/openapi.json'" in httpx.get(f"{system.url}/static/docs.js").text


def test_answers_are_as_described(system):
    check = Conformance(system.url)
    person = Person(system, plan="premium")
    person.http.event_hooks["response"].append(check)
    profile = person.profile(settings={"a": [1, None]}, hidden_categories=["x"])
    person.select(profile["id"])
    for path in ("/v1/me", "/v1/profiles", f"/v1/profiles/{profile['id']}", "/v1/sessions", "/v1/audit", "/v1/plans", "/v1/subscription"):
        person.get(path)
    person.get("/v1/profiles/x", expect=404)
    person.post("/v1/profiles", {"name": ""}, expect=400)
    with pytest.raises(AssertionError, match="not in the document"):
        check(httpx.Response(418, request=httpx.Request("GET", f"{system.url}/v1/me")))
    with pytest.raises(AssertionError, match="data"):
        check(httpx.Response(200, request=httpx.Request("GET", f"{system.url}/v1/me"), json={"success": True, "message": None, "data": {}}))
