"""What the relay costs, and how quick it is: `make bench-relay`, or `.venv/bin/python -m bench.relay <part> …` for some parts.

Each part prints what was measured beside its target. Times depend on what else the machine does (its load is printed);
memory, and deliveries for each second of CPU, hardly do.

  idle      memory of a socket: 5,000 signed in, one relay
  delivery  from saying to hearing: 500 messages a second in parties of 8, one relay
  fan-out   deliveries for each second of the relay's CPU: parties of 50
  gathering messages a second at a flush of 1 ms: gathered, against a transaction each
  clocks    when 8 players with clocks up to 5 s wrong begin to play, beside each other
  recovery  how long a player is away: its relay killed; its relay silent; the listening connection cut
"""

import asyncio
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import psycopg
import uvloop
from psycopg.types.json import Json
from websockets.frames import Frame, Opcode

from api.auth import Authenticator
from api.config import Keys
from bench.measure import cpu_seconds
from tests.support.party import Gathering, Player
from tests.support.people import Person
from tests.support.system import System

SOCKETS = 5000
FIRST = 100_000_000_000  # twelve digits: the end of an id
SIGNING_IN = 100  # side by side

# An account, a session and a profile each, of the same id; parties of them, one after the other.
FILL = f"""
insert into app.account (account_id, email)
    select ('00000000-0000-4000-8000-' || n)::uuid, n || '@example.com' from generate_series({FIRST}, {FIRST + SOCKETS - 1}) n;
insert into app.account_counter (account_id) select account_id from app.account;
insert into app.profile (account_id, id, name, rev) select account_id, account_id, 'Ada', 1 from app.account;
insert into app.session (account_id, id, profile_id, expires_at) select account_id, account_id, account_id, now() + interval '1 day'
    from app.account;
"""
PARTY = """
with party as (
    insert into app.party (account_id, id, title, content, control, anchored_at, max_members, active_at, due_at)
    values (%(host)s, %(id)s, 'Friday', '{"kind": "movie", "title": "The Matrix"}', 'everyone', now(), -1, now(), now() + interval '1 day')
    returning account_id, id
), lookup as (
    insert into app.party_lookup (party_id, account_id) select id, account_id from party
)
insert into app.party_member (account_id, party_id, profile_id, member_account_id, name, role, joined_at)
select p.account_id, p.id, m, m, 'Ada', case when m = p.account_id then 'host' else 'member' end, now()
from party p, unnest(%(members)s::uuid[]) as m
"""
# A log that is not new: what autovacuum does in the first minute of a database's life.
BEFORE = """
select count(private.party_post(p, 'chat', null, '{"text": "Hello"}', now(), command_id => n::text))
from app.party p, generate_series(1, 100) n where p.id = any (%s)
"""
UNLIMITED = """
create or replace function private.bucket_take(paid_until timestamptz, burst integer, per_second integer) returns timestamptz
language plpgsql volatile as $$ begin return paid_until; end $$
"""


def person(n: int) -> str:
    return f"00000000-0000-4000-8000-{FIRST + n}"


def show(what: str, measured: str, target: str = "") -> None:
    print(f"  {what:58}{measured:>22}   {target}", flush=True)


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def require_whole(players: list[Player]) -> None:
    if any(player.broken for player in players):
        raise RuntimeError([player.broken for player in players])


class Site:
    """A system with 5,000 people, and parties as they are needed."""

    def __init__(self):
        self.system = System()

    def create(self) -> "Site":
        self.system.create().deploy()
        with self.system.connect() as connection:
            for statement in FILL.strip().split(";\n"):
                connection.execute(statement)
            connection.execute("vacuum analyze")
        self.system.start_api(WEB_CONCURRENCY="1")

        class Settings:
            keys = Keys.read(self.system.home / "secrets/jwt_keys.json")
            access_token_seconds = 3600
            allowed_origins = frozenset()
            public_url = self.system.url

        self._authenticator = Authenticator(Settings)
        return self

    def token(self, n: int) -> str:
        claims = {"sub": person(n), "sid": person(n), "role": "user", "current_profile_id": person(n), "profile_version": 0}
        return self._authenticator.sign(claims)

    def parties(self, count: int, size: int) -> list[str]:
        """The first has the first `size` people, and so on."""
        ids = [str(uuid.uuid4()) for _ in range(count)]
        with self.system.connect() as connection, connection.transaction():
            for n, party_id in enumerate(ids):
                members = [person(m) for m in range(n * size, n * size + size)]
                connection.execute(PARTY, {"host": members[0], "id": party_id, "members": members})
        with self.system.connect() as connection:
            connection.execute(BEFORE, [ids])
            connection.execute("vacuum analyze app.party, app.party_member, app.party_event, app.party_lookup")
        return ids


