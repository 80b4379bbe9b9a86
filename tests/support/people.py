"""Accounts, as the tests of the API need them."""

import itertools
import os

import httpx

PASSWORD = "correct horse"
_numbers = itertools.count(1)


def new_email() -> str:
    return f"user{next(_numbers)}-{os.getpid()}@example.com"


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
        with self.system.connect() as connection:
            connection.execute(
                "insert into app.subscription (account_id, plan, status, source, current_period_end) values (%s, %s, 'active', 'grant', now() + '1 day')",
                [self.account_id, plan],
            )

    def login(self, **body) -> httpx.Response:
        """Another device of the same person; the response, unchecked."""
        return httpx.post(f"{self.system.url}/v1/auth/login", json={"email": self.email, "password": PASSWORD, **body}, timeout=30)

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


def data_of(response: httpx.Response, expect: int):
    """The `data` of an envelope, held to the contract's form and to a status."""
    assert response.status_code == expect, f"{response.status_code} instead of {expect}: {response.text}"
    envelope = response.json()
    assert set(envelope) == {"success", "message", "data"}
    assert envelope["success"] is (response.status_code < 400)
    if response.status_code >= 400:
        assert envelope["message"] and envelope["data"]["code"]
    if response.status_code in (429, 503):
        assert int(response.headers["Retry-After"]) == envelope["data"]["retry_after"] >= 1
    return envelope["data"]
