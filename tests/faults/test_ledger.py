"""Credits while backends are killed: nothing appears, nothing vanishes, nothing counts twice."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest

from tests.support.people import PASSWORD, new_email
from tests.support.resellers import Reseller, audit, key, new_admin
from tests.support.system import System

SECONDS = 6
THREADS = 16
PAUSE = 0.1  # seconds between two killings
CLIENTS = 3  # of each reseller, to renew and refund
KILL = """
select count(pg_terminate_backend(pid)) from (
    select pid from pg_stat_activity where application_name like 'syncstream-api reseller%' order by random() limit 2) as a"""


@pytest.fixture
def system():
    """A system that this test may break."""
    system = System()
    try:
        system.create().deploy()
        system.start_api()
        yield system
    finally:
        system.close()


@dataclass
class Done:
    """An operation that was acknowledged."""

    path: str
    body: dict | None
    status: int
    answer: dict


class Chaos:
    """Threads that do all that moves credits, each request with a key and sent again until it is answered."""

    def __init__(self, system: System, pairs: list[tuple[Reseller, Reseller]]):
        self.system = system
        self.pairs = pairs
        self.clients = {person.account_id: [person.client(plan="basic")["id"] for _ in range(CLIENTS)] for pair in pairs for person in pair}
        self.stop = threading.Event()
        self.unanswered = self.kills = 0

    def kill(self) -> None:
        with self.system.connect() as connection:
            while not self.stop.wait(PAUSE):
                self.kills += connection.execute(KILL).fetchone()[0]

    def work(self, seed: int) -> list[Done]:
        chance, done = random.Random(seed), []
        with self.system.client() as http:
            while not self.stop.is_set():
                pair = chance.choice(self.pairs)
                person, other = chance.sample(pair, 2)
                path, body = self.operation(chance, person, other)
                headers = {"Authorization": f"Bearer {person.access_token}", **key()}
                first = self.until_answered(http, path, body, headers)
                again = self.until_answered(http, path, body, headers)
                assert (first.status_code, first.content) == (again.status_code, again.content)
                done.append(Done(path, body, first.status_code, first.json()["data"]))
        return done

    def operation(self, chance: random.Random, person: Reseller, other: Reseller) -> tuple[str, dict | None]:
        client = f"/v1/reseller/clients/{chance.choice(self.clients[person.account_id])}"
        kind = chance.choices(("transfer", "renew", "refund", "create"), (6, 3, 3, 1))[0]
        if kind == "transfer":
            return "/v1/reseller/transfers", {"to": other.account_id, "amount": chance.randint(1, 3000), "note": new_note()}
        if kind == "renew":
            return f"{client}/renew", {"months": chance.randint(1, 3)}
        if kind == "refund":
            return f"{client}/refund", None
        return "/v1/reseller/clients", {"email": new_email(), "password": PASSWORD, "plan": "basic"}

    def until_answered(self, http: httpx.Client, path: str, body: dict | None, headers: dict) -> httpx.Response:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = http.post(path, json=body, headers=headers)
                if answer.status_code not in (503, 504):
                    return answer
            except httpx.TransportError:
                pass
            self.unanswered += 1
            time.sleep(0.02)
        raise AssertionError(f"no answer to {path}")

    def run(self) -> list[Done]:
        with ThreadPoolExecutor(THREADS + 1) as pool:
            killing = pool.submit(self.kill)
            working = [pool.submit(self.work, n) for n in range(THREADS)]
            time.sleep(SECONDS)
            self.stop.set()
            killing.result()
            return [done for work in working for done in work.result()]


def new_note() -> str:
    return key()["Idempotency-Key"]


def test_sixteen_threads_and_killed_backends(system):
    admin = new_admin(system)
    parents = [Reseller(system, admin, 30_000) for _ in range(2)]
    chaos = Chaos(system, [(parent, parent.sub(10_000)) for parent in parents])
    before = audit(system)
    done = chaos.run()
    after = audit(system)
    assert chaos.kills > 20 and len(done) > 100, (chaos.kills, len(done))
    assert {d.status for d in done} <= {200, 201, 402, 409}, Counter(d.status for d in done)
    assert after["granted"] == before["granted"]

    with system.connect() as connection:
        sides = dict(connection.execute("select note, count(*) from app.ledger_note group by note").fetchall())
        entries = Counter(dict(
            ((kind, str(client)), count)
            for kind, client, count in connection.execute(
                "select transaction_type, counterparty_id, count(*) from app.ledger_entry group by 1, 2"
            )
        ))  # fmt: skip
        created = dict(connection.execute("select email, count(*) from app.reseller_client group by 1").fetchall())

    # Each acknowledged transfer is in both ledgers once, and no other one is.
    transfers = {d.body["note"]: 2 for d in done if d.path.endswith("/transfers") and d.status == 200}
    assert {note: count for note, count in sides.items() if note != "To test with"} == transfers
    # Each acknowledged renewal and refund is one entry.
    for action, kind in (("/renew", "client_renewed"), ("/refund", "refund")):
        acknowledged = Counter(d.path.split("/")[4] for d in done if d.path.endswith(action) and d.status == 200)
        assert acknowledged, action
        assert {client: count for (found, client), count in entries.items() if found == kind} == acknowledged
    # Each acknowledged client is there, was paid for once, and none is there that was refused.
    for d in done:
        if d.path.endswith("/clients"):
            assert created.get(d.body["email"], 0) == (d.status == 201)
            if d.status == 201:
                assert entries["client_created", d.answer["id"]] == 1
    assert sum(created.values()) == len(parents) * 2 * CLIENTS + sum(d.status == 201 for d in done)
    print(f"{len(done)} operations, {chaos.kills} backends killed, {chaos.unanswered} requests sent again")
