"""Relays, connections and the database fail while people talk: every member has every message once, in order.

Players come back by themselves, to whichever relay there is, and say again what they have not heard.
"""

import asyncio
import signal
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import psycopg
import pytest

from tests.support.party import SILENCE_SECONDS, Gathering, Line, Player, in_a_loop
from tests.support.people import Person
from tests.support.system import System

PARTIES, MEMBERS = 8, 8
NONSENSE = [("party", ""), ("party", "nonsense"), ("party", "{}:999999"), ("party", "{}:"), ("reactions", "-"), ("reactions", "[1, 2]")]


@pytest.fixture(scope="module")
def site():
    """A system that these tests may break, with two relays; each leaves it working."""
    system = System()
    try:
        system.create().deploy()
        system.start_api()
        for _ in range(2):
            system.start_relay()
        yield system
    finally:
        system.close()


@pytest.fixture(scope="module")
def parties(site):
    """The same people in all of them."""
    first = Gathering(lambda **options: Person(site, **options), MEMBERS)
    more = [Gathering(None, people=first.people) for _ in range(PARTIES - 1)]
    return [first, *more]


class Talk:
    """Everybody in every party, on both relays; each says something now and then."""

    def __init__(self, site, parties):
        self.players = [Player(person, party.id, site.relays, buffers=None) for party in parties for person in party.people]
        self.stopped = False

    async def speak(self, player: Player, name: str) -> None:
        number = 0
        while not self.stopped:
            number += 1
            await player.chat(f"{name} says {number}")
            await asyncio.sleep(1.2)

    async def settle(self) -> None:
        """Until all have heard all; and what they heard is held to be the same, once and in order."""
        self.stopped = True
        for player in self.players:
            await player.until(lambda player=player: not player.unheard, 30)
        for party_id in {player.party_id for player in self.players}:
            members = [player for player in self.players if player.party_id == party_id]
            last = max(player.seq for player in members)
            for player in members:
                await player.until(lambda player=player, last=last: player.seq == last, 30)
                assert not player.broken
                # Each began to listen with another event of the joining, and from there on heard all.
                assert (
                    player.events == members[0].events[-len(player.events) :]
                    or members[0].events == player.events[-len(members[0].events) :]
                )
                assert [event["seq"] for event in player.events] == list(range(last - len(player.events) + 1, last + 1))
            said = [event["body"]["text"] for event in members[0].events if event["kind"] == "chat"]
            assert len(said) == len(set(said)) >= MEMBERS


@asynccontextmanager
async def talking(site, parties):
    talk = Talk(site, parties)
    async with AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(player) for player in talk.players))
        speaking = [asyncio.create_task(talk.speak(player, f"{n}")) for n, player in enumerate(talk.players)]
        await asyncio.sleep(2)
        yield talk
        await asyncio.sleep(2)
        await talk.settle()
        await asyncio.gather(*speaking)


def terminate(site, name: str) -> int:
    with site.connect() as connection:
        query = "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like %s"
        return connection.execute(query, [f"syncstream-relay {name}%"]).fetchone()[0]


@in_a_loop
@pytest.mark.parametrize("connection", ["listen", "commands", "events", ""])
async def test_while_a_relays_connections_are_terminated(site, parties, connection):
    async with talking(site, parties) as talk:
        for _ in range(3):
            assert await asyncio.to_thread(terminate, site, connection) >= 2
            await asyncio.sleep(1)
    assert not any(player.closes for player in talk.players), "no app has noticed"


@in_a_loop
async def test_while_a_relay_is_killed_and_comes_back(site, parties):
    async with talking(site, parties) as talk:
        victim = site.relays[0]
        victim.kill()
        await asyncio.sleep(3)
        site.start_relay(victim.port)  # not in a thread: it would end with that
    gaps = [gap for player in talk.players for gap in player.gaps]
    assert len(gaps) >= PARTIES * MEMBERS / 2
    assert max(gaps) < 5  # measured: 0.3; the other half has to take them all in


@in_a_loop
async def test_while_a_relay_stops_and_comes_back(site, parties):
    """SIGTERM: it answers what it was asked, says where to go, and ends."""
    async with talking(site, parties) as talk:
        victim = site.relays[0]
        await asyncio.to_thread(victim.stop)
        assert victim.process.returncode == 0
        site.start_relay(victim.port)  # not in a thread: it would end with that
    assert {code for player in talk.players for code in player.closes} == {1012}
    assert max(gap for player in talk.players for gap in player.gaps) < 5
    assert "Traceback" not in victim.log.read_text()


