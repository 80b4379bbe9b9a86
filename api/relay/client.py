"""One socket: whose it is, what its frames ask for, its limits, and how it ends."""

import asyncio
import logging
import time
import uuid
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import jwt
import orjson
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from api.errors import Problem, invalid

if TYPE_CHECKING:
    from api.relay.server import Relay

log = logging.getLogger(__name__)

AUTH_SECONDS = 5
BUFFER_BYTES = 256 * 1024  # that may wait for a client that does not read; then it is closed, and comes back for the rest
FRAME_ROOM = 32  # of these, for the frame's head, and for saying goodbye
CATCH_UP_SECONDS = 10  # in which a client takes what fills its buffer
FRAMES_A_SECOND = 30
PARTIES = 16  # a socket
EMOJI_BYTES = 64
PINGS = 20  # round trips that count

UNAUTHORIZED, KICKED, NO_AUTH, TOO_SLOW, TOO_FAST = 4401, 4403, 4408, 4409, 4429
BINARY, TRY_AGAIN = 1003, 1013
REASONS = {
    UNAUTHORIZED: "unauthorized",
    KICKED: "kicked",
    NO_AUTH: "no auth in time",
    TOO_SLOW: "too slow: attach again with since",
    TOO_FAST: "too many frames",
    BINARY: "text frames only",
    TRY_AGAIN: "try again in a moment",
}


def dumps(frame: dict) -> bytes:
    return orjson.dumps(frame)


def fan_out(clients: Iterable["Client"], frame: bytes) -> int:
    """Send one frame to many, without waiting for any; how many that were. Whose buffer has no room left is closed."""
    most = BUFFER_BYTES - FRAME_ROOM - len(frame)
    ready = []
    for client in clients:
        if client.closing is not None:
            continue
        if client.connection.transport.get_write_buffer_size() > most:
            client.close(TOO_SLOW)
        else:
            ready.append(client.connection)
    broadcast(ready, frame, text=True)
    return len(ready)


