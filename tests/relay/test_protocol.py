"""Every frame of the contract, and every close code."""

import asyncio
import json
import time
from datetime import datetime

import pytest
from websockets.exceptions import InvalidStatus

from tests.support.party import MATRIX, Line, in_a_loop, member_of

STATE = {
    *("id", "title", "content", "match_key", "control", "status", "position_ms", "anchored_at", "rate", "seq", "epoch", "members"),
    *("max_members", "created_at"),
}


def is_now(ms: int) -> bool:
    """An integer, and the time: the database is on this machine."""
    return type(ms) is int and abs(ms - time.time() * 1000) < 5000


# -- signing in


@in_a_loop
async def test_auth_says_who_it_is(relay, new_person):
    person = member_of(new_person)
    async with Line(relay) as line:
        answer = await line.sign_in(person)
    assert set(answer) == {"type", "account_id", "profile_id", "expires_at", "server_time"}
    assert (answer["account_id"], answer["profile_id"]) == (person.account_id, person.profile_id)
    assert 0 < datetime.fromisoformat(answer["expires_at"]).timestamp() - time.time() <= 900
    assert is_now(answer["server_time"])


@in_a_loop
async def test_without_a_profile_it_is_null(relay, person):
    async with Line(relay, person) as line:
        assert line.signed_in["profile_id"] is None
        await line.send("party.attach", party_id="00000000-0000-4000-8000-000000000000")
        await line.refused("forbidden")


@in_a_loop
@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", None, 1, {}])
async def test_a_bad_token_is_told_and_closed(relay, token):
    async with Line(relay) as line:
        await line.send("auth", token=token)
        frames = await line.closed(4401)
        assert [(frame["type"], frame["code"]) for frame in frames] == [("error", "unauthorized")]


@in_a_loop
async def test_who_does_not_sign_in_goes_after_five_seconds(relay):
    async with Line(relay) as line:
        begun = time.monotonic()
        assert await line.closed(4408) == []
        assert time.monotonic() - begun > 4


@in_a_loop
@pytest.mark.parametrize("kind", ["ping", "party.attach", "party.chat"])
async def test_signing_in_comes_first(relay, kind):
    async with Line(relay) as line:
        await line.send(kind, t0=1)
        assert [frame["code"] for frame in await line.closed(4401)] == ["unauthorized"]


# -- frames that are none


@in_a_loop
@pytest.mark.parametrize(
    "message", ["", "{", "null", "[]", "1", '"auth"', "{}", '{"type": 1}', '{"type": []}', '{"type": "party.dance"}', "\x00"]
)
async def test_what_is_no_frame_is_told_and_the_socket_stays(relay, person, message):
    for signed_in in (False, True):
        async with Line(relay, person if signed_in else None) as line:
            await line.socket.send(message)
            await line.refused("invalid")
            await line.sign_in(person)


@in_a_loop
async def test_binary_is_closed(relay, person):
    async with Line(relay, person) as line:
        await line.socket.send(b'{"type": "ping", "t0": 1}')
        await line.closed(1003)


@in_a_loop
async def test_sixteen_kib_are_a_frame_and_one_more_is_not(relay, person):
    async with Line(relay, person) as line:
        ping = json.dumps({"type": "ping", "t0": 1})
        await line.socket.send(ping + " " * (16 * 1024 - len(ping)))
        assert (await line.hear("pong"))["t0"] == 1
        await line.socket.send(ping + " " * (16 * 1024 - len(ping) + 1))
        await line.closed(1009)


@in_a_loop
async def test_more_than_thirty_frames_a_second_are_too_many(relay, person):
    async with Line(relay, person) as line:
        await asyncio.sleep(1)
        for n in range(30):
            await line.send("ping", t0=n)
        assert [(await line.hear("pong"))["t0"] for _ in range(30)] == list(range(30))
        for n in range(70):
            await line.send("ping", t0=n)
        await line.closed(4429)


# -- time


