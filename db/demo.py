"""`make demo`: a phone and a TV walk through the product, over HTTP and the socket, against what `make run` started.

Each step is printed: a sentence, the call, what matters of the answer. Whatever is not as it should be ends the walk
with exit code 1. Every run signs up an account of its own. A new part of the product adds a function to `PARTS`.
"""

import json
import os
import secrets
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from api.config import ConfigError, port
from db.cluster import SetupError, home_directory
from db.deployment import Target
from db.manage import running_target
from docs.examples.sync_client import SyncClient

PASSWORD = "correct horse battery"
PANEL_USER, PANEL_PASSWORD = "ada.lovelace", "en9ine+1843"
MATRIX = {"title": "The Matrix (1999) [4K]", "year": 1999, "ids": {"tmdb": 603}}
MINUTE = 60_000  # of milliseconds
HIDDEN = ("password", "access_token", "refresh_token", "device_code")
WIDTH = 118
HEARS_WITHIN = 15  # seconds


class Surprise(Exception):
    """An answer that is not what it should be."""


class Walk:
    """What the parts share: the devices, and how a step looks."""

    def __init__(self, url: str, socket: str, target: Target):
        self.url = url
        self.socket = socket
        self.target = target
        self.email = f"ada-{secrets.token_hex(4)}@example.com"
        self.phone = Device(self, "phone", "phone-1")
        self.tv = Device(self, "TV", "tv-1", clock_error=timedelta(days=-3))
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

    def __init__(self, walk: Walk, name: str, device_id: str, clock_error: timedelta = timedelta(0)):
        self.walk = walk
        self.name = name
        self.device_id = device_id
        self.clock_error = clock_error
        self.ago = timedelta(0)  # how long ago the user does what is being told
        self.http = httpx.Client(base_url=walk.url, timeout=30)
        self.tokens: dict[str, Any] = {}
        self.library = SyncClient(self.send, Memory(), device_id, now=self.clock)  # the client of docs/examples

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.clock_error - self.ago

    def send(self, body: dict) -> dict:
        """What the sync client sends with."""
        ops = ", ".join(f"{op['type']} {op['entity']} {without_uuid(op['item'])}" for op in body["ops"])
        cursor = "its cursor" if body["cursor"] else "no cursor yet"
        return self.call(
            "POST", "/v1/sync", body, shown=f"{cursor}; {ops or 'nothing to send'}", show="results.status changes.entity resync"
        )

    def call(
        self,
        method: str,
        path: str,
        body: dict | None = None,
        expect: int = 200,
        code: str | None = None,
        show: str = "",
        shown: str = "",
        key: str | None = None,
    ) -> Any:
        """Make a call and print it; the answer's data. `show` names what to print of it, else its code or message is.
        `shown` is printed in place of the body; `key` is the Idempotency-Key."""
        print(f"     {self.name:5} → {method} {path} {shown or shortened(body)}".rstrip())
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}"} if self.tokens else {}
        if key:
            headers["Idempotency-Key"] = key
        response = self.http.request(method, path, json=body, headers=headers)
        self.http.cookies.clear()  # an app sends the token itself; the cookie is for browsers
        try:
            envelope = response.json()
        except ValueError:
            raise Surprise(f"{response.status_code} with a body that is not JSON.") from None
        data, message = envelope["data"], envelope["message"]
        print(f"           ← {response.status_code} {essence(data, message, show if envelope['success'] else '')}".rstrip())
        if response.status_code != expect or (code is not None and data["code"] != code):
            raise Surprise(f"{expect} {code or ''} should have come, not {response.status_code}: {response.text}")
        if isinstance(data, dict) and "access_token" in data:
            self.tokens = {**self.tokens, **data}
        return data


