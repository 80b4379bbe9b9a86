"""The relay's connections to PostgreSQL: links, which call functions, and the one that listens."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import orjson
import psycopg
from psycopg.types.json import Json, set_json_loads

from api.gateway import seconds_a_host, seconds_to_connect
from api.relay import metrics

log = logging.getLogger(__name__)

ANSWER_SECONDS = 7  # longer than the statement's timeout: the server itself would have ended the call by then
STATEMENT_TIMEOUT_MS, LOCK_TIMEOUT_MS = 5_000, 2_000
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds between attempts to connect
PROBE_SECONDS, PROBE_ANSWER_SECONDS = 2, 2  # of the listening connection, which would not notice that nobody speaks

# A server that goes away, or that fails over; everything else is an answer.
AWAY_CLASSES = ("08", "53", "57P", "58", "25006")


class Away(Exception):
    """The server could not be asked, or its answer was lost: whether the call was done is not known."""


def address(conninfo: str, name: str) -> str:
    given = str(psycopg.conninfo.conninfo_to_dict(conninfo).get("options") or "")
    options = {"statement_timeout": STATEMENT_TIMEOUT_MS, "lock_timeout": LOCK_TIMEOUT_MS, "timezone": "UTC", "jit": "off"}
    return psycopg.conninfo.make_conninfo(
        conninfo,
        options=" ".join([given, *(f"-c {setting}={value}" for setting, value in options.items())]),
        application_name=f"syncstream-relay {name}",
        connect_timeout=seconds_a_host(conninfo),
        client_encoding="UTF8",
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=ANSWER_SECONDS * 1000,
    )


async def connect(conninfo: str) -> psycopg.AsyncConnection:
    async with asyncio.timeout(seconds_to_connect(conninfo)):
        connection = await psycopg.AsyncConnection.connect(conninfo, autocommit=True, prepare_threshold=0)
    set_json_loads(orjson.loads, connection)
    return connection


def as_json(value: object) -> Json:
    return Json(value, dumps=orjson.dumps)


def is_away(error: Exception) -> bool:
    return not isinstance(error, psycopg.Error) or error.sqlstate is None or error.sqlstate.startswith(AWAY_CLASSES)


def reason(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


class Link:
    """A connection for one call at a time, each a transaction. Opened by the first call, and anew after it was lost."""

    def __init__(self, conninfo: str, name: str):
        self.name = name
        self._conninfo = address(conninfo, name)
        self._connection: psycopg.AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self._pause = 0.0

    async def call(self, statement: str, *params: object) -> Any:
        """The statement's one value. Raises Away, after a pause that grows; psycopg.Error for what the server refused."""
        async with self._turn:
            try:
                if self._connection is None:
                    self._connection = await connect(self._conninfo)
                async with asyncio.timeout(ANSWER_SECONDS):
                    cursor = await self._connection.execute(statement, params)
                    row = await cursor.fetchone()
                self._pause = 0.0
                return row[0] if row else None
            except (psycopg.Error, OSError, TimeoutError) as error:
                if not is_away(error):
                    raise
                await self._lose(error)
                raise Away from None
            except asyncio.CancelledError:
                await self.close()  # what it has begun is not over
                raise

    async def _lose(self, error: Exception) -> None:
        await self.close()
        if not self._pause:
            metrics.LOST.labels(self.name).inc()
            log.warning("PostgreSQL is away", extra={"connection": self.name, "reason": reason(error)})
        self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
        await asyncio.sleep(self._pause)

    async def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await connection.close()


class Listener:
    """Keeps one connection that listens. A notification only wakes: what was missed is found by number."""

    def __init__(self, conninfo: str, channels: list[str], heard: Callable[[str, str], None], connected: Callable[[], None]):
        self.listening = False
        self._conninfo = address(conninfo, "listen")
        self._channels = channels
        self._heard = heard
        self._connected = connected

    async def run(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                connection = await connect(self._conninfo)
                try:
                    for channel in self._channels:
                        await connection.execute(f"listen {channel}")
                    self.listening = True
                    pause = FIRST_PAUSE
                    metrics.LISTENS.inc()
                    self._connected()
                    while True:
                        async for notification in connection.notifies(timeout=PROBE_SECONDS):
                            self._heard(notification.channel, notification.payload)
                        async with asyncio.timeout(PROBE_ANSWER_SECONDS):
                            await connection.execute("select")
                finally:
                    self.listening = False
                    await connection.close()
            except (psycopg.Error, OSError, TimeoutError) as error:
                if pause == FIRST_PAUSE:
                    log.warning("not listening to PostgreSQL", extra={"reason": reason(error)})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
