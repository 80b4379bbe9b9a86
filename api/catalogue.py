"""Reading the route table, at the start and on each NOTIFY http_routes."""

import asyncio
import logging
from collections.abc import Callable

import psycopg
from psycopg.rows import dict_row

from api.errors import unavailable
from api.routes import Catalogue, Endpoint, Type

log = logging.getLogger(__name__)

CHANNEL = "http_routes"
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0  # seconds between attempts to connect
PROBE_SECONDS = 5.0  # how long a connection may be silent before it is asked whether it is there


class CatalogueReader:
    """Keeps one connection that listens, and hands each new catalogue to `publish`.

    On every (re)connection the whole catalogue is read, since a notification may have been missed.
    """

    def __init__(self, conninfo: str, publish: Callable[[Catalogue], None]):
        self._conninfo = psycopg.conninfo.make_conninfo(
            conninfo,
            application_name="syncstream-api routes",
            connect_timeout=5,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
        self._publish = publish
        self._connection: psycopg.AsyncConnection | None = None
        self._task: asyncio.Task | None = None
        self._reading = asyncio.Lock()

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._listen())

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def reload(self) -> Catalogue:
        """Read the catalogue now; 503 where the database is away. Its own connection: the other one is listening."""
        async with self._reading:
            try:
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
                    await self._read(connection)
                    pause = FIRST_PAUSE
                    while True:
                        if [notification async for notification in connection.notifies(timeout=PROBE_SECONDS, stop_after=1)]:
                            await self._read(connection)
                        else:
                            await connection.execute("select")
            except (psycopg.Error, OSError) as error:
                log.warning("routes: no connection to PostgreSQL", extra={"reason": str(error).strip()})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _read(self, connection: psycopg.AsyncConnection) -> Catalogue:
        async with connection.cursor(row_factory=dict_row) as cursor:
            rows = await (await cursor.execute("select * from http.type")).fetchall()
            types = {row["name"]: Type(**row) for row in rows}
            rows = await (await cursor.execute("select * from http.endpoint order by path, method")).fetchall()
        catalogue = Catalogue([Endpoint(row, types) for row in rows], types)
        self._publish(catalogue)
        log.info("routes read", extra={"routes": len(catalogue.endpoints)})
        return catalogue
