"""Accounts, as the tests of the API need them."""

import itertools
import os

import httpx

PASSWORD = "correct horse"
_numbers = itertools.count(1)


def new_email() -> str:
    return f"user{next(_numbers)}-{os.getpid()}@example.com"


def new_address() -> str:
    """A client address, in a network that nobody has failed from. The API believes it of a proxy on its own machine, such as a test."""
    return f"2001:db8:{os.getpid() & 0xFFFF:x}:{next(_numbers):x}::1"


class Person:
    """Someone with an account: a client that sends its access token."""

    def __init__(self, system, plan: str | None = None, **body):
        self.system = system
        self.email = new_email()
        self.http = system.client()
        self.tokens = self.post("/v1/auth/signup", {"email": self.email, "password": PASSWORD, **body}, expect=201)
        self.account_id = self.tokens["account"]["id"]
        self.use(self.tokens)
        if plan:
            self.grant(plan)

    def use(self, tokens: dict) -> "Person":
        self.access_token = tokens["access_token"]
        self.http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        self.http.cookies.clear()
        return self

    def grant(self, plan: str) -> None:
        self.sql(
            "insert into app.subscription (account_id, plan, status, source, current_period_end)"
            " values (%(account)s, %(plan)s, 'active', 'grant', now() + '1 day')",
            plan=plan,
        )

    def sql(self, statement: str, **values) -> list[tuple]:
        """As the administrator; %(account)s is this account."""
        with self.system.connect() as connection:
            cursor = connection.execute(statement, {"account": self.account_id, **values})
            return cursor.fetchall() if cursor.description else []

    def login(self, headers: dict | None = None, **body) -> httpx.Response:
        """Another device of the same person; the response, unchecked."""
        json = {"email": self.email, "password": PASSWORD, **body}
        return httpx.post(f"{self.system.url}/v1/auth/login", json=json, headers=headers, timeout=30)

    def refresh(self, refresh_token: str | None = None) -> httpx.Response:
        json = {"refresh_token": refresh_token or self.tokens["refresh_token"]}
        return httpx.post(f"{self.system.url}/v1/auth/refresh", json=json, timeout=30)

    def profile(self, name: str = "Ada", **body) -> dict:
        return self.post("/v1/profiles", {"name": name, **body}, expect=201)

    def select(self, profile_id: str, pin: str | None = None) -> "Person":
        return self.use(self.post(f"/v1/profiles/{profile_id}/select", {"pin": pin}))

    def playlist(self, name: str = "Home", **body) -> dict:
        source = {"kind": "xtream", "url": "http://panel.example:8080", "username": "ada", "password": "s3cret"}
        return self.post("/v1/playlists", {"name": name, **source, **body}, expect=201)

    def get(self, path: str, expect: int = 200, **options):
        return self.call("GET", path, expect=expect, **options)

    def post(self, path: str, body: object = None, expect: int = 200, **options):
        return self.call("POST", path, body, expect, **options)

    def put(self, path: str, body: object = None, expect: int = 200, **options):
        return self.call("PUT", path, body, expect, **options)

    def patch(self, path: str, body: object = None, expect: int = 200, **options):
        return self.call("PATCH", path, body, expect, **options)

    def delete(self, path: str, body: object = None, expect: int = 200, **options):
        return self.call("DELETE", path, body, expect, **options)

    def call(self, method: str, path: str, body: object = None, expect: int = 200, **options):
        """The `data` of the answer, whose status must be `expect`."""
        response = self.http.request(method, path, **({"json": body} if body is not None else {}), **options)
        return data_of(response, expect)

    def refused(self, status: int, code: str, method: str, path: str, body: object = None, **options) -> dict:
        """The `data` of a refusal, held to a status and a code."""
        return refusal(self.http.request(method, path, **({"json": body} if body is not None else {}), **options), status, code)


def data_of(response: httpx.Response, expect: int):
    """The `data` of an envelope, held to the contract's form and to a status."""
    assert response.status_code == expect, f"{response.status_code} instead of {expect}: {response.text}"
    assert response.headers["Content-Type"].partition(";")[0] == "application/json"
    envelope = response.json()
    assert set(envelope) == {"success", "message", "data"}
    assert envelope["success"] is (response.status_code < 400)
    if response.status_code >= 400:
        assert envelope["message"] and envelope["data"]["code"]
    if response.status_code in (429, 503):
        assert int(response.headers["Retry-After"]) == envelope["data"]["retry_after"] >= 1
    return envelope["data"]


def refusal(response: httpx.Response, status: int, code: str, message: str | None = None) -> dict:
    """The `data` of a refusal, held to a status, a code and, where one is given, the message."""
    data = data_of(response, status)
    assert data["code"] == code, response.text
    if message is not None:
        assert response.json()["message"] == message
    return data
