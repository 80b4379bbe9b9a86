"""A network of one's own: a SOCKS proxy that delays what passes, and breaks when told to."""

import asyncio
import random
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

PIECE = 65536


class Network:
    """Bytes take `there()` seconds to the server and `back()` seconds from it, and stay in order; runs in a thread.

    with Network(there=lambda: 0.2) as network:
        … network.address …
    """

    def __init__(self, there: Callable[[], float] = lambda: 0.0, back: Callable[[], float] | None = None):
        self._there, self._back = there, back or there
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._flowing.set()

    def __enter__(self) -> "Network":
        ready = threading.Event()

        async def serve() -> None:
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
            self.address = f"socks5://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
            ready.set()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            self._loop.create_task(serve())
            self._loop.run_forever()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_) -> None:
        async def stop() -> None:
            self._server.close()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> None:
        """End all connections, without a goodbye; new ones can be made."""
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self._writers])

    def stall(self) -> None:
        """Nothing passes any more, and nobody is told."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def flow(self) -> None:
        self._loop.call_soon_threadsafe(self._flowing.set)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        upstream = None
        try:
            await self._flowing.wait()
            host, port = await self._greet(reader, writer)
            there, upstream = await asyncio.open_connection(host, port)
            self._writers.add(upstream)
            writer.write(b"\x05\x00\x00\x01" + bytes(6))
            await asyncio.gather(self._carry(reader, upstream, self._there), self._carry(there, writer, self._back))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for one in (writer, upstream):
                if one:
                    self._writers.discard(one)
                    one.transport.abort()

    @staticmethod
    async def _greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
        """RFC 1928, without authentication, CONNECT alone."""
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 1:
            host = ".".join(str(byte) for byte in await reader.readexactly(4))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        return host, struct.unpack("!H", await reader.readexactly(2))[0]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: Callable[[], float]) -> None:
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(1000)

        async def deliver() -> None:
            while True:
                due, piece = await pieces.get()
                await asyncio.sleep(due - self._loop.time())
                await self._flowing.wait()
                if not piece:
                    with suppress(OSError):
                        writer.write_eof()
                    return
                writer.write(piece)
                await writer.drain()

        delivery = asyncio.create_task(deliver())
        due = 0.0
        try:
            while True:
                piece = await reader.read(PIECE)
                due = max(due, self._loop.time() + delay())  # what was sent first comes first
                await pieces.put((due, piece))
                if not piece:
                    await delivery
                    return
        finally:
            delivery.cancel()


def jitter(least: float, most: float, seed: int = 1) -> Callable[[], float]:
    """Mostly quick, at times slow, as a mobile network."""
    numbers = random.Random(seed)
    return lambda: least + (most - least) * numbers.random() ** 3
