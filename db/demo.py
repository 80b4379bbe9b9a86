"""`make demo`: a phone and a TV walk through the product, over HTTP, against what `make run` started.

Each step is printed: a sentence, the call, what matters of the answer. Whatever is not as it should be ends the walk
with exit code 1. Every run signs up an account of its own. A new part of the product adds a function to `PARTS`.
"""

import json
import os
import secrets
import sys
from collections.abc import Callable
from typing import Any

import httpx
import psycopg

from api.config import ConfigError, port
from db.cluster import SetupError, home_directory
from db.deployment import Target
from db.manage import running_target

PASSWORD = "correct horse battery"
HIDDEN = ("password", "access_token", "refresh_token")
WIDTH = 118


class Surprise(Exception):
    """An answer that is not what it should be."""


class Walk:
    """What the parts share: the devices, and how a step looks."""

    def __init__(self, url: str, target: Target):
        self.url = url
        self.target = target
        self.email = f"ada-{secrets.token_hex(4)}@example.com"
        self.phone = Device(self, "phone")
        self.tv = Device(self, "TV")
        self.kept: dict[str, Any] = {}  # what one part leaves to the next: ids
        self.steps = 0

    def chapter(self, title: str) -> None:
        print(f"\n── {title} {'─' * (WIDTH - len(title) - 4)}")

    def step(self, sentence: str) -> None:
        self.steps += 1
        print(f"\n{self.steps:3}. {sentence}")

    def sql(self, statement: str, **values: object) -> None:
        """What a DBA would type in `make psql`."""
        with self.target.connect() as connection:
            text = psycopg.ClientCursor(connection).mogrify(statement.encode(), values)
            print(f"     psql  > {text}".replace("\n", "\n             "))
            connection.execute(text.encode())

    def see(self, what: str, holds: bool) -> None:
        """Something besides the status that must be so."""
        if not holds:
            raise Surprise(f"It is not so that {what}.")
        print(f"           = {what}")


class Device:
    """An app on a device: keeps its tokens and sends the access token with each call."""

    def __init__(self, walk: Walk, name: str):
        self.walk = walk
        self.name = name
        self.http = httpx.Client(base_url=walk.url, timeout=30)
        self.tokens: dict[str, Any] = {}

    def call(self, method: str, path: str, body: dict | None = None, expect: int = 200, code: str | None = None, show: str = "") -> Any:
        """Make a call and print it; the answer's data. `show` names what to print of it, else its code or message is."""
        print(f"     {self.name:5} → {method} {path}{' ' + shortened(body) if body is not None else ''}")
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}"} if self.tokens else {}
        response = self.http.request(method, path, json=body, headers=headers)
        self.http.cookies.clear()  # an app sends the token itself; the cookie is for browsers
        try:
            envelope = response.json()
        except ValueError:
            raise Surprise(f"{response.status_code} with a body that is not JSON.") from None
        data, message = envelope["data"], envelope["message"]
        print(f"           ← {response.status_code} {essence(data, message, show)}".rstrip())
        if response.status_code != expect or (code is not None and data["code"] != code):
            raise Surprise(f"{expect} {code or ''} should have come, not {response.status_code}: {response.text}")
        if isinstance(data, dict) and "access_token" in data:
            self.tokens = {**self.tokens, **data}
        return data


def shortened(body: dict) -> str:
    return json.dumps({name: "…" if name in HIDDEN else value for name, value in body.items()}, ensure_ascii=False)


def essence(data: Any, message: str | None, show: str) -> str:
    """The named fields (`plan.code`, `items.name` of a list), or what a refusal says."""
    if isinstance(data, dict) and "code" in data and not show:
        details = "".join(f", {name} {json.dumps(value)}" for name, value in data.items() if name != "code")
        return f"{data['code']}{details}: “{message}”"
    found = [f"{path} {json.dumps(field(data, path), ensure_ascii=False)}" for path in show.split()]
    return ", ".join(found) or (f"“{message}”" if message else "")


def field(data: Any, path: str) -> Any:
    for name in path.split("."):
        data = [element[name] for element in data] if isinstance(data, list) else data[name]
    return data


# -- the parts


def sign_up(walk: Walk) -> None:
    walk.chapter("An account")
    phone = walk.phone

    walk.step("Ada signs up on her phone. The answer holds the tokens that the app keeps.")
    body = {"email": walk.email, "password": PASSWORD, "device_name": "Ada's phone", "device_id": "phone-1"}
    phone.call("POST", "/v1/auth/signup", body, expect=201, show="account.plan.code token_type expires_in")

    walk.step("She makes a profile.")
    walk.kept["ada"] = phone.call("POST", "/v1/profiles", {"name": "Ada", "language": "en"}, expect=201, show="name rev")["id"]

    walk.step("And another one? The free plan has one.")
    phone.call("POST", "/v1/profiles", {"name": "Max"}, expect=403, code="plan_limit_reached")

    walk.step("Somebody gives her a better plan: a row, in force at once.")
    walk.sql(
        "insert into app.subscription (account_id, plan, status, source, current_period_end)\n"
        "select account_id, 'premium', 'active', 'grant', now() + '1 month' from app.account_email where email = %(email)s",
        email=walk.email,
    )
    phone.call("GET", "/v1/me", show="plan.code plan.limits.max_profiles subscription.source")


