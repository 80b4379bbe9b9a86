"""Who does not read costs 256 KiB and no more, and nobody waits for it."""

import asyncio
import json
import socket

from websockets.frames import Frame, Opcode

from tests.support.party import Line, in_a_loop

CAP = 256 * 1024


class Deaf:
    """A socket that signs in, attaches, and from then on reads nothing. Its own buffer is small."""

    def __init__(self, relay, person, party_id: str):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect(("127.0.0.1", relay.port))
        self.socket.settimeout(10)
        self.socket.sendall(
            b"GET /v1/socket HTTP/1.1\r\nHost: relay\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self._read_until(b"\r\n\r\n")
        for frame in ({"type": "auth", "token": person.access_token}, {"type": "party.attach", "party_id": party_id}):
            self.socket.sendall(Frame(Opcode.TEXT, json.dumps(frame).encode()).serialize(mask=True))
        self._read_until(b"party.state")

    def _read_until(self, end: bytes) -> None:
        received = b""
        while end not in received:
            received += self.socket.recv(65536)


@in_a_loop
async def test_a_slow_reader_costs_256_kib_then_it_is_closed_and_the_others_hear_all(system, gather):
    relay = system.start_relay()
    party = gather(2)
    deaf = Deaf(relay, party.guests[0], party.id)
    text, most, said = "🍿" * 500, 0.0, 0

    def say(times: int) -> None:
        """More than anybody may in a minute: by the function that all is said with, without its limit."""
        with system.connect() as connection:
            for _ in range(times):
                with connection.transaction():
                    connection.execute(
                        "select private.party_post(p, 'chat', null, %s, now()) from app.party p where id = %s for update",
                        [json.dumps({"text": text}), party.id],
                    )

    async with Line(relay, party.host) as line:
        seq = (await line.attach(party.id))["seq"]
        while not relay.metric("syncstream_relay_closes_total"):  # counted when it is gone, some seconds after
            speaking = asyncio.create_task(asyncio.to_thread(say, 25))
            for _ in range(25):
                event = await line.hear("party.event")
                seq += 1
                assert (event["seq"], event["body"]) == (seq, {"text": text})
            await speaking
            most = max(most, await asyncio.to_thread(relay.metric, "syncstream_relay_buffered_bytes_max"))
            said += 25
            assert said < 20_000
    assert 0 < most <= CAP
    assert relay.metric("syncstream_relay_buffered_bytes_max") < CAP / 4, "and its buffer is gone"
    deaf.socket.close()
    async with Line(relay, party.guests[0]) as again:
        state = await again.attach(party.id)
        since = state["seq"] - min(said, 1000)  # more are not sent at once
        await again.attach(party.id, since=since, epoch=state["epoch"])
        for number in range(since + 1, state["seq"] + 1):
            assert (await again.hear("party.event"))["seq"] == number