class Socket:
    """A device's line to the relay. `with` it is open; signed in and attached to a party."""

    def __init__(self, device: Device, party_id: str, since: dict | None = None):
        self.device = device
        self.party_id = party_id
        self.since = since or {}

    def __enter__(self) -> "Socket":
        self._opening = connect(self.device.walk.socket, compression=None)
        self._connection = self._opening.__enter__()
        self.send("auth", token=self.device.tokens["access_token"])
        self.hear("authenticated", show="expires_at")
        self.send("party.attach", **self.since)
        self.state = self.hear("party.state", show="party.status party.position_ms party.members.name")["party"]
        return self

    def __exit__(self, *exception: Any) -> None:
        self._opening.__exit__(*exception)

    def send(self, kind: str, **fields: Any) -> None:
        if kind.startswith("party."):
            fields = {"party_id": self.party_id, **fields}
        told = {name: "…" if name in ("token", "party_id") else value for name, value in fields.items()}
        print(f"     {self.device.name:5} ⇒ {kind} {json.dumps(told, ensure_ascii=False)}")
        self._connection.send(json.dumps({"type": kind, **fields}))

    def hear(self, kind: str, event: str | None = None, show: str = "") -> dict:
        """The next frame of this type, and kind of event; what comes unasked meanwhile is passed over."""
        while True:
            try:
                frame = json.loads(self._connection.recv(timeout=HEARS_WITHIN))
            except TimeoutError:
                raise Surprise(f"{self.device.name} should have heard {event or kind}.") from None
            if frame["type"] == "error":
                raise Surprise(f"{self.device.name} was told {frame}")
            if frame["type"] == kind and event in (None, frame.get("kind")):
                what = f"{kind} {frame['kind']} #{frame['seq']}" if event else kind
                print(f"     {self.device.name:5} ⇐ {what} {essence(frame, None, show)}".rstrip())
                return frame

    def server_clock(self) -> float:
        """By how many milliseconds the server's clock is ahead of this device's: of five pings, by the quickest."""
        samples = []
        for _ in range(5):
            t0 = self.device.clock().timestamp() * 1000
            self._connection.send(json.dumps({"type": "ping", "t0": t0}))
            pong = json.loads(self._connection.recv(timeout=HEARS_WITHIN))
            while pong["type"] != "pong":
                pong = json.loads(self._connection.recv(timeout=HEARS_WITHIN))
            t3 = self.device.clock().timestamp() * 1000
            samples.append((t3 - t0 - (pong["t2"] - pong["t1"]), (pong["t1"] - t0 + pong["t2"] - t3) / 2))
        return min(samples)[1]


class Memory:
    """Where the sync client keeps its state, in a demo that ends; an app has a file or a database."""

    def load(self) -> None:
        return None

    def save(self, state: dict) -> None:
        pass


def without_uuid(item: str) -> str:
    kind, _, provider_id = item.split(":", 2)
    return f"{kind}:…:{provider_id}"


def shortened(body: dict | None) -> str:
    if body is None:
        return ""
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


def pairing(walk: Walk) -> None:
    walk.chapter("A TV, without typing a password")
    phone, tv = walk.phone, walk.tv

    walk.step("The TV asks for a code, and shows it with the address where to type it.")
    codes = tv.call(
        "POST",
        "/v1/auth/device/code",
        {"device_name": "Living room", "device_id": tv.device_id},
        show="user_code verification_uri interval",
    )
    tv.call("POST", "/v1/auth/device/token", {"device_code": codes["device_code"]}, expect=400, code="authorization_pending")

    walk.step("Ada types it on her phone. A wrong one tells nothing; case and hyphen do not matter.")
    phone.call("POST", "/v1/auth/device/approve", {"user_code": "AEIO-UAEI"}, expect=404, code="not_found")
    phone.call("POST", "/v1/auth/device/approve", {"user_code": codes["user_code"].lower().replace("-", "")}, show="device_name")

    walk.step("The TV asks again: it is signed in, a device of its own with tokens of its own. The code is worth nothing any more.")
    tv.call("POST", "/v1/auth/device/token", {"device_code": codes["device_code"]}, show="account.email profile")
    tv.call("POST", "/v1/auth/device/token", {"device_code": codes["device_code"]}, expect=400, code="expired_token")


def family(walk: Walk) -> None:
    walk.chapter("Profiles and parental control")
    phone, tv = walk.phone, walk.tv

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