@in_a_loop
async def test_a_ping_is_answered_with_the_servers_times(relay, person):
    async with Line(relay, person) as line:
        for t0 in (0, -1.5, 1e300, 12345678901234):
            await line.send("ping", t0=t0)
            pong = await line.hear("pong")
            assert set(pong) == {"type", "t0", "t1", "t2"}
            assert pong["t0"] == t0
            assert is_now(pong["t1"]) and pong["t1"] <= pong["t2"]
        for t0 in (None, "1", True, []):
            await line.send("ping", t0=t0)
            await line.refused("invalid")


@in_a_loop
async def test_heads_come_every_ten_seconds(relay, gather):
    party = gather(1)
    async with Line(relay, party.host) as line:
        state = await line.attach(party.id)
        first = await line.hear("head", 12)
        assert set(first) == {"type", "parties", "server_time"} and is_now(first["server_time"])
        assert first["parties"] == {party.id: state["seq"]}
        second = await line.hear("head", 12)
        assert 9_000 <= second["server_time"] - first["server_time"] <= 12_000


# -- a party


@in_a_loop
async def test_attaching_answers_the_state_as_http_does(relay, gather):
    party = gather(2)
    async with Line(relay, party.host) as line:
        await line.send("party.attach", party_id=party.id)
        frame = await line.hear("party.state")
        assert set(frame) == {"type", "party"} and set(frame["party"]) == STATE
        assert frame["party"] == party.party
        assert is_now(frame["party"]["anchored_at"])


@in_a_loop
async def test_events_after_since_follow_the_state(relay, gather):
    party = gather(1)
    for n in range(3):
        party.post(party.host, "messages", {"text": f"{n}"})
    async with Line(relay, party.host) as line:
        state = await line.attach(party.id)
        first = state["seq"] - 2
        for since in (first - 1, first, state["seq"]):
            state = await line.attach(party.id, since=since, epoch=state["epoch"])
            assert [(await line.next())["seq"] for _ in range(state["seq"] - since)] == list(range(since + 1, state["seq"] + 1))


@in_a_loop
@pytest.mark.parametrize("fields", [{"since": 10**6}, {"epoch": 0}, {"epoch": None}], ids=str)
async def test_a_since_that_cannot_be_served_gets_the_state_alone(relay, gather, fields):
    party = gather(1)
    party.post(party.host, "messages", {"text": "Hello"})
    async with Line(relay, party.host) as line:
        state = await line.attach(party.id)
        await line.attach(party.id, **{"since": 0, "epoch": state["epoch"], **fields})
        await line.send("ping", t0=1)
        assert (await line.next())["type"] == "pong"
        event = party.post(party.host, "messages", {"text": "And on"})
        assert await line.hear("party.event") == event


@in_a_loop
@pytest.mark.parametrize("fields", [{"since": "1"}, {"since": -1.5}, {"epoch": "1"}, {"epoch": {}}], ids=str)
async def test_a_since_of_another_type_is_invalid(relay, gather, fields):
    party = gather(1)
    async with Line(relay, party.host) as line:
        await line.send("party.attach", party_id=party.id, **fields)
        await line.refused("invalid", party_id=party.id)


EVENT = {"type", "party_id", "seq", "epoch", "kind", "actor", "body", "at"}


