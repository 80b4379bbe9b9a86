"""Which sockets are attached to which party, and the events on their way to them.

One rule delivers each event once, in order, without a gap, whatever is lost and found again: **an event goes to those
who have the one before it.** Most of a party's sockets are in step, at `seq`; the others are `behind` it (or ahead,
when they attached with news that this relay has yet to read), each at a number of its own, until they meet.

A notification only says how far a party's log goes. All parties with news are read in one call, each once, however
many notifications came and however many sockets there are; those whose news this relay's own commands were need not be.
"""

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING

import psycopg
from websockets.exceptions import ConnectionClosed

from api.errors import Problem
from api.relay import metrics
from api.relay.client import KICKED, Client, dumps, fan_out
from api.relay.database import Away, Link, as_json

if TYPE_CHECKING:
    from api.relay.server import Relay

log = logging.getLogger(__name__)

READ_PARTIES = 200  # in one call
BREATH = 50  # events of one party, after which the sockets get a chance to send


class Room:
    """A party as this relay has it."""

    __slots__ = ("party_id", "epoch", "seq", "head", "in_step", "behind", "attaching", "online", "reactions")

    def __init__(self, party_id: str):
        self.party_id = party_id
        self.epoch: int | None = None
        self.seq = 0  # the last event that those in step were sent
        self.head = 0  # the last event that there is, as far as was heard
        self.in_step: set[Client] = set()
        self.behind: dict[Client, int] = {}  # and the last event that each has
        self.attaching = 0  # sockets on their way in; what is heard meanwhile counts for them
        self.online: list | None = None  # what its members were told last
        self.reactions: Counter[str] = Counter()  # to be told

    @property
    def clients(self) -> set[Client]:
        return self.in_step | self.behind.keys()

    @property
    def occupied(self) -> bool:
        return bool(self.in_step or self.behind)

    @property
    def since(self) -> int:
        """From where it must be read: the last event that all have."""
        return min([self.seq] * bool(self.in_step) + [*self.behind.values()])

    @property
    def sent(self) -> int:
        """The last event that anybody has."""
        return max([self.seq] * bool(self.in_step) + [*self.behind.values()])

    @property
    def has_news(self) -> bool:
        return self.occupied and self.since < self.head

    def join(self, client: Client, seq: int, epoch: int) -> None:
        self.leave(client)
        if not self.occupied:
            self.seq, self.epoch = seq, epoch
        self.head = max(self.head, seq)
        self.behind[client] = seq
        self.close_ranks()

    def leave(self, client: Client) -> None:
        self.in_step.discard(client)
        self.behind.pop(client, None)
        self.close_ranks()

    def advance(self, seq: int) -> list[Client]:
        """Whom event `seq` goes to: they have the one before. They have it from now on."""
        receivers = [client for client, has in self.behind.items() if has == seq - 1]
        for client in receivers:
            self.behind[client] = seq
        if self.seq == seq - 1:
            receivers += self.in_step
            self.seq = seq
        return receivers

    def close_ranks(self) -> None:
        """Those that have caught up are in step."""
        if not self.in_step and self.behind:
            self.seq = max(self.behind.values())
        for client in [client for client, has in self.behind.items() if has == self.seq]:
            del self.behind[client]
            self.in_step.add(client)