def playlists(walk: Walk) -> None:
    walk.chapter("Playlists, in a vault")
    phone, tv = walk.phone, walk.tv

    walk.step("On the phone Ada pastes the address that her provider gave her, as it is.")
    pasted = f"http://line.example.com:8080/get.php?username={PANEL_USER}&password={PANEL_PASSWORD.replace('+', '%2B')}&type=m3u_plus"
    home = phone.call("POST", "/v1/playlists", {"name": "Home", "url": pasted}, expect=201, show="kind url username_hint")
    walk.kept["home"] = home["id"]

    walk.step("A second one has server, username and password apart, and is not for children.")
    late = {"name": "Late", "kind": "xtream", "url": "https://late.example.net", "username": PANEL_USER, "password": PANEL_PASSWORD}
    late["visible_to"] = "unrestricted"
    walk.kept["late"] = phone.call("POST", "/v1/playlists", late, expect=201, show="kind url visible_to")["id"]

    walk.step("Every device has them now. No list says more of the credentials than a hint.")
    listed = phone.call("GET", "/v1/playlists", show="items.name items.url items.username_hint")
    walk.see(
        "neither username nor password is in the list", not any(secret in json.dumps(listed) for secret in (PANEL_USER, PANEL_PASSWORD))
    )

    walk.step("The TV is still in Max's profile: he sees what is for all, and of the other one not even that it is there.")
    seen = tv.call("GET", "/v1/playlists", show="items.name")["items"]
    walk.see("Max sees one playlist", [playlist["id"] for playlist in seen] == [walk.kept["home"]])
    tv.call("GET", f"/v1/playlists/{walk.kept['late']}/credentials", expect=404, code="not_found")

    walk.step("A player gets the credentials where it needs them; that it did is on record.")
    found = tv.call("GET", f"/v1/playlists/{walk.kept['home']}/credentials", show="url username password")
    walk.see("the password was decoded as panels do it", found["password"] == PANEL_PASSWORD)
    read = phone.call("GET", "/v1/audit?limit=1", show="items.action items.device_name")["items"][0]
    walk.see("the record names the TV", (read["action"], read["device_name"]) == ("credentials_read", "Living room"))

    walk.step("The phone asked the panel how long the subscription runs, and passes the answer on; the panel repeats the password in it.")
    says = {
        "username": PANEL_USER,
        "password": PANEL_PASSWORD,
        "auth": 1,
        "status": "Active",
        "exp_date": "1924992000",
        "max_connections": "2",
    }
    status = f"/v1/playlists/{walk.kept['home']}/status"
    kept = phone.call("PUT", status, {"user_info": says}, shown="what the panel answered", show="status.state status.expires_at")
    walk.see("nothing of the password is kept there", PANEL_PASSWORD not in json.dumps(kept))


def library(walk: Walk) -> None:
    walk.chapter("Favorites, and where the film stopped")
    phone, tv = walk.phone, walk.tv
    item = {"playlist_id": walk.kept["home"], "kind": "movie", "provider_id": "1042"}

    walk.step("What is watched belongs to a profile. Ada selects hers on the phone, and on the TV.")
    phone.call("GET", "/v1/favorites", expect=403, code="forbidden")
    for device in (phone, tv):
        device.call("POST", f"/v1/profiles/{walk.kept['ada']}/select", {"pin": "4711"}, show="profile.name")

    walk.step("On the phone she keeps a film, and watches three quarters of an hour of it.")
    phone.call("PUT", "/v1/favorites", {**item, **MATRIX}, show="title match_key rank")
    watched = {"position_ms": 45 * MINUTE, "duration_ms": 136 * MINUTE, "playback_id": "phone-1/1"}
    phone.call("PUT", "/v1/progress", {**item, **MATRIX, **watched}, show="position_ms duration_ms completed")

    walk.step("The other playlist has the film, too, under another id. The TV asks by what it is, not by where it is.")
    resume = tv.call("GET", "/v1/progress/resume?match_key=tmdb:movie:603", show="title position_ms device_id")
    walk.see("the TV goes on where the phone stopped", resume["position_ms"] == watched["position_ms"])

    walk.step("Max selects his profile on the TV. Of Ada's things he finds nothing.")
    tv.call("POST", f"/v1/profiles/{walk.kept['max']}/select", show="profile.name")
    nothing = [tv.call("GET", f"/v1/{what}", show="items")["items"] for what in ("favorites", "progress", "history")]
    walk.see("Max's own are empty", nothing == [[], [], []])

    walk.step("Nor can he keep something of a playlist that is not for him.")
    tv.call("PUT", "/v1/favorites", {**item, "playlist_id": walk.kept["late"]}, expect=404, code="not_found")


