"""Reading the route table, at the start and on each NOTIFY http_routes."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

import psycopg
from psycopg.rows import dict_row

from api.errors import unavailable
from api.gateway import seconds_a_host
from api.routes import Catalogue, Endpoint, Type

log = logging.getLogger(__name__)

CHANNEL = "http_routes"
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0  # seconds between attempts to connect
START_SECONDS = 5.0  # a new worker waits so long for its routes before it takes requests
PROBE_SECONDS = 5.0  # between two looks at the routes where no notification came; also tells whether the server is there


class CatalogueReader:
    """Keeps one connection that listens, and hands each new catalogue to `publish`.

    On every (re)connection the whole catalogue is read, since a notification may have been missed; and every few
    seconds, since a function may have been made anew without being mounted again.
    """

    def __init__(self, conninfo: str, publish: Callable[[Catalogue], None]):
        self._conninfo = psycopg.conninfo.make_conninfo(
            conninfo,
            application_name="syncstream-api routes",
            connect_timeout=seconds_a_host(conninfo),
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
        self._publish = publish
        self._task: asyncio.Task | None = None
        self._catalogue: Catalogue | None = None
        self._rows: tuple = ()  # what it was made from
        self._read_at = 0.0  # when the last reading began
        self._reading = asyncio.Lock()
        self._read_once = asyncio.Event()

    async def start(self) -> None:
        """Begin to read; comes back when the routes are known, or after a while without: a worker whose database is away says so."""
        self._task = asyncio.get_running_loop().create_task(self._listen())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._read_once.wait(), START_SECONDS)

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def reload(self) -> Catalogue:
        """The catalogue as it is now; 503 where the database is away. Its own connection: the other one is listening."""
        asked = time.monotonic()
        try:
            async with self._reading:
                if self._catalogue is not None and self._read_at > asked:
                    return self._catalogue  # somebody has read it for us
                async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    return await self._read(connection)
        except psycopg.OperationalError:
            raise unavailable() from None

    async def _listen(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await connection.execute(f"listen {CHANNEL}")
                    while True:
                        async with self._reading:
                            await self._read(connection)
                        pause = FIRST_PAUSE
                        async for _ in connection.notifies(timeout=PROBE_SECONDS, stop_after=1):
                            pass
            except (psycopg.Error, OSError) as error:
                log.warning("routes: no connection to PostgreSQL", extra={"reason": str(error).strip()})
            except Exception:
                log.exception("routes: cannot be read; those that were stay")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _read(self, connection: psycopg.AsyncConnection) -> Catalogue:
        async with connection.cursor(row_factory=dict_row) as cursor:
            self._read_at = time.monotonic()
            type_rows = await (await cursor.execute("select * from http.type order by name")).fetchall()
            route_rows = await (await cursor.execute("select * from http.endpoint order by path, method")).fetchall()
        if self._catalogue is None or self._rows != (type_rows, route_rows):
            types = {row["name"]: Type(**row) for row in type_rows}
            self._catalogue = Catalogue([Endpoint(row, types) for row in route_rows], types)
            self._rows = (type_rows, route_rows)
            self._publish(self._catalogue)
            self._read_once.set()
            log.info("routes read", extra={"routes": len(route_rows)})
        return self._catalogue
