"""Rules change under traffic: what DBAs deploy and take back fails no request of those who are using the system."""

import contextlib
import io
import threading
import time
import traceback
from collections import Counter

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from db.demo import PARTS, Walk
from tests.support.billing import paid_system
from tests.support.people import PASSWORD, Person, new_email
from tests.support.project import Project
from tests.support.resellers import Reseller, new_admin

WALKERS = 3


def errands(system) -> None:
    """What the walk of `make demo` does not come by."""
    admin = new_admin(system)
    seller = Reseller(system, admin, credits=20_000)
    for path in ("/v1/plans", "/v1/subscription", "/v1/reseller/clients"):
        seller.get(path)
    child = seller.sub(credits=1000)
    seller.post("/v1/reseller/transfers", {"to": child.account_id, "amount": 500})
    sold = seller.client(plan="basic")
    seller.get(f"/v1/reseller/clients/{sold['id']}")
    seller.get("/v1/billing/packs")
    for path, body in (("credits", {"pack": "credits_10000"}), ("checkout", {"plan": "basic"}), ("portal", None)):
        seller.post(f"/v1/billing/{path}", body)
    seller.post(f"/v1/reseller/clients/{sold['id']}/renew", {"months": 1})
    seller.post("/clients", {"email": new_email(), "password": PASSWORD}, expect=201)

    ada = Person(system, plan="premium")
    profile = ada.profile("Ada")
    ada.post("/profiles", {"name": "Max"}, expect=201)
    gone = ada.profile("Kim")["id"]
    ada.patch(f"/v1/profiles/{gone}", {"name": "Kim 2"})
    ada.get(f"/v1/profiles/{gone}")
    ada.delete(f"/v1/profiles/{gone}")
    ada.use({**ada.tokens, **ada.post(f"/profile/{profile['id']}/select")})
    watch_together(ada, Person(system))
    old = ada.playlist("Old")
    ada.patch(f"/v1/playlists/{old['id']}", {"name": "Older"})
    item = {"playlist_id": old["id"], "kind": "movie", "provider_id": "1"}
    ada.put("/v1/favorites", item)
    ada.put("/v1/progress", {**item, "position_ms": 1, "duration_ms": 100})
    ada.get("/v1/progress")
    ada.get(f"/v1/playlists/{old['id']}")
    ada.post(f"/v1/playlists/{old['id']}/remap", {"items": []})
    ada.delete(f"/v1/favorites?item=movie:{old['id']}:1")
    ada.delete(f"/v1/progress?item=movie:{old['id']}:1")
    ada.delete(f"/v1/playlists/{old['id']}")
    ada.post("/v1/me/password", {"current_password": PASSWORD, "new_password": "battery staple"})


def watch_together(host: Person, guest: Person) -> None:
    guest.select(guest.profile("Grace")["id"])
    party = host.post("/v1/parties", {"title": "Friday", "content": {"kind": "movie", "title": "The Matrix"}}, expect=201)
    path = f"/v1/parties/{party['party']['id']}"
    for _ in range(2):
        joined = guest.post("/v1/parties/join", {"code": party["code"]})["party"]
        member = next(member["profile_id"] for member in joined["members"] if member["role"] == "member")
        guest.post(f"{path}/messages", {"text": "Hello"})
        guest.post(f"{path}/leave")
    guest.post("/v1/parties/join", {"code": party["code"]})
    host.post(f"{path}/role", {"profile_id": member, "role": "host"})
    host.post(f"{path}/role", {"profile_id": member, "role": "member"})
    host.post(f"{path}/commands", {"id": "1", "command": "play", "position_ms": 0})
    host.post(f"{path}/kick", {"profile_id": member})
    for listed in ("/v1/parties", path, f"{path}/messages"):
        host.get(listed)
    host.delete(path)


class Traffic:
    """People who walk through the product as `make demo` does and then run errands, again and again until they are told
    to stop. Between them they use every endpoint. Whoever gets an answer that is not what it should be, ends."""

    def __init__(self, system):
        self.system = system
        self.walks = 0
        self.failures: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._walk, daemon=True) for _ in range(WALKERS)]

    def __enter__(self) -> "Traffic":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "a walk hangs"

    def _walk(self) -> None:
        while not self._stop.is_set():
            try:
                walk = Walk(self.system.url, self.system.relays[0].socket, self.system.target)
                for part in PARTS:
                    part(walk)
                errands(self.system)
                self.walks += 1
            except Exception:
                self.failures.append(traceback.format_exc())
                return

    def wait_for_walks(self, count: int, seconds: float = 240) -> None:
        """So many more whole ones: what began before has ended since."""
        goal, deadline = self.walks + count, time.monotonic() + seconds
        while self.walks < goal and not self.failures:
            assert time.monotonic() < deadline, f"only {self.walks} of {goal} walks"
            time.sleep(0.05)
        assert not self.failures, self.failures[0]


def answered(system) -> Counter:
    """How often each route has answered with each status since the API was started."""
    counts: Counter = Counter()
    for family in text_string_to_metric_families(httpx.get(f"{system.url}/metrics").text):
        for sample in family.samples:
            if sample.name == "syncstream_http_request_seconds_count":
                labels = sample.labels
                counts[labels["method"], labels["route"], int(labels["status"])] += int(sample.value)
    return counts


@pytest.fixture(scope="module")
def system():
    """One whose every endpoint answers, those that sell included."""
    system, stripe = paid_system()
    try:
        system.start_relay()
        yield system
    finally:
        system.close()
        stripe.stop()


@pytest.fixture
def project(system, tmp_path):
    project = Project(tmp_path)
    yield project
    project.revert(system)


def test_a_function_a_column_and_an_endpoint_come_and_go_under_traffic(system, project, person):
    if project.tag is None:
        project.sqitch("tag", "v8.0.0", "--note", "What clients use while it changes")
    before = answered(system)
    with contextlib.redirect_stdout(io.StringIO()), Traffic(system) as traffic:
        traffic.wait_for_walks(WALKERS)

        project.rework(
            "profiles/profile_list",
            "api.profile_list",
            lambda body: body.replace('coalesce(profile_list."limit", 50)', 'coalesce(profile_list."limit", 40)'),
        )
        project.deploy(system)
        traffic.wait_for_walks(WALKERS)
        project.add("profiles/profile_nickname", "column", table="profile", column="nickname")
        project.deploy(system)
        traffic.wait_for_walks(WALKERS)
        project.add("profiles/greeting_get", "endpoint", function="greeting_get", path="/v1/greetings")
        project.deploy(system)
        assert person.get("/v1/greetings")["account_id"] == person.account_id
        traffic.wait_for_walks(WALKERS)

        project.revert(system)
        traffic.wait_for_walks(WALKERS)
        assert person.http.get("/v1/greetings").status_code == 404

    after = answered(system) - before
    assert not {key for key in after if key[2] >= 500}
    with system.connect() as connection:
        routes = set(connection.execute("select method, split_part(path, '{?', 1) from http.route").fetchall())
    assert not routes - {(method, route) for method, route, status in after if status < 400}, "nobody used these"