class Wire(asyncio.Protocol):
    """A socket that costs as little as one can, so that the relay is what is measured."""

    def __init__(self, heard: Callable[[bytes], None]):
        self._heard = heard
        self._received = bytearray()
        self._upgraded = False
        self.signed_in = asyncio.Event()
        self.attached = asyncio.Event()
        self.closed = False

    def connection_made(self, transport) -> None:
        self.transport = transport
        transport.write(
            b"GET /v1/socket HTTP/1.1\r\nHost: relay\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )

    def connection_lost(self, error) -> None:
        self.closed = True

    def send(self, opcode: Opcode = Opcode.TEXT, data: bytes = b"", **frame) -> None:
        self.transport.write(Frame(opcode, data or json.dumps(frame).encode()).serialize(mask=True))

    def data_received(self, data: bytes) -> None:
        received = self._received
        received += data
        if not self._upgraded:
            end = received.find(b"\r\n\r\n")
            if end < 0:
                return
            del received[: end + 4]
            self._upgraded = True
        at = 0
        while len(received) >= at + 4:
            opcode, size, body = received[at] & 15, received[at + 1], at + 2
            if size == 126:
                size, body = int.from_bytes(received[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, body = int.from_bytes(received[at + 2 : at + 10], "big"), at + 10
            if len(received) < body + size:
                break
            self._take(opcode, bytes(received[body : body + size]))
            at = body + size
        del received[:at]

    def _take(self, opcode: int, data: bytes) -> None:
        if opcode == Opcode.PING:
            self.send(Opcode.PONG, data)
        elif b"party.event" in data[:30]:
            self._heard(data)
        elif b"authenticated" in data[:30]:
            self.signed_in.set()
        elif b"party.state" in data[:30]:
            self.attached.set()


async def connect(site: Site, relay, people: range, party_of: Callable[[int], str] | None = None, heard=lambda data: None) -> list[Wire]:
    """Sockets that are signed in and, where there is a party for them, attached."""
    side_by_side = asyncio.Semaphore(SIGNING_IN)

    async def one(n: int) -> Wire:
        async with side_by_side:
            _, wire = await asyncio.get_running_loop().create_connection(lambda: Wire(heard), "127.0.0.1", relay.port)
            wire.send(type="auth", token=site.token(n))
            await wire.signed_in.wait()
            if party_of:
                wire.send(type="party.attach", party_id=party_of(n))
                await wire.attached.wait()
            return wire

    return await asyncio.gather(*(one(n) for n in people))


def memory(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) * 1024


# -- the parts


async def idle(site: Site) -> None:
    relay = site.system.start_relay()
    await connect(site, relay, range(100))  # what it needs once
    before = memory(relay.process.pid)
    wires = await connect(site, relay, range(SOCKETS))
    await asyncio.sleep(5)
    each = (memory(relay.process.pid) - before) / SOCKETS / 1024
    before_cpu = cpu_seconds(relay.process.pid)
    await asyncio.sleep(10)
    if any(wire.closed for wire in wires):
        raise RuntimeError("sockets were closed")
    show(f"memory of an idle socket, of {SOCKETS:,}", f"{each:.1f} KiB", "under 20 KiB")
    show("CPU of the relay for them, heads and pulse included", f"{(cpu_seconds(relay.process.pid) - before_cpu) * 10:.1f} % of a core")
    for wire in wires:
        wire.transport.abort()
    relay.stop()


async def delivery(site: Site) -> None:
    relay = site.system.start_relay()
    size, count, seconds = 8, 62, 20
    ids = site.parties(count, size)
    lags: list[float] = []

    def heard(data: bytes) -> None:
        at = data.find(b"sent ")
        if at > 0:
            lags.append(time.monotonic() - float(data[at + 5 : data.index(b" ", at + 5)]))

    wires = await connect(site, relay, range(size * count), lambda n: ids[n // size], heard)
    order = random.sample(range(len(wires)), len(wires))
    before = cpu_seconds(relay.process.pid), relay.metric("syncstream_relay_events_total")
    begun = time.monotonic()
    for second in range(seconds):
        for turn, n in enumerate(order):  # each once a second, as often as it may
            await asyncio.sleep(max(0.0, begun + second + turn / len(order) - time.monotonic()))
            wires[n].send(type="party.chat", party_id=ids[n // size], id=f"{n}/{second}", text=f"sent {time.monotonic():.6f} by {n}")
    busy = (cpu_seconds(relay.process.pid) - before[0]) / seconds
    heard_before = -1
    while len(lags) > heard_before:  # nothing is on its way any more
        heard_before = len(lags)
        await asyncio.sleep(2)
    events = relay.metric("syncstream_relay_events_total") - before[1]
    if len(lags) != events * size:
        raise RuntimeError(f"{events} messages were heard {len(lags)} times by parties of {size}")
    show("messages a second, each heard by 8", f"{events / seconds:.0f}", "500")
    show("from saying to hearing, median", f"{statistics.median(lags) * 1000:.1f} ms")
    show("from saying to hearing, p99", f"{percentile(lags, 0.99) * 1000:.1f} ms", "under 50 ms")
    batches = relay.metric("syncstream_relay_batch_calls_count", lane="commands")
    show("messages in a transaction, on average", f"{relay.metric('syncstream_relay_batch_calls_sum', lane='commands') / batches:.1f}")
    show("CPU of the relay", f"{busy * 100:.0f} % of a core")
    for wire in wires:
        wire.transport.abort()
    relay.stop()


async def fan_out(site: Site) -> None:
    relay = site.system.start_relay()
    size, count, events, rounds = 50, 20, 40, 10
    ids = site.parties(count, size)
    got = 0

    def heard(data: bytes) -> None:
        nonlocal got
        got += 1

    wires = await connect(site, relay, range(size * count), lambda n: ids[n // size], heard)

    def post() -> None:
        """As another relay's members would have."""
        with site.system.connect() as connection:
            connection.execute(
                "select count(private.party_post(p, 'chat', null, '{\"text\": \"Hello, everybody\"}', now()))"
                " from app.party p, generate_series(1, %s) where p.id = any (%s)",
                [events, ids],
            )

    before = cpu_seconds(relay.process.pid)
    for turn in range(1, rounds + 1):
        await asyncio.to_thread(post)
        while got < turn * events * size * count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    busy = cpu_seconds(relay.process.pid) - before
    show(f"deliveries for a second of CPU, parties of {size}", f"{got / busy:,.0f}", "75,000")
    for wire in wires:
        wire.transport.abort()
    relay.stop()


@contextmanager
def flushes_of_a_millisecond(system: System):
    """The log in memory, and whoever flushes it sleeps before (commit_delay), as if for a disk: holding the same lock."""
    cluster, kept = system.cluster, Path(tempfile.mkdtemp(prefix="syncstream-", dir="/dev/shm"))
    log, aside = cluster.data / "pg_wal", cluster.data / "pg_wal.aside"
    cluster.stop()
    log.rename(aside)
    subprocess.run(["cp", "-a", aside, kept / "pg_wal"], check=True)
    kept.chmod(0o711)
    log.symlink_to(kept / "pg_wal")
    cluster.start()
    try:
        with system.connect() as connection:
            connection.execute("alter system set commit_delay = 1000")
            connection.execute("alter system set commit_siblings = 0")
            connection.execute("select pg_reload_conf()")
        yield
        with system.connect() as connection:
            connection.execute("alter system reset all")
    finally:
        cluster.stop()
        log.unlink()
        shutil.rmtree(aside)
        subprocess.run(["cp", "-a", kept / "pg_wal", log], check=True)
        shutil.rmtree(kept)
        cluster.start()


def flush_milliseconds(system: System) -> float:
    with system.connect() as connection:
        connection.execute("create table flushed ()")
        times = []
        for _ in range(200):
            begun = time.perf_counter()
            connection.execute("insert into flushed default values")
            times.append((time.perf_counter() - begun) * 1000)
        connection.execute("drop table flushed")
    return statistics.median(times)


async def gathering(site: Site) -> None:
    """By the function that all messages go through, called as the relay calls it, without the limit of one a second."""
    system = site.system
    size, count, seconds = 8, 100, 4
    with system.connect() as connection:
        (kept,) = connection.execute("select pg_get_functiondef('private.bucket_take'::regproc)").fetchone()
        connection.execute(UNLIMITED)
    ids = site.parties(count, size)

    def message() -> dict:
        n = random.randrange(size * count)
        claims = [person(n), person(n), "user", person(n), 0, "127.0.0.1", "bench"]
        return {"op": "chat", "claims": claims, "party_id": ids[n // size], "id": uuid.uuid4().hex, "text": "Hello"}

    def rate(connections: int, batch: int) -> tuple[float, float]:
        """Messages a second, and milliseconds of the database's CPU for each."""
        password = (system.home / "secrets/syncstream_relay.password").read_text().strip()
        address = psycopg.conninfo.make_conninfo(system.target.conninfo, user="syncstream_relay", password=password)
        counts = [0] * connections
        database = int((system.cluster.data / "postmaster.pid").read_text().split()[0])
        before = cpu_seconds(database)
        end = time.monotonic() + seconds

        def work(worker: int) -> None:
            with psycopg.connect(address, autocommit=True, prepare_threshold=0) as connection:
                while time.monotonic() < end:
                    calls = sorted((message() for _ in range(batch)), key=lambda call: call["party_id"])
                    (results,) = connection.execute("select relay.perform(%s)", [Json(calls)]).fetchone()
                    if not all("ok" in result for result in results):
                        raise RuntimeError(results)
                    counts[worker] += batch

        threads = [threading.Thread(target=work, args=[worker]) for worker in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / seconds, (cpu_seconds(database) - before) / sum(counts) * 1000

    def compare(flush: str) -> None:
        show(f"a flush, {flush}", f"{flush_milliseconds(system):.2f} ms")
        (alone, alone_cpu), (gathered, gathered_cpu) = rate(8, 1), rate(2, 50)
        show("messages a second, a transaction each, 8 connections", f"{alone:,.0f}")
        show("messages a second, 50 in a transaction, 2 relays", f"{gathered:,.0f}")
        show("gathering", f"{gathered / alone:.1f} times", "10 times at a flush of 1 ms")
        show("CPU of the database for a message, alone and gathered", f"{alone_cpu:.2f} ms, {gathered_cpu:.2f} ms")

    try:
        compare("on this machine's disk")
        with flushes_of_a_millisecond(system):
            compare("made to cost a millisecond")
    finally:
        with system.connect() as connection:
            connection.execute(kept)


async def clocks(site: Site) -> None:
    relays = [site.system.start_relay() for _ in range(2)]
    party = Gathering(lambda **options: Person(site.system, **options), 8)
    spreads = []
    async with AsyncExitStack() as stack:
        players = [Player(one, party.id, relays, ahead=random.uniform(-5, 5)) for one in party.people]
        await asyncio.gather(*(stack.enter_async_context(player) for player in players))
        await asyncio.sleep(1.5)  # five pings
        for _ in range(20):
            plays = sum(event["kind"] == "play" for event in players[0].events)
            await players[0].command("play", position_ms=0)
            await players[0].until(lambda plays=plays: sum(event["kind"] == "play" for event in players[0].events) > plays)
            seq = players[0].seq
            for player in players:
                await player.until(lambda player=player, seq=seq: seq in player.starts)
            starts = [player.starts[seq] for player in players]
            spreads.append(max(starts) - min(starts))
            await asyncio.sleep(0.3)
        require_whole(players)
    show("play starts of 8 players apart, clocks ±5 s, median", f"{statistics.median(spreads):.1f} ms")
    show("play starts of 8 players apart, clocks ±5 s, p95", f"{percentile(spreads, 0.95):.1f} ms", "at most 50 ms")
    for relay in relays:
        relay.stop()


async def recovery(site: Site) -> None:
    relays = [site.system.start_relay() for _ in range(2)]
    party = Gathering(lambda **options: Person(site.system, **options), 8)
    async with AsyncExitStack() as stack:
        players = [Player(one, party.id, relays, buffers=None) for one in party.people]
        await asyncio.gather(*(stack.enter_async_context(player) for player in players))

        delays = []
        for n in range(5):
            with site.system.connect() as connection:
                query = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'syncstream-relay listen'"
                connection.execute(query)
            begun = time.monotonic()
            await players[n].chat(f"cut {n}")
            for player in players:
                await player.until(lambda player=player, n=n: any(event["body"].get("text") == f"cut {n}" for event in player.events))
            delays.append(time.monotonic() - begun)
        show("a message said as the listening connections are cut, longest", f"{max(delays):.2f} s", "about 1 s")

        relays[0].kill()
        await asyncio.sleep(2)
        gaps = [gap for player in players for gap in player.gaps]
        show(f"away, when the relay is killed, longest of {len(gaps)}", f"{max(gaps):.2f} s", "about 1 s")

        site.system.start_relay(relays[0].port)
        for player in players:
            player.gaps.clear()
        relays[1].process.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        on_it = [player for player in players if player.relay is relays[1]]
        for player in on_it:
            await player.until(lambda player=player: player.attached.is_set() and player.relay is not relays[1], 30)
        show(f"away, when the relay falls silent, longest of {len(on_it)}", f"{time.monotonic() - begun:.2f} s", "within 15 s")
        relays[1].process.send_signal(signal.SIGCONT)
        require_whole(players)


PARTS: dict[str, Callable[[Site], Awaitable[None]]] = {
    "idle": idle,
    "delivery": delivery,
    "fan-out": fan_out,
    "clocks": clocks,
    "recovery": recovery,
    "gathering": gathering,
}


def main(*wanted: str) -> None:
    unknown = set(wanted) - PARTS.keys()
    if unknown:
        sys.exit(f"There is no part {', '.join(unknown)}. There are {', '.join(PARTS)}.")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if files < 2 * SOCKETS and files != resource.RLIM_INFINITY:
        sys.exit(f"{2 * SOCKETS} open files are needed, {files} are allowed: ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    site = Site()
    try:
        site.create()
        for name in wanted or PARTS:
            print(f"{name}  (load of the machine: {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores)", flush=True)
            uvloop.run(PARTS[name](site))
    finally:
        site.system.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