def family(walk: Walk) -> None:
    walk.chapter("Profiles and parental control")
    phone, tv = walk.phone, walk.tv

    walk.step("She signs in on the TV. It is a device of its own, with tokens of its own.")
    body = {"email": walk.email, "password": PASSWORD, "device_name": "Living room", "device_id": "tv-1"}
    tv.call("POST", "/v1/auth/login", body, show="account.email profile")

    walk.step("On the TV she makes a kids profile for Max: nothing rated above 6, no horror.")
    kids = {"name": "Max", "is_kids": True, "max_rating": 6, "hidden_categories": ["Horror"]}
    walk.kept["max"] = tv.call("POST", "/v1/profiles", kids, expect=201, show="name is_kids max_rating")["id"]

    walk.step("The phone sees it, too.")
    phone.call("GET", "/v1/profiles", show="items.name items.is_kids")

    walk.step("With her password she sets a PIN on her own profile.")
    phone.call("PUT", f"/v1/profiles/{walk.kept['ada']}/pin", {"password": PASSWORD, "pin": "4711"}, show="has_pin")

    walk.step("Max takes the remote control and selects Ada's profile …")
    select_ada = f"/v1/profiles/{walk.kept['ada']}/select"
    tv.call("POST", select_ada, expect=403, code="pin_required")

    walk.step("… and guesses. After five wrong ones he would have to wait.")
    tv.call("POST", select_ada, {"pin": "1234"}, expect=403, code="invalid_pin")

    walk.step("Ada knows it. From here on the TV's token is for her profile.")
    tv.call("POST", select_ada, {"pin": "4711"}, show="profile.name")

    walk.step("Good night, Ada. Max's profile has no PIN.")
    tv.call("POST", f"/v1/profiles/{walk.kept['max']}/select", show="profile.name profile.is_kids")

    walk.step("A kids profile changes nothing: the TV's token is one that the database does not let do it.")
    tv.call("PATCH", f"/v1/profiles/{walk.kept['max']}", {"max_rating": 18}, expect=403, code="restricted_profile")


def devices(walk: Walk) -> None:
    walk.chapter("Devices")
    phone, tv = walk.phone, walk.tv

    walk.step("The phone lists the devices that are signed in.")
    sessions = phone.call("GET", "/v1/sessions", show="items.device_name items.current")["items"]

    walk.step("Ada signs the TV out, from the sofa.")
    session = next(session for session in sessions if session["device_id"] == "tv-1")
    phone.call("DELETE", f"/v1/sessions/{session['id']}")

    walk.step("Its access token ends at once, not when it would have expired; its refresh token is worth nothing.")
    tv.call("GET", "/v1/profiles", expect=401, code="unauthorized")
    tv.call("POST", "/v1/auth/refresh", {"refresh_token": tv.tokens["refresh_token"]}, expect=401, code="invalid_refresh_token")

    walk.step("The phone's access token would last a quarter of an hour. It gets another one, and another refresh token.")
    before = phone.tokens["refresh_token"]
    phone.call("POST", "/v1/auth/refresh", {"refresh_token": before}, show="token_type expires_in")
    walk.see("the refresh token is a new one", phone.tokens["refresh_token"] != before)

    walk.step("What happened to the account is on record.")
    phone.call("GET", "/v1/audit?limit=10", show="items.action")


def sign_out(walk: Walk) -> None:
    walk.chapter("The end")
    walk.step("Ada signs out.")
    walk.phone.call("POST", "/v1/auth/logout")
    walk.phone.call("GET", "/v1/me", expect=401, code="unauthorized")


PARTS: list[Callable[[Walk], None]] = [sign_up, family, devices, sign_out]


def address() -> str:
    """Where `make run` serves: as it wrote it down, or by API_PORT."""
    written = home_directory() / "url"
    if not os.environ.get("API_PORT") and written.exists():
        return written.read_text()
    return f"http://127.0.0.1:{port(os.environ, 'API_PORT', 8000)}"


def main() -> None:
    url = address()
    try:
        httpx.get(f"{url}/health/ready", timeout=10).raise_for_status()
    except httpx.HTTPError:
        raise SetupError(f"Nothing is ready at {url}. Start it in another terminal: make run") from None
    walk = Walk(url, running_target())
    print(f"A phone and a TV use the API at {url}. Each step: what happens, the call, what matters of the answer.")
    for part in PARTS:
        part(walk)
    print(f"\nAll {walk.steps} steps went as they should. The API's description is at {url}/docs")


if __name__ == "__main__":
    try:
        main()
    except (SetupError, ConfigError, Surprise, httpx.HTTPError) as error:
        sys.exit(f"\nmake demo: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