def sync(walk: Walk) -> None:
    walk.chapter("Two devices, offline")
    phone, tv = walk.phone, walk.tv
    film, news = f"movie:{walk.kept['home']}:1042", f"live:{walk.kept['home']}:5"

    def watch(device: Device, minutes: int, viewing: str, ago: int = 0) -> None:
        device.ago = timedelta(minutes=ago)
        device.library.put("progress", film, {"position_ms": minutes * MINUTE, "duration_ms": 136 * MINUTE}, viewing)
        device.ago = timedelta(0)

    def minutes(device: Device) -> int:
        return device.library.view("progress")[film]["position_ms"] // MINUTE

    def together() -> bool:
        return all(phone.library.view(entity) == tv.library.view(entity) for entity in ("favorite", "progress", "playlist", "profile"))

    walk.step("Both are in Ada's profile, and fetch what there is. The TV's clock is three days slow, as TVs' clocks are.")
    tv.call("POST", f"/v1/profiles/{walk.kept['ada']}/select", {"pin": "4711"}, show="profile.name")
    phone.library.sync()
    tv.library.sync()
    walk.see("the film is at 45 minutes on the TV", minutes(tv) == 45)

    walk.step("No network. On the phone she watches to 80 minutes and keeps a channel …")
    watch(phone, 80, "phone-1/2", ago=20)
    phone.library.put("favorite", news, {"title": "News 24 HD", "group": "Morning"})
    walk.see("the phone shows it at once", minutes(phone) == 80 and news in phone.library.view("favorite"))

    walk.step("… later on the TV, that knows nothing of this, to 109 minutes; and drops the film from her favorites.")
    watch(tv, 109, "tv-1/1", ago=10)
    tv.library.delete("favorite", film)

    walk.step("The network is back: each sends what it has and fetches what is new to it, in whatever order.")
    for device in (phone, tv, phone):
        device.library.sync()
    walk.see("both have the same", together())
    walk.see("and it is what she did last: 109 minutes, the channel there, the film gone", minutes(phone) == 109)
    walk.see("which is all that the favorites have", list(tv.library.view("favorite")) == [news])

    walk.step("The TV watches on to 120 minutes. The phone, that did not hear of it, opens the film at the start and writes that down now.")
    watch(tv, 120, "tv-1/1")
    tv.library.sync()
    watch(phone, 1, "phone-1/3")
    phone.library.sync()
    walk.see("the phone's is refused, and the film is at 120 minutes", minutes(phone) == 120 and together())

    walk.step("She watches to the end on the TV: that is a viewing, and stays on record.")
    watch(tv, 135, "tv-1/1")
    tv.library.sync()
    viewings = phone.call("GET", "/v1/history", show="items.title items.device_id")["items"]
    walk.see("one viewing", len(viewings) == 1)


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


def sellers(walk: Walk) -> None:
    walk.chapter("Somebody who sells")
    admin, seller, client = (Device(walk, name, name) for name in ("admin", "shop", "Kim"))
    accounts = {device: f"{device.name.lower()}-{secrets.token_hex(4)}@example.com" for device in (admin, seller, client)}

    def sign_in(device: Device) -> None:
        body = {"email": accounts[device], "password": PASSWORD, "device_id": device.device_id}
        device.call("POST", "/v1/auth/login", body, show="account.role account.plan.code")

    walk.step("An operator makes the first administrator (`make admin EMAIL=…` does the same).")
    admin.call("POST", "/v1/auth/signup", {"email": accounts[admin], "password": PASSWORD}, expect=201, show="account.role")
    walk.sql("select private.admin_make(%(email)s)", email=accounts[admin])
    sign_in(admin)

    walk.step("The administrator makes a reseller, and grants credits.")
    shop = admin.call("POST", "/v1/admin/resellers", {"email": accounts[seller], "password": PASSWORD}, expect=201, show="credits_balance")
    grant = {"amount": 5000, "reason": "Bank transfer 4711"}
    admin.call("POST", f"/v1/admin/resellers/{shop['id']}/credits", grant, show="credits_balance")

    walk.step("The reseller sells Kim two months of premium. Whatever happens to the answer, this key counts once.")
    sign_in(seller)
    sale = {"email": accounts[client], "password": PASSWORD, "plan": "premium", "months": 2}
    first, again = (seller.call("POST", "/v1/reseller/clients", sale, expect=201, show="plan expires_at", key="sale-1") for _ in range(2))
    walk.see("the answer to the second is that to the first", first == again)
    seller.call("GET", "/v1/reseller", show="credits_balance clients")

    walk.step("The credits that are left do not do for another one.")
    seller.call("POST", "/v1/reseller/clients", {**sale, "email": "max@example.com"}, expect=402, code="insufficient_credits")

    walk.step("Kim has the plan at once. A suspension ends every session, until the reseller takes it back.")
    sign_in(client)
    seller.call("POST", f"/v1/reseller/clients/{first['id']}/suspend", show="status")
    client.call("GET", "/v1/me", expect=403, code="account_suspended")
    seller.call("POST", f"/v1/reseller/clients/{first['id']}/resume", show="status")

    walk.step("Within a day the sale can be taken back: the unused part comes back as an entry of its own.")
    seller.call("POST", f"/v1/reseller/clients/{first['id']}/refund", show="plan status")
    entries = seller.call("GET", "/v1/reseller/ledger", show="items.transaction_type items.amount items.balance_after")["items"]
    walk.see("the balance is the sum of all entries", entries[0]["balance_after"] == sum(entry["amount"] for entry in entries))