@in_a_loop
async def test_commands_are_events_to_everyone(relays, gather):
    """play, pause, seek, rate and load; each with the body of its kind, and those that need it with apply_at."""
    party = gather(2)
    async with Line(relays[0], party.host) as host, Line(relays[1], party.guests[0]) as guest:
        seq = (await host.attach(party.id))["seq"]
        await guest.attach(party.id)

        async def both(kind: str) -> dict:
            event = await host.hear("party.event", kind=kind)
            assert await guest.hear("party.event", kind=kind) == event
            assert set(event) - {"apply_at"} == EVENT
            assert event["party_id"] == party.id and is_now(event["at"])
            if kind in ("play", "seek", "load"):
                assert 500 <= event["apply_at"] - event["at"] <= 1500
            nonlocal seq
            seq += 1
            assert event["seq"] == seq
            return event

        async def command(kind: str, **fields) -> dict:
            await host.send("party.command", party_id=party.id, id=f"{kind} {seq}", command=kind, **fields)
            event = await both(kind)
            assert event["actor"] == {"profile_id": party.host.profile_id, "name": "Member 0"}
            return event

        async def all_are_ready() -> dict:
            for line in (host, guest):
                await line.send("party.ready", party_id=party.id, ready=True)
                assert (await both("ready"))["body"] == {"ready": True}
            return await both("play")

        play = await command("play", position_ms=1000)
        assert play["body"] == {"position_ms": 1000, "rate": 1}
        assert party.party["anchored_at"] == play["apply_at"]
        rate = await command("rate", rate=1.5)
        assert set(rate["body"]) == {"rate", "position_ms"} and rate["body"]["rate"] == 1.5
        seek = await command("seek", position_ms=60_000)
        assert seek["body"] == {"position_ms": 60_000, "rate": 1.5}
        assert party.party["status"] == "waiting"
        play = await all_are_ready()
        assert play["actor"] is None and play["body"] == {"position_ms": 60_000, "rate": 1.5}
        content = {"kind": "movie", "title": "Dune", "year": 2021}
        load = await command("load", content=content)
        assert load["body"]["position_ms"] == 0 and load["body"]["content"]["title"] == "Dune"
        assert (await all_are_ready())["body"] == {"position_ms": 0, "rate": 1}
        pause = await command("pause", position_ms=5000)
        assert pause["body"] == {"position_ms": 5000, "rate": 1} and "apply_at" not in pause


@in_a_loop
async def test_chat(relays, gather):
    party = gather(2)
    async with Line(relays[0], party.host) as host, Line(relays[1], party.guests[0]) as guest:
        for line in (host, guest):
            await line.attach(party.id)
        for text in ("Hello", "é" * 500, "🍿\u2028\n"):
            await host.send("party.chat", party_id=party.id, id=text[:3], text=text)
            event = await guest.hear("party.event", kind="chat")
            assert event["body"] == {"text": text} and await host.hear("party.event", kind="chat") == event
        for text in ("", "x" * 501, None, 1, "\x00"):
            await host.send("party.chat", party_id=party.id, id="bad", text=text)
            await host.refused("invalid", id="bad")


@in_a_loop
async def test_an_id_counts_once_whoever_sends_it_wherever(relays, gather):
    party = gather(1)
    async with Line(relays[0], party.host) as one, Line(relays[1], party.host) as two:
        for line in (one, two):
            await line.attach(party.id)
        for line in (one, one, two):
            await line.send("party.chat", party_id=party.id, id="same", text="Once")
        for line in (one, two):
            assert (await line.hear("party.event"))["body"] == {"text": "Once"}
            await line.nothing("party.event", 0.5)


@in_a_loop
async def test_a_refusal_names_the_command_and_is_for_the_sender_alone(relays, gather):
    party = gather(2, control="host")
    async with Line(relays[0], party.host) as host, Line(relays[0], party.guests[0]) as guest:
        for line in (host, guest):
            await line.attach(party.id)
        await guest.send("party.command", party_id=party.id, id="mine", command="play")
        error = await guest.refused("forbidden")
        assert error["id"] == "mine" and set(error) >= {"type", "id", "code", "message"}
        await guest.send("party.command", party_id=party.id, id="dance", command="dance")
        await guest.refused("invalid", id="dance")
        await host.send("ping", t0=1)
        assert (await host.hear("pong"))["t0"] == 1  # and nothing else came


@in_a_loop
async def test_one_bad_command_does_not_spoil_those_that_leave_with_it(relay, gather):
    """They are gathered into one transaction; each has an error of its own."""
    parties = [gather(1) for _ in range(4)]
    lines = [Line(relay, party.host) for party in parties]
    async with lines[0], lines[1], lines[2], lines[3]:
        for line, party in zip(lines, parties, strict=True):
            await line.attach(party.id)
        for n, (line, party) in enumerate(zip(lines, parties, strict=True)):
            await line.send("party.command", party_id=party.id, id="1", command="rate", rate=2 if n % 2 else 99)
        for n, line in enumerate(lines):
            await (line.hear("party.event", kind="rate") if n % 2 else line.refused("invalid", id="1"))


