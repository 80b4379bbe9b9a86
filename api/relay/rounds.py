"""What is asked and told again and again, for all sockets at once.

What is frequent never reaches the log or its notifications: presence is told in batches, reactions are gathered for half
a second, and devices hear of changes, and of a revoked session, by one question for all sockets.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import orjson
import psycopg

from api.relay.client import UNAUTHORIZED, Client, dumps, fan_out
from api.relay.database import Away, Link, as_json
from api.relay.parties import Room

if TYPE_CHECKING:
    from api.relay.server import Relay

log = logging.getLogger(__name__)

PULSE_SECONDS, PULSE_SOCKETS = 0.5, 1000  # between questions; in one
CHANGED_SECONDS = 1  # between two sync.changed of a socket
PRESENCE_SECONDS, GATHER_SECONDS = 2, 0.2
SETTLE_SECONDS = 1  # at most, between two looks at what is due
HEADS_SECONDS, HEADS_SECONDS_DEAF = 2, 0.25  # while nothing is lost, and while nobody listens
HEAD_SLOTS = 10  # a second each
REACTION_SECONDS = 0.5
REACTION_KINDS = 50  # of a party, in that time
REACTIONS = "reactions"  # the channel between relays
PAYLOAD_BYTES = 7_900  # of a notification


class Rounds:
    def __init__(self, relay: "Relay", link: Link):
        self._relay = relay
        self._link = link
        self.look_for_heads = asyncio.Event()
        self._someone_moved = asyncio.Event()
        self._begun, self._second = time.monotonic(), 0
        self._gone: set[tuple[str, str]] = set()
        self._reacted: set[Room] = set()
        self._ours: dict[str, Counter[str]] = {}  # reactions of this relay's sockets, to be told to the other relays

    def all(self) -> list[Callable[[], Awaitable[None]]]:
        return [self.pulse, self.presence, self.settle, self.heads, self.tell_heads, self.reactions]

    async def forever(self, once: Callable[[], Awaitable[None]]) -> None:
        """One round after the other. A database that is away is asked again; a mistake of ours is logged."""
        while True:
            try:
                await once()
            except Away:
                pass
            except Exception as error:
                reason = f"{error.sqlstate} {error.diag.message_primary}" if isinstance(error, psycopg.Error) else repr(error)
                log.error("a round failed", extra={"round": once.__name__, "reason": reason}, exc_info=not isinstance(error, psycopg.Error))
                await asyncio.sleep(1)

    # -- changes of the library, revoked sessions

    async def pulse(self) -> None:
        await asyncio.sleep(PULSE_SECONDS)
        clients = list(self._relay.authenticated)
        for first in range(0, len(clients), PULSE_SOCKETS):
            await self._pulse(clients[first : first + PULSE_SOCKETS])
        now = time.monotonic()
        for client in clients:
            if client.changed and now - client.changed_at >= CHANGED_SECONDS:
                client.send({"type": "sync.changed", "entities": sorted(client.changed)})
                client.changed.clear()
                client.changed_at = now

    async def _pulse(self, clients: list[Client]) -> None:
        names = ("account_id", "session_id", "role", "profile_id", "profile_version")
        asked = [{"i": i, **dict(zip(names, client.claims, strict=False)), "rev": client.rev} for i, client in enumerate(clients)]
        sessions = [client.claims for client in clients]
        for news in await self._link.call("select relay.pulse(%s)", as_json(asked)):
            client = clients[news["i"]]
            if client.claims is not sessions[news["i"]]:
                continue  # it has signed in anew meanwhile
            if news.get("revoked"):
                client.close(UNAUTHORIZED)
            else:
                client.rev = news["rev"]
                client.changed.update(news["entities"])

    # -- who is there

    def came(self, room: Room, client: Client) -> None:
        self._gone.discard((room.party_id, client.profile_id or ""))
        self._someone_moved.set()

    def went(self, room: Room, client: Client) -> None:
        if not any(other.profile_id == client.profile_id for other in room.clients):
            self._gone.add((room.party_id, client.profile_id or ""))
            self._someone_moved.set()

    async def presence(self) -> None:
        """Who is here, every two seconds, and soon after somebody came or went."""
        try:
            async with asyncio.timeout(PRESENCE_SECONDS):
                await self._someone_moved.wait()
            await asyncio.sleep(GATHER_SECONDS)
        except TimeoutError:
            pass
        self._someone_moved.clear()
        gone, self._gone = self._gone, set()
        seen: dict[tuple[str, str], int | None] = {}
        for room in self._relay.parties.rooms.values():
            for client in room.clients:
                key = (room.party_id, client.profile_id or "")
                seen[key] = max(seen.get(key) or 0, client.ping_ms() or 0) or None
        if not (seen or gone):
            return
        here = [{"party_id": party_id, "profile_id": profile_id, "ping_ms": ping_ms} for (party_id, profile_id), ping_ms in seen.items()]
        left = [{"party_id": party_id, "profile_id": profile_id} for party_id, profile_id in gone]
        try:
            answers = await self._link.call("select relay.presence(%s, %s, %s)", as_json(here), as_json(left), self._relay.name)
        except Exception:
            self._gone |= gone - seen.keys()
            raise
        for answer in answers:
            online = sorted(answer["online"])
            attended = self._relay.parties.rooms.get(answer["party_id"])
            if attended is not None and attended.online != online:
                attended.online = online
                fan_out(attended.clients, dumps({"type": "party.presence", "party_id": attended.party_id, "online": online}))

    # -- deadlines

    async def settle(self) -> None:
        """Ends barriers that are over, and whatever else is due. Every relay does; the first one counts."""
        next_ms = (await self._link.call("select relay.settle()"))["next_ms"]
        await asyncio.sleep(SETTLE_SECONDS if next_ms is None else min(max(next_ms / 1000, 0.02), SETTLE_SECONDS))

    # -- the numbers

    async def heads(self) -> None:
        """How far each party's log goes, lest a notification was lost; at once when the listening begins."""
        try:
            async with asyncio.timeout(HEADS_SECONDS if self._relay.listener.listening else HEADS_SECONDS_DEAF):
                await self.look_for_heads.wait()
        except TimeoutError:
            pass
        self.look_for_heads.clear()
        sent = self._relay.parties.sent()
        if sent:
            try:
                heads = await self._link.call("select relay.heads(%s::uuid[])", list(sent))
            except Away:
                self.look_for_heads.set()
                raise
            self._relay.parties.compare(sent, heads)

    async def tell_heads(self) -> None:
        """Each socket every ten seconds, a tenth of them a second."""
        self._second += 1
        await asyncio.sleep(max(0.0, self._begun + self._second - time.monotonic()))
        server_time = int(self._relay.clock.now())
        slot = self._second % HEAD_SLOTS
        by_parties: dict[frozenset[str], list[Client]] = {}
        for client in self._relay.authenticated:
            if client.slot == slot:
                by_parties.setdefault(frozenset(client.parties), []).append(client)
        for parties, clients in by_parties.items():
            heads = {party_id: self._relay.parties.rooms[party_id].seq for party_id in parties}
            fan_out(clients, dumps({"type": "head", "parties": heads, "server_time": server_time}))

    # -- reactions

    def react(self, party_id: str, emoji: str, count: int = 1, ours: bool = True) -> None:
        room = self._relay.parties.rooms.get(party_id)
        if room is not None and (emoji in room.reactions or len(room.reactions) < REACTION_KINDS):
            room.reactions[emoji] += count
            self._reacted.add(room)
            if ours:
                self._ours.setdefault(party_id, Counter())[emoji] += count

    def hear_reactions(self, payload: str) -> None:
        """What another relay's sockets sent."""
        name, parties = orjson.loads(payload)
        if name != self._relay.name:
            for party_id, counts in parties.items():
                for emoji, count in counts.items():
                    self.react(party_id, emoji, count, ours=False)

    async def reactions(self) -> None:
        """Tell those here at once, and the other relays in a notification for all parties. Two a second at most, of a
        transaction that writes nothing else and so need not wait for the disk; what is lost with it is a heart."""
        await asyncio.sleep(REACTION_SECONDS)
        rooms, self._reacted = self._reacted, set()
        for room in rooms:
            frame = {"type": "party.reactions", "party_id": room.party_id, "counts": dict(room.reactions)}
            fan_out(room.clients, dumps(frame))
            room.reactions.clear()
        ours, self._ours = self._ours, {}
        for payload in payloads(self._relay.name, ours):
            statement = "select set_config('synchronous_commit', 'off', true), pg_notify(%s, %s)"
            await self._link.call(statement, REACTIONS, payload)


def payloads(name: str, parties: dict[str, Counter[str]]) -> list[str]:
    """As few as hold them all."""
    found: list[str] = []
    part: dict[str, Counter[str]] = {}
    for party_id, counts in parties.items():
        part[party_id] = counts
        if len(orjson.dumps([name, part])) > PAYLOAD_BYTES and len(part) > 1:
            del part[party_id]
            found.append(orjson.dumps([name, part]).decode())
            part = {party_id: counts}
    if part:
        found.append(orjson.dumps([name, part]).decode())
    return found