def paying(walk: Walk) -> None:
    walk.chapter("Somebody who pays")
    ben = Device(walk, "Ben", "ben-1")
    body = {"email": f"ben-{secrets.token_hex(4)}@example.com", "password": PASSWORD}

    walk.step("Ben signs up, and wants more than the free plan has.")
    ben.call("POST", "/v1/auth/signup", body, expect=201, show="account.plan.code")
    ben.call("GET", "/v1/plans", show="code price")

    if httpx.post(f"{walk.url}/webhooks/stripe", timeout=30).status_code == 503:
        walk.step("Nothing can be bought here yet. `STRIPE=fake make run` puts a double in Stripe's place.")
        ben.call("POST", "/v1/billing/checkout", {"plan": "premium"}, expect=503, code="unavailable")
        return

    walk.step("The app asks for a page of Stripe's, and opens it in the browser.")
    url = ben.call("POST", "/v1/billing/checkout", {"plan": "premium"}, show="url")["url"]
    if "/c/pay/cs_test_" not in url or not url.startswith("http://127.0.0.1:"):
        walk.step("That is Stripe itself, where this walk ends: money is for people.")
        return

    walk.step("He pays there (at the double: nothing is charged), and comes back.")
    httpx.post(url, data={"action": "pay"}, timeout=30)
    deadline = time.monotonic() + 20
    while ben.call("GET", "/v1/subscription", show="") is None and time.monotonic() < deadline:
        time.sleep(0.5)
    ben.call("GET", "/v1/me", show="plan.code subscription.source subscription.status subscription.current_period_end")

    walk.step("Whoever has a subscription changes it in Stripe's portal, and buys no second one.")
    ben.call("POST", "/v1/billing/checkout", {"plan": "ultimate"}, expect=409, code="conflict")
    ben.call("POST", "/v1/billing/portal", show="url")

    walk.step("He deletes the account, and stops paying by that.")
    ben.call("DELETE", "/v1/me", {"password": PASSWORD})


