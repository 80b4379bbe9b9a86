"""Apps in a watch party: sockets that speak the contract frame by frame, and players that live on one.

A `Line` is a socket that a test drives by hand. A `Player` does what an app does: it tells the time by the server's
clock, follows the party's timeline, says when it has buffered, and comes back by itself wherever its connection went.
"""

import asyncio
import functools
import itertools
import json
import random
import time
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

MATRIX = {"kind": "movie", "title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}, "duration_ms": 8_160_000}
PATIENCE = 10  # seconds for what should come at once, on a machine that does other things, too
UNASKED = ("party.event", "party.presence", "party.reactions", "head", "sync.changed")
SILENCE_SECONDS = 12  # longer than the ten between two heads: the line is dead
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds between attempts to connect


def in_a_loop(test):
    """A test that awaits."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        asyncio.run(test(*args, **kwargs))

    return run


def member_of(new_person, name: str = "Ada", plan: str | None = None, **profile):
    """Somebody with a profile selected: `person.profile_id`."""
    person = new_person(plan=plan)
    person.profile_id = person.profile(name, **profile)["id"]
    return person.select(person.profile_id)


class Gathering:
    """A party with its people: the first is the host, and has a plan for it."""

    def __init__(self, new_person, size: int = 2, plan: str = "ultimate", people: list | None = None, **party):
        self.people = people or [member_of(new_person, f"Member {n}", plan=None if n else plan) for n in range(size)]
        self.host, self.guests = self.people[0], self.people[1:]
        made = self.host.post("/v1/parties", {"title": "Friday", "content": MATRIX, **party}, expect=201)
        self.code, self.id = made["code"], made["party"]["id"]
        for guest in self.guests:
            guest.post("/v1/parties/join", {"code": self.code})

    @property
    def party(self) -> dict:
        return self.host.get(f"/v1/parties/{self.id}")

    def post(self, person, path: str, body: dict | None = None, expect: int = 200):
        return person.post(f"/v1/parties/{self.id}/{path}", body or {}, expect=expect)


class Line:
    """A socket, driven by hand. `async with Line(relay, person) as line:` is signed in; without a person, it is not."""

    def __init__(self, relay, person=None, origin: str | None = None, **options):
        self.relay, self.person = relay, person
        self._connecting = connect(relay.socket, compression=None, origin=origin, **options)

    async def __aenter__(self) -> "Line":
        self.socket: ClientConnection = await self._connecting
        if self.person is not None:
            self.signed_in = await self.sign_in(self.person)
        return self

    async def __aexit__(self, *exception) -> None:
        await self.socket.close()

    async def send(self, type: str, **fields) -> None:
        await self.socket.send(json.dumps({"type": type, **fields}))

    async def sign_in(self, person) -> dict:
        await self.send("auth", token=person.access_token)
        return await self.hear("authenticated")

    async def attach(self, party_id: str, **fields) -> dict:
        """The party's state."""
        await self.send("party.attach", party_id=party_id, **fields)
        return (await self.hear("party.state"))["party"]

    async def next(self, seconds: float = PATIENCE) -> dict:
        """The next frame, whatever it is."""
        async with asyncio.timeout(seconds):
            message = await self.socket.recv()
        assert isinstance(message, str)
        return json.loads(message)

    async def hear(self, type: str, seconds: float = PATIENCE, **fields) -> dict:
        """The next frame of a type that has these values; others that come by themselves are passed over."""
        async with asyncio.timeout(seconds):
            while True:
                frame = await self.next(seconds)
                if frame["type"] == type and all(frame.get(name) == value for name, value in fields.items() if value is not None):
                    return frame
                assert (
                    frame["type"] in ("party.event", "party.presence", "party.reactions", "head", "sync.changed") or frame["type"] == type
                ), f"{frame} came, not {type} {fields}"

    async def refused(self, code: str, **fields) -> dict:
        error = await self.hear("error", **fields)
        assert error["code"] == code and error["message"], error
        return error

    async def closed(self, code: int, seconds: float = PATIENCE) -> list[dict]:
        """Held to a close code; what came before."""
        frames = []
        with suppress(ConnectionClosed):
            async with asyncio.timeout(seconds):
                while True:
                    frames.append(json.loads(await self.socket.recv()))
        assert self.socket.close_code == code, (self.socket.close_code, self.socket.close_reason)
        return frames

    async def nothing(self, type: str, seconds: float) -> None:
        """No frame of this type comes for a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    frame = await self.next(seconds)
                    assert frame["type"] != type, frame


class Clock:
    """The server's clock by this device's: of the last pings the one that was answered fastest counts."""

    def __init__(self, device: Callable[[], float]):
        self.device = device
        self._samples: deque[tuple[float, float]] = deque(maxlen=8)

    def pong(self, frame: dict) -> None:
        t0, t1, t2, t3 = frame["t0"], frame["t1"], frame["t2"], self.device()
        self._samples.append(((t3 - t0) - (t2 - t1), ((t1 - t0) + (t2 - t3)) / 2))

    @property
    def known(self) -> int:
        return len(self._samples)

    def now(self) -> float:
        return self.device() + min(self._samples)[1]


class Timeline:
    """Where a party is. Times are the server's."""

    def __init__(self, party: dict):
        self.status, self.position_ms, self.anchored_at, self.rate = (
            party[name] for name in ("status", "position_ms", "anchored_at", "rate")
        )

    def apply(self, event: dict) -> None:
        kind, body = event["kind"], event["body"]
        if kind in ("play", "pause", "seek", "load", "rate"):
            self.position_ms = body["position_ms"]
            self.rate = body.get("rate", self.rate)
            self.anchored_at = event["apply_at"] if kind == "play" else event["at"]
            self.status = {"play": "playing", "pause": "paused", "rate": self.status}.get(kind, "waiting")
        elif kind == "end":
            self.status = "ended"

    def position(self, now: float) -> float:
        return self.position_ms + (max(0.0, now - self.anchored_at) * self.rate if self.status == "playing" else 0)


class Player:
    """A member's app. `ahead`: by how many seconds its clock is wrong; `buffers`: how long it takes to be ready, None: forever.

    `events` is what a user of it has seen: each event of the party once, in order, or `broken` says what was wrong.
    """

    _numbers = itertools.count(1)

    def __init__(self, person, party_id: str, relays: list, ahead: float = 0, buffers: float | None = 0.05):
        self.person, self.party_id, self.relays = person, party_id, relays
        self.buffers = buffers
        self.events: list[dict] = []
        self.states = 0  # party.state frames that came
        self.presence: list[str] = []
        self.closes: list[int] = []
        self.broken: list[str] = []
        self.errors: list[dict] = []
        self.gaps: list[float] = []  # seconds without a party, from losing it to having it again
        self.starts: dict[int, float] = {}  # seq of a play → when it started, by this machine's clock in ms
        self.epoch: int | None = None
        self.seq = 0
        self.timeline: Timeline | None = None
        self.stalled = asyncio.Event()  # cleared while it does not read
        self.stalled.set()
        self.attached = asyncio.Event()
        self.clock = Clock(lambda: (time.monotonic() + ahead) * 1000)
        self.socket: ClientConnection | None = None
        self._unheard: dict[str, dict] = {}  # what it said and has not heard yet
        self._tasks: set[asyncio.Task] = set()
        self._where = next(self._numbers)  # they do not all go to the same relay
        self._heard_at = 0.0

    async def __aenter__(self) -> "Player":
        self._start(self._live())
        async with asyncio.timeout(PATIENCE * 3):
            await self.attached.wait()
        return self

    async def __aexit__(self, *exception) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.socket:
            await self.socket.close()

    def _start(self, work) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.broken.append(repr(task.exception()))

    # -- what its user does

    async def command(self, command: str, **fields) -> None:
        await self._say({"type": "party.command", "party_id": self.party_id, "id": uuid.uuid4().hex, "command": command, **fields})

    async def chat(self, text: str) -> None:
        """Said once, however often it must be sent."""
        frame = {"type": "party.chat", "party_id": self.party_id, "id": uuid.uuid4().hex, "text": text}
        self._unheard[text] = frame
        await self._say(frame)

    @property
    def relay(self):
        """Where it is, or tries to be."""
        return self.relays[self._where % len(self.relays)]

    @property
    def unheard(self) -> list[str]:
        return list(self._unheard)

    def position(self) -> float:
        assert self.timeline
        return self.timeline.position(self.clock.now())

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def event(self, kind: str, seconds: float = PATIENCE) -> dict:
        """The last event of a kind, when it is there."""
        await self.until(lambda: any(event["kind"] == kind for event in self.events), seconds)
        return next(event for event in reversed(self.events) if event["kind"] == kind)

    # -- how it lives

    async def _say(self, frame: dict) -> None:
        if self.socket is not None:
            with suppress(ConnectionClosed):
                await self.socket.send(json.dumps(frame))

    async def _live(self) -> None:
        pause, lost_at = FIRST_PAUSE, None
        while True:
            try:
                async with asyncio.timeout(5):
                    self.socket = await connect(self.relay.socket, compression=None, open_timeout=None, ping_interval=None, close_timeout=1)
                    await self._say({"type": "auth", "token": self.person.access_token})
                    since = {"since": self.seq, "epoch": self.epoch} if self.epoch is not None else {}
                    await self._say({"type": "party.attach", "party_id": self.party_id, **since})
                    while not self.attached.is_set():
                        await self._hear()
                if lost_at is not None:
                    self.gaps.append(time.monotonic() - lost_at)
                pause = FIRST_PAUSE
                for frame in list(self._unheard.values()):
                    await self._say(frame)
                self._start(self._tell_time(self.socket))
                while True:
                    await self.stalled.wait()
                    async with asyncio.timeout(SILENCE_SECONDS):
                        await self._hear()
            except (ConnectionClosed, OSError, TimeoutError, InvalidStatus):
                if self.attached.is_set():
                    lost_at = time.monotonic()
                self.attached.clear()
                if self.socket is not None:
                    self.closes.append(self.socket.close_code or 1006)
                    self.socket.transport.abort()
                    self.socket = None
                self._where += 1
                await asyncio.sleep(pause * random.uniform(0.5, 1))
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _tell_time(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            for number in itertools.count(1):
                await socket.send(json.dumps({"type": "ping", "t0": self.clock.device()}))
                await asyncio.sleep(0.2 if number < 5 else 15)

    async def _hear(self) -> None:
        assert self.socket
        frame = json.loads(await self.socket.recv())
        kind = frame["type"]
        if kind == "pong":
            self.clock.pong(frame)
        elif kind == "party.state":
            self._state(frame["party"])
        elif kind == "party.event":
            self._event(frame)
        elif kind == "party.presence":
            self.presence = frame["online"]
        elif kind == "error":
            self.errors.append(frame)

    def _state(self, party: dict) -> None:
        self.states += 1
        self.timeline = Timeline(party)
        if self.epoch is None:
            self.seq = party["seq"]
        elif self.seq > party["seq"] or self.epoch != party["epoch"]:
            self.broken.append(f"the state is at {party['epoch']}/{party['seq']}, we were at {self.epoch}/{self.seq}")
        self.epoch = party["epoch"]
        self._known = party["seq"]  # what the state has already
        self.attached.set()

    def _event(self, event: dict) -> None:
        if event["party_id"] != self.party_id or event["seq"] != self.seq + 1 or event["epoch"] != self.epoch:
            self.broken.append(f"{event['epoch']}/{event['seq']} came after {self.epoch}/{self.seq}")
        self.seq = event["seq"]
        self.events.append(event)
        if event["kind"] == "chat" and event["actor"]["profile_id"] == self.person.profile_id:
            self._unheard.pop(event["body"]["text"], None)
        if event["seq"] <= self._known:
            return  # while it was away
        assert self.timeline
        self.timeline.apply(event)
        if event["kind"] in ("load", "seek") and self.buffers is not None:
            self._start(self._buffer())
        if event["kind"] == "play":
            self._start(self._play(event))

    async def _buffer(self) -> None:
        assert self.buffers is not None
        await asyncio.sleep(self.buffers)
        await self._say({"type": "party.ready", "party_id": self.party_id, "ready": True})

    async def _play(self, event: dict) -> None:
        """Start when the server's clock says so, as far as this device can know it."""
        while (wait := event["apply_at"] - self.clock.now()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait / 1000)
        self.starts[event["seq"]] = time.monotonic() * 1000