class Client:
    """`run` is its life; everything that others do to it returns at once."""

    __slots__ = (
        "relay",
        "connection",
        "claims",
        "key",
        "parties",
        "closing",
        "slot",
        "rev",
        "changed",
        "changed_at",
        "pings",
        "_deadline",
        "_second",
        "_frames",
        "_about",
    )

    def __init__(self, relay: "Relay", connection: ServerConnection, address: str | None, request_id: str, slot: int):
        self.relay = relay
        self.connection = connection
        self.claims: list = []  # as http.begin_request takes them; none before it has signed in
        self.key = ""  # that its token was signed with
        self.parties: set[str] = set()  # attached, by id
        self.closing: asyncio.Task | None = None
        self.slot = slot  # in which second of ten it is sent its heads
        self.rev: int | None = None  # the account's changes that it was told of
        self.changed: set[str] = set()  # entities that it is yet to be told of
        self.changed_at = 0.0
        self.pings: deque[float] | None = None  # round trips in seconds; of members of parties alone
        self._deadline: asyncio.TimerHandle | None = None  # of authentication, the first and the next
        self._second, self._frames = 0.0, 0
        self._about = (address, request_id)

    @property
    def is_open(self) -> bool:
        return self.closing is None and self.connection.state is State.OPEN

    @property
    def profile_id(self) -> str | None:
        return self.claims[3]

    # -- its life

    async def run(self) -> None:
        self._deadline = self.connection.loop.call_later(AUTH_SECONDS, self.close, NO_AUTH)
        try:
            async for message in self.connection:
                await self._take(message)
                if self.closing is not None:
                    break
        except ConnectionClosed:
            pass
        finally:
            if self._deadline:
                self._deadline.cancel()
            self.relay.parties.leave_all(self)
            if self.closing is not None:
                await asyncio.gather(self.closing, return_exceptions=True)

    def close(self, code: int) -> None:
        """Say goodbye, once; nothing is sent after."""
        if self.closing is None:
            self.closing = self.connection.loop.create_task(self.connection.close(code, REASONS[code]))

    async def _take(self, message: str | bytes) -> None:
        now = time.monotonic()
        if now - self._second >= 1:
            self._second, self._frames = now, 0
        self._frames += 1
        if self._frames > FRAMES_A_SECOND:
            self.close(TOO_FAST)
            return
        if isinstance(message, bytes):
            self.close(BINARY)
            return
        try:
            frame = orjson.loads(message)
            take = self.FRAMES[frame["type"]]
        except (orjson.JSONDecodeError, LookupError, TypeError):
            self.refuse(invalid("type", "Send a JSON object of a known type"))
            return
        if not self.claims and frame["type"] != "auth":
            self.refuse(Problem(401, "unauthorized", "Send an auth frame first"))
            self.close(UNAUTHORIZED)
            return
        try:
            await take(self, frame)
        except Problem as problem:
            self.refuse(problem, frame)

    # -- sending

    def send(self, frame: dict) -> None:
        fan_out((self,), dumps(frame))

    def refuse(self, problem: Problem, frame: dict | None = None) -> None:
        """An error, which names what the frame named."""
        named = {name: frame[name] for name in ("id", "party_id") if frame and isinstance(frame.get(name), str)}
        self.send({"type": "error", **named, **problem.details, "code": problem.code, "message": problem.message})

    async def send_all(self, frames: Iterable[dict]) -> None:
        """Send as fast as the client reads. Who does not is closed."""
        try:
            async with asyncio.timeout(CATCH_UP_SECONDS):
                for frame in frames:
                    await self.connection.send(dumps(frame), text=True)
        except TimeoutError:
            self.close(TOO_SLOW)

    # -- its frames

    async def _auth(self, frame: dict) -> None:
        try:
            token = frame.get("token")
            if not isinstance(token, str):
                raise Problem(401, "unauthorized", "Send the access token as token")
            identity = self.relay.authenticator.verify(token)
            account, session, role, profile, version = (claim.decode() if claim is not None else None for claim in identity.claims)
            claims = [account, session, role, profile, int(version) if version is not None else None, *self._about]
            answer = await self.relay.door.submit({"op": "authenticate", "claims": claims})
        except Problem as problem:
            self.refuse(problem)
            self.close(UNAUTHORIZED if problem.status < 429 else TRY_AGAIN)
            return
        if self.closing is not None:
            return  # it took longer than it may
        if self.claims and (account, profile) != (self.claims[0], self.profile_id):
            self.relay.parties.leave_all(self)  # another profile: none of the parties of before
            self.rev = None
        if self.rev is None:
            self.rev = answer.get("rev")
        self.claims, self.key = claims, jwt.get_unverified_header(token)["kid"]
        self.relay.authenticated.add(self)
        if self._deadline:
            self._deadline.cancel()
        self._deadline = self.connection.loop.call_later(max(0.0, identity.expires_at - time.time()), self.close, UNAUTHORIZED)
        self.send(
            {
                "type": "authenticated",
                "account_id": account,
                "profile_id": profile,
                "expires_at": datetime.fromtimestamp(identity.expires_at, UTC).isoformat(),
                "server_time": int(self.relay.clock.now()),
            }
        )

    async def _ping(self, frame: dict) -> None:
        received = int(self.relay.clock.now())
        t0 = frame.get("t0")
        if isinstance(t0, bool) or not isinstance(t0, int | float):
            raise invalid("t0", "t0 is a number")
        self.send({"type": "pong", "t0": t0, "t1": received, "t2": int(self.relay.clock.now())})

    async def _attach(self, frame: dict) -> None:
        party_id = party_of(frame)
        if party_id not in self.parties and len(self.parties) >= PARTIES:
            raise invalid("party_id", f"Detach from a party first: a socket has at most {PARTIES}")
        await self.relay.parties.attach(self, party_id, frame.get("since"), frame.get("epoch"))
        if self.pings is None:
            self.pings = deque(maxlen=PINGS)
            await self.connection.ping()  # the keepalive's first one would come later

    async def _detach(self, frame: dict) -> None:
        self.relay.parties.leave(self, party_of(frame))

    async def _command(self, frame: dict) -> None:
        self._ask("command", frame, ("id", "command", "position_ms", "rate", "content"))

    async def _ready(self, frame: dict) -> None:
        self._ask("ready", frame, ("ready",))

    async def _chat(self, frame: dict) -> None:
        self._ask("chat", frame, ("id", "text"))

    async def _react(self, frame: dict) -> None:
        emoji = frame.get("emoji")
        if not isinstance(emoji, str) or not emoji.strip() or len(emoji.encode()) > EMOJI_BYTES:
            raise invalid("emoji", "emoji is one emoji")
        party_id = party_of(frame)
        if party_id not in self.parties:
            raise not_attached()
        self.relay.rounds.react(party_id, emoji)

    def _ask(self, op: str, frame: dict, names: tuple[str, ...]) -> None:
        """Have it decided in the database. What comes of it, everybody hears as an event; a refusal, the sender alone."""
        call = {"op": op, "claims": self.claims, "party_id": party_of(frame)}
        call |= {name: frame[name] for name in names if name in frame}

        def answered(answer: asyncio.Future) -> None:
            problem = answer.exception()
            if isinstance(problem, Problem):
                self.refuse(problem, frame)
            else:
                self.relay.parties.happened(answer.result())

        self.relay.commands.submit(call).add_done_callback(answered)

    FRAMES = {
        "auth": _auth,
        "ping": _ping,
        "party.attach": _attach,
        "party.detach": _detach,
        "party.command": _command,
        "party.ready": _ready,
        "party.chat": _chat,
        "party.reaction": _react,
    }

    # -- what the rounds ask

    def ping_ms(self) -> int | None:
        """Its 95th percentile round trip; None while there is none."""
        latency = self.connection.latency
        if self.pings is not None and latency and (not self.pings or self.pings[-1] != latency):
            self.pings.append(latency)
        if not self.pings:
            return None
        return round(sorted(self.pings)[int(0.95 * (len(self.pings) - 1) + 0.5)] * 1000)


def party_of(frame: dict) -> str:
    try:
        return str(uuid.UUID(frame.get("party_id")))
    except (ValueError, TypeError, AttributeError):
        raise not_attached() from None


def not_attached() -> Problem:
    return Problem(404, "not_found", "There is no such party, or you are not in it")