def party(walk: Walk) -> None:
    walk.chapter("Watching together, each from a provider of one's own")
    ada, grace = walk.phone, Device(walk, "Grace", "grace-tv", clock_error=timedelta(hours=-2))

    walk.step("Ada begins a party. It says what is watched, not where from; the invitation is a code.")
    content = {"kind": "movie", "title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}, "duration_ms": 136 * MINUTE}
    made = ada.call("POST", "/v1/parties", {"title": "Friday night", "content": content}, expect=201, show="code party.match_key")
    party_id = made["party"]["id"]

    walk.step("Grace has an account of her own, with another provider, and joins by the code.")
    body = {"email": f"grace-{secrets.token_hex(4)}@example.com", "password": PASSWORD, "device_id": grace.device_id}
    grace.call("POST", "/v1/auth/signup", body, expect=201, show="account.plan.code")
    profile = grace.call("POST", "/v1/profiles", {"name": "Grace"}, expect=201, show="name")["id"]
    grace.call("POST", f"/v1/profiles/{profile}/select", show="profile.name")
    grace.call("POST", "/v1/parties/join", {"code": made["code"].lower()}, show="party.title party.members.name")

    walk.step("Both open the socket. The token comes as the first frame.")
    with Socket(ada, party_id) as one:
        with Socket(grace, party_id) as two:
            walk.step("They talk. Each message has a number, and everybody hears each once and in order.")
            two.send("party.chat", id="grace-1", text="Popcorn is ready 🍿")
            said = one.hear("party.event", "chat", show="actor.name body.text")
            walk.see("both hear the same", two.hear("party.event", "chat", show="body.text") == said)

            walk.step("Ada presses play. It begins a moment ahead, so that everybody has heard of it by then.")
            one.send("party.command", id="ada-1", command="play", position_ms=0)
            play = one.hear("party.event", "play", show="body.position_ms at apply_at")
            two.hear("party.event", "play", show="body.position_ms at apply_at")

            walk.step("Grace's TV is two hours slow. Some pings tell it the server's clock, and both are at the same place.")
            ahead = {line: line.server_clock() for line in (one, two)}
            begins = {line: play["apply_at"] - ahead[line] - line.device.clock().timestamp() * 1000 for line in (one, two)}
            walk.see("they begin within a tenth of a second", abs(begins[one] - begins[two]) < 100)

            walk.step("Ada seeks. The party waits until both have loaded, for eight seconds at most, and goes on by itself.")
            one.send("party.command", id="ada-2", command="seek", position_ms=45 * MINUTE)
            for line in (one, two):
                line.hear("party.event", "seek", show="body.position_ms")
                line.send("party.ready", ready=True)
            on = one.hear("party.event", "play", show="actor body.position_ms")
            last = two.hear("party.event", "play", show="actor body.position_ms")
            walk.see("the server said so to both", on == last and on["actor"] is None)

        walk.step("Grace's line is cut. Ada talks on; nothing stops.")
        one.send("party.chat", id="ada-3", text="Do you see the cat?")
        one.hear("party.event", "chat", show="body.text")

        walk.step("Grace is back and names the last number that she has. What she missed comes at once.")
        with Socket(grace, party_id, {"since": last["seq"], "epoch": last["epoch"]}) as two:
            missed = two.hear("party.event", "chat", show="actor.name body.text")
            walk.see("it is the very next one", missed["seq"] == last["seq"] + 1)
            walk.see("and nothing of the playing changed", two.state["status"] == "playing" and two.state["anchored_at"] == on["apply_at"])

            walk.step("Ada ends the party. Everybody hears it.")
            ada.call("DELETE", f"/v1/parties/{party_id}")
            two.hear("party.event", "end")
    told = json.dumps([made, two.state])
    walk.see(
        "no frame had anything of a provider's", not any(secret in told for secret in (PANEL_USER, PANEL_PASSWORD, "line.example.com"))
    )


def sign_out(walk: Walk) -> None:
    walk.chapter("The end")
    phone = walk.phone
    walk.step("Ada signs out.")
    phone.call("POST", "/v1/auth/logout")
    phone.call("GET", "/v1/me", expect=401, code="unauthorized")

    walk.step("And once more in, to take along what is hers: everything that is stored about her, the credentials included.")
    body = {"email": walk.email, "password": PASSWORD, "device_name": "Ada's phone", "device_id": phone.device_id}
    phone.call("POST", "/v1/auth/login", body, show="account.email")
    export = phone.call("GET", "/v1/me/export", show="exported_at")
    walk.see("her film and her playlists' password are in it", all(text in json.dumps(export) for text in ("The Matrix", PANEL_PASSWORD)))

    walk.step("She deletes the account. Nothing of it is left, and the address could sign up again.")
    phone.call("DELETE", "/v1/me", {"password": PASSWORD})
    phone.call("GET", "/v1/me", expect=401, code="unauthorized")
    phone.tokens = {}
    phone.call("POST", "/v1/auth/login", body, expect=401, code="invalid_credentials")


PARTS: list[Callable[[Walk], None]] = [sign_up, pairing, family, playlists, library, sync, devices, sellers, paying, party, sign_out]


def address() -> str:
    """Where `make run` serves: as it wrote it down, or by API_PORT."""
    written = home_directory() / "url"
    if not os.environ.get("API_PORT") and written.exists():
        return written.read_text()
    return f"http://127.0.0.1:{port(os.environ, 'API_PORT', 8000)}"


def socket_address() -> str:
    """Where its relay listens, likewise."""
    written = home_directory() / "socket"
    if not os.environ.get("RELAY_PORT") and written.exists():
        return written.read_text()
    return f"ws://127.0.0.1:{port(os.environ, 'RELAY_PORT', 8001)}/v1/socket"


def main() -> None:
    url = address()
    try:
        httpx.get(f"{url}/health/ready", timeout=10).raise_for_status()
    except httpx.HTTPError:
        raise SetupError(f"Nothing is ready at {url}. Start it in another terminal: make run") from None
    walk = Walk(url, socket_address(), running_target())
    print(f"A phone and a TV use the API at {url}. Each step: what happens, the call, what matters of the answer.")
    for part in PARTS:
        part(walk)
    print(f"\nAll {walk.steps} steps went as they should. The API's description is at {url}/docs")


if __name__ == "__main__":
    try:
        main()
    except (SetupError, ConfigError, Surprise, httpx.HTTPError, WebSocketException, OSError) as error:
        sys.exit(f"\nmake demo: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