@in_a_loop
async def test_reactions_are_gathered_and_reach_everyone(relays, gather):
    party = gather(3)
    lines = [Line(relays[0], party.host), Line(relays[0], party.guests[0]), Line(relays[1], party.guests[1])]
    async with lines[0], lines[1], lines[2]:
        seq = [(await line.attach(party.id))["seq"] for line in lines][0]
        for line in lines:
            for emoji in ("❤️", "❤️", "😂"):
                await line.send("party.reaction", party_id=party.id, emoji=emoji)
        for line in lines:
            counts: dict[str, int] = {}
            frames = 0
            while sum(counts.values()) < 9:
                frame = await line.hear("party.reactions", party_id=party.id)
                assert set(frame) == {"type", "party_id", "counts"}
                frames += 1
                for emoji, count in frame["counts"].items():
                    counts[emoji] = counts.get(emoji, 0) + count
            assert counts == {"❤️": 6, "😂": 3}
            assert frames <= 4
        assert party.party["seq"] == seq, "they are not kept"
        for emoji in ("", None, 1, "x" * 65, "❤️" * 20):
            await lines[0].send("party.reaction", party_id=party.id, emoji=emoji)
            await lines[0].refused("invalid")


@in_a_loop
async def test_who_detached_hears_nothing(relay, gather):
    party = gather(1)
    async with Line(relay, party.host) as line:
        await line.attach(party.id)
        await line.send("party.detach", party_id=party.id)
        await line.send("party.reaction", party_id=party.id, emoji="👋")
        await line.refused("not_found")
        party.post(party.host, "messages", {"text": "Anybody?"})
        await line.nothing("party.event", 1)
        await line.attach(party.id)
        party.post(party.host, "messages", {"text": "Again"})
        assert (await line.hear("party.event"))["body"] == {"text": "Again"}


@in_a_loop
async def test_limits_of_a_member(relay, gather):
    """Chat: four at once, then one a second. Commands: five a second."""
    party = gather(1)
    async with Line(relay, party.host) as line:
        await line.attach(party.id)
        for n in range(6):
            await line.send("party.chat", party_id=party.id, id=f"{n}", text=f"{n}")
        frames = [await line.next() for _ in range(6)]
        assert [frame["type"] for frame in frames if frame["type"] != "error"] == ["party.event"] * 4
        assert {frame["id"]: (frame["code"], frame["retry_after"]) for frame in frames if frame["type"] == "error"} == {
            "4": ("rate_limited", 1),
            "5": ("rate_limited", 1),
        }
        for n in range(12):
            await line.send("party.command", party_id=party.id, id=f"c{n}", command="pause")
        frames = [await line.next() for _ in range(12)]
        assert 5 <= sum(frame["type"] == "party.event" for frame in frames) <= 8
        assert {frame["code"] for frame in frames if frame["type"] == "error"} == {"rate_limited"}


# -- HTTP, and from where


@in_a_loop
async def test_origins(relay, system, person):
    for origin in (None, system.url, "https://app.example", "HTTPS://APP.EXAMPLE"):
        async with Line(relay, person, origin=origin):
            pass
    for origin in ("https://evil.example", "null", "https://app.example.evil.example", ""):
        with pytest.raises(InvalidStatus) as refused:
            await Line(relay, person, origin=origin).__aenter__()
        assert refused.value.response.status_code == 403


@in_a_loop
async def test_content_of_ones_own_is_told_as_it_was_given(relay, gather):
    """What a party watches names no provider; it reaches everyone as the host said it."""
    party = gather(1)
    async with Line(relay, party.host) as line:
        assert (await line.attach(party.id))["content"] == MATRIX