class Parties:
    def __init__(self, relay: "Relay", link: Link):
        self.rooms: dict[str, Room] = {}
        self._relay = relay
        self._link = link
        self._news: set[Room] = set()
        self._some = asyncio.Event()

    # -- coming and going

    async def attach(self, client: Client, party_id: str, since: object, epoch: object) -> None:
        """Send the party's state and what came after `since`, then let the client hear what follows. Raises Problem."""
        self.leave(client, party_id)
        room = self.rooms.setdefault(party_id, Room(party_id))
        room.attaching += 1  # from here on: what is notified while the state is on its way may not be part of it
        try:
            call = {
                "op": "attach",
                "claims": client.claims,
                "party_id": party_id,
                "since": since,
                "epoch": epoch,
                "relay": self._relay.name,
            }
            answer = await self._relay.door.submit(call)
            party = answer["party"]
            await client.send_all([{"type": "party.state", "party": party}, *answer["events"]])
            if client.is_open:
                if room.occupied and room.epoch != party["epoch"]:
                    self._start_over(room, room.clients)
                if room.online is None:
                    room.online = sorted(member["profile_id"] for member in party["members"] if member["online"])
                room.join(client, party["seq"], party["epoch"])
                client.parties.add(party_id)
                self._relay.rounds.came(room, client)
        finally:
            room.attaching -= 1
            self._look_at(room)

    def leave(self, client: Client, party_id: str) -> None:
        if party_id in client.parties:
            client.parties.discard(party_id)
            room = self.rooms[party_id]
            room.leave(client)
            self._relay.rounds.went(room, client)
            self._look_at(room)

    def leave_all(self, client: Client) -> None:
        for party_id in list(client.parties):
            self.leave(client, party_id)

    def _look_at(self, room: Room) -> None:
        if room.has_news:
            self._news.add(room)
            self._some.set()
        elif not (room.occupied or room.attaching) and self.rooms.get(room.party_id) is room:
            del self.rooms[room.party_id]

    # -- events

    def heard(self, party_id: str, seq: int) -> None:
        """A party's log goes up to `seq`, it is said."""
        room = self.rooms.get(party_id)
        if room is not None and seq > room.head:
            room.head = seq
            self._look_at(room)

    def sent(self) -> dict[str, int]:
        """The last event that anybody has, by party."""
        return {party_id: room.sent for party_id, room in self.rooms.items() if room.occupied}

    def compare(self, sent: dict[str, int], heads: dict[str, int]) -> None:
        """What was sent, with how far the logs go, read later. One that does not go so far, or is gone, is another history:
        a standby took over, a backup was restored."""
        for party_id, seq in sent.items():
            if heads.get(party_id, -1) >= seq:
                self.heard(party_id, heads[party_id])
            elif party_id in self.rooms:
                self._start_over(self.rooms[party_id], self.rooms[party_id].clients)

    def happened(self, event: dict) -> None:
        """What a command of this relay's has led to: told at once to those who have all before it. Others find it in the log."""
        room = self.rooms.get(event["party_id"])
        if room is not None and event["epoch"] == room.epoch:
            self._tell(room, event)

    async def run(self) -> None:
        while True:
            await self._some.wait()
            rooms = [self._news.pop() for _ in range(min(READ_PARTIES, len(self._news)))]
            if not self._news:
                self._some.clear()
            try:
                await self._read([room for room in rooms if room.has_news])
            except Away:
                pass
            except psycopg.Error as error:
                log.error("events cannot be read", extra={"reason": str(error)})
                await asyncio.sleep(1)
            for room in rooms:
                self._look_at(room)  # there may be more, or they were not read

    async def _read(self, rooms: list[Room]) -> None:
        if not rooms:
            return
        asked = [(room, room.since, room.sent, room.head) for room in rooms]
        wants = [{"party_id": room.party_id, "since": since} for room, since, _, _ in asked]
        answers = {answer["party_id"]: answer for answer in await self._link.call("select relay.events(%s)", as_json(wants))}
        for room, since, sent, head in asked:
            answer = answers[room.party_id]
            if answer["seq"] is None or answer["seq"] < sent or answer["epoch"] != room.epoch:
                self._start_over(room, room.clients)
                continue
            if room.head == head:
                room.head = answer["seq"]  # whatever a notification said
            await self._deliver(room, since, answer)

    async def _deliver(self, room: Room, since: int, answer: dict) -> None:
        events = answer["events"]
        for number, event in enumerate(events, 1):
            self._tell(room, event)
            if number % BREATH == 0:
                await asyncio.sleep(0)
        # What somebody lacks is not in the log any more: there is only the state to go on from.
        first = events[0]["seq"] if events else answer["seq"] + 1
        if room.seq < first - 1:
            self._start_over(room, set(room.in_step))
        self._start_over(room, {client for client, has in room.behind.items() if since <= has < first - 1})
        room.close_ranks()

    def _tell(self, room: Room, event: dict) -> None:
        receivers = room.advance(event["seq"])
        if not receivers:
            return
        metrics.EVENTS.inc()
        metrics.DELIVERIES.inc(fan_out(receivers, dumps(event)))
        metrics.LAG.observe(max(0.0, self._relay.clock.now() - event["at"]) / 1000)
        if event["kind"] in ("kick", "ban", "leave"):
            self._see_off(room, event, receivers)

    def _see_off(self, room: Room, event: dict, receivers: list[Client]) -> None:
        """Who is no member any more, hears no more. (Who is one again has attached with a later event.)"""
        for client in receivers:
            if client.profile_id == event["body"]["profile_id"]:
                if event["kind"] != "leave":
                    client.close(KICKED)
                self.leave(client, room.party_id)

    def _start_over(self, room: Room, clients: set[Client]) -> None:
        """With the state: what these have does not lead to what there is."""
        for client in clients:
            self.leave(client, room.party_id)
            self._relay.start(self._attach_again(client, room.party_id))
        if not room.occupied:
            room.head = 0

    async def _attach_again(self, client: Client, party_id: str) -> None:
        try:
            await self.attach(client, party_id, None, None)
        except Problem as problem:
            client.refuse(problem, {"party_id": party_id})
        except ConnectionClosed:
            pass