@in_a_loop
@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_while_postgresql_restarts(site, parties, mode):
    async with talking(site, parties) as talk:
        await asyncio.to_thread(site.cluster.restart, mode)
    assert not any(player.closes for player in talk.players), "sockets stay; what was said meanwhile is taken when it is back"


@in_a_loop
async def test_while_clients_stall(site, parties):
    async with talking(site, parties) as talk:
        for player in talk.players[:3]:
            player.stalled.clear()
        await asyncio.sleep(5)
        for player in talk.players[:3]:
            player.stalled.set()


@in_a_loop
async def test_a_half_open_line_is_noticed_within_fifteen_seconds(site, parties):
    """A relay that is there and says nothing: its apps look for another one."""
    async with AsyncExitStack() as stack:
        players = [Player(person, parties[0].id, site.relays, buffers=None) for person in parties[0].people]
        await asyncio.gather(*(stack.enter_async_context(player) for player in players))
        victim = site.relays[0]
        on_it = [player for player in players if player.relay is victim]
        assert on_it
        victim.process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(SILENCE_SECONDS)
            for player in on_it:
                await player.until(lambda player=player: player.relay is not victim and player.attached.is_set(), 15)
            await players[0].chat("Is anybody there?")
            for player in players:
                await player.until(lambda player=player: any(e["body"].get("text") == "Is anybody there?" for e in player.events))
        finally:
            victim.process.send_signal(signal.SIGCONT)
        assert not any(player.broken for player in players)


@in_a_loop
async def test_a_command_is_refused_when_the_database_stays_away(site, parties):
    party = parties[0]
    async with Line(site.relays[0], party.host) as line:
        await line.attach(party.id)
        with site.connect() as connection:
            connection.execute("alter role syncstream_relay nologin")
        try:
            terminate(site, "")
            await line.send("party.chat", party_id=party.id, id="away", text="Hello?")
            await line.hear("error", 20, id="away", code="unavailable")
            await line.send("ping", t0=1)
            await line.hear("pong")
        finally:
            with site.connect() as connection:
                connection.execute("alter role syncstream_relay login")
        site.relays[0].wait_until_ready()
        await line.send("party.chat", party_id=party.id, id="away", text="Hello!")
        await line.hear("party.event", kind="chat")


@in_a_loop
async def test_one_partys_locked_row_holds_up_no_other_for_long(site, parties):
    """Somebody has a transaction open on it. Its callers are told that it is busy, the others wait for the timeout once."""
    locked, free = parties[0], parties[1]
    async with Line(site.relays[0], locked.host) as one, Line(site.relays[0], free.host) as two:
        await one.attach(locked.id)
        await two.attach(free.id)
        with site.connect() as connection, suppress(psycopg.errors.RaiseException), connection.transaction():
            connection.execute("select from app.party where id = %s for update", [locked.id])
            await one.send("party.chat", party_id=locked.id, id="locked", text="Hm")
            await two.send("party.chat", party_id=free.id, id="free", text="Ah")
            await two.hear("party.event", kind="chat")
            await one.hear("error", id="locked", code="unavailable")
        await one.send("party.chat", party_id=locked.id, id="locked", text="Hm")
        await one.hear("party.event", kind="chat")


@in_a_loop
async def test_a_history_that_was_set_back_is_begun_anew_with_the_state(site, parties):
    """As by a standby that took over and had not heard of the last events: numbers are given out again, to other events."""
    party = parties[2]
    async with Line(site.relays[0], party.host) as line:
        seq = (await line.attach(party.id))["seq"]
        for n in range(3):
            await line.send("party.chat", party_id=party.id, id=f"lost {n}", text="Lost")
            await line.hear("party.event", kind="chat")
        with site.connect() as connection:
            connection.execute("delete from app.party_event where party_id = %s and seq > %s", [party.id, seq])
            connection.execute("update app.party set seq = %s where id = %s", [seq, party.id])
        assert (await line.hear("party.state"))["party"]["seq"] == seq
        party.post(party.host, "messages", {"text": "Anew"})
        assert (await line.hear("party.event"))["seq"] == seq + 1


@in_a_loop
async def test_notifications_are_a_wake_up_and_are_believed_nothing(site, parties):
    """Any login of the database may send them."""
    party = parties[3]
    relay = site.relays[0]
    async with Line(relay, party.host) as line:
        await line.attach(party.id)
        listens = relay.metric("syncstream_relay_listens_total")
        with site.connect() as connection:
            for channel, payload in NONSENSE:
                connection.execute("select pg_notify(%s, %s)", [channel, payload.format(party.id)])
        party.post(party.host, "messages", {"text": "And?"})
        assert (await line.hear("party.event"))["body"] == {"text": "And?"}  # and no state anew
        assert relay.metric("syncstream_relay_listens_total") == listens
