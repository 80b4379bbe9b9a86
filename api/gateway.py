"""The heart of the API: many requests multiplexed over a few PostgreSQL connections.

A request is two prepared statements and one Sync, sent together in libpq's pipeline mode: `http.begin_request(…)`
sets the claims and holds them to what is so now, the second calls the function. The Sync makes the pair a
transaction of its own, so requests share a connection, many in flight, without sharing anything else. One round
trip; the answer's JSON is passed on as the bytes that it came in.

A connection (`Link`) logs in as the database role that a token maps to and cannot leave it. Connections of one role
and kind form a `Lane`:

  read   functions that are stable: several in flight on a connection, tried again when an answer was lost
  write  functions that are volatile: one in flight, since a call that waits for a row's lock would hold up the rest
  slow   functions with a high COST (password hashes): one in flight, on connections of their own

A lane opens connections as they are needed, up to its size; beyond that calls wait in a bounded queue, and beyond
that they are refused (503). A lost connection fails exactly the calls that were in flight on it; read-only ones are
sent again. While the server is away calls fail at once, and each new call after a short pause tries to connect, so
that recovery takes no restart.

Everything here runs in one event loop; nothing awaits between looking at a lane's state and changing it.
"""

import asyncio
import logging
import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult

from api.errors import DatabaseError, timeout, unavailable

log = logging.getLogger(__name__)

OK = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
BEGIN = b"begin_request"
PREPARE_BEGIN = "prepare begin_request as select http.begin_request($1, $2, $3, $4, $5, $6, $7)"

ATTEMPTS = 3
# Rolled back by the server, so nothing happened and the call may be made again: a deadlock's victim, a serialization
# failure; a statement that is not prepared (any more), or whose result has another type than when it was.
RETRIED_STATES = ("40001", "40P01", "26000", "0A000")
STALE_STATES = ("26000", "0A000")

STATEMENT_TIMEOUT_MS = {"read": 5_000, "write": 5_000, "slow": 10_000}
LOCK_TIMEOUT_MS = 4_000  # shorter than the statement's: whoever waits for a row is told that it is busy (503)
ANSWER_SECONDS = 15  # a connection that owes an answer for longer is given up: the server would have cancelled it
QUEUE_SECONDS = 5
QUEUE_LENGTH = 512
CONNECT_SECONDS = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds between attempts to connect
STUCK_SECONDS = 0.1  # a link whose oldest call is older gets no more calls while there is another

DEPTH = {"read": 64, "write": 1, "slow": 1}
CROWDED = {"read": 8, "write": 1, "slow": 1}  # in flight on every link: time to open another
SIZE = {
    ("member", "read"): 3,
    ("member", "write"): 8,
    ("reseller", "write"): 8,
    ("anonymous", "slow"): 4,
}
DEFAULT_SIZE = {"read": 2, "write": 4, "slow": 2}


@dataclass(frozen=True, slots=True)
class Statement:
    """An SQL text to prepare. Two with the same text are the same statement."""

    sql: bytes


class Call:
    """One request's way through the gateway."""

    __slots__ = ("statement", "claims", "params", "read_only", "future", "attempts", "since", "prepares", "row", "error")

    def __init__(self, statement: Statement, claims: tuple, params: list, read_only: bool, future: asyncio.Future):
        self.statement = statement
        self.claims = claims
        self.params = params
        self.read_only = read_only
        self.future = future
        self.attempts = 0
        self.since = 0.0
        self.prepares = False
        self.row: PGresult | None = None
        self.error: DatabaseError | None = None

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class Link:
    """One connection in pipeline mode."""

    def __init__(self, lane: "Lane", connection: psycopg.AsyncConnection):
        self.lane = lane
        self.loop = lane.loop
        self.pending: deque[Call] = deque()
        self._connection = connection  # kept: it closes the socket when it is collected
        self._pg = connection.pgconn
        self._fd: int | None = self._pg.socket
        self._prepared: dict[Statement, bytes] = {}
        self._names = 0
        self._flush_scheduled = False
        self._writing = False
        self._pg.nonblocking = 1
        self._pg.enter_pipeline_mode()
        self.loop.add_reader(self._fd, self._readable)

    @classmethod
    async def open(cls, lane: "Lane", conninfo: str) -> "Link":
        connection = await psycopg.AsyncConnection.connect(conninfo, autocommit=True)
        await connection.execute(PREPARE_BEGIN)
        return cls(lane, connection)

    def send(self, call: Call) -> None:
        """Queue a call; all that are queued in one turn of the event loop leave in one write."""
        name = self._prepared.get(call.statement)
        call.attempts += 1
        call.since = self.loop.time()
        call.row = call.error = None
        try:
            self._pg.send_query_prepared(BEGIN, call.claims)
            call.prepares = name is None
            if name is None:
                self._names += 1
                name = b"s%d" % self._names
                self._pg.send_prepare(name, call.statement.sql)
                self._prepared[call.statement] = name
            self._pg.send_query_prepared(name, call.params)
            self._pg.pipeline_sync()
        except psycopg.OperationalError:
            self.pending.append(call)
            self.lose()
            return
        self.pending.append(call)
        if not self._flush_scheduled:
            self._flush_scheduled = True
            self.loop.call_soon(self._flush)

    def stuck(self, now: float) -> bool:
        return bool(self.pending) and now - self.pending[0].since > STUCK_SECONDS

    def _flush(self) -> None:
        self._flush_scheduled = False
        if self._fd is None:
            return
        try:
            blocked = self._pg.flush()
        except psycopg.OperationalError:
            self.lose()
            return
        if blocked and not self._writing:
            self._writing = True
            self.loop.add_writer(self._fd, self._flush)
        elif not blocked and self._writing:
            self._writing = False
            self.loop.remove_writer(self._fd)

    def _readable(self) -> None:
        pg, pending = self._pg, self.pending
        try:
            pg.consume_input()
            while pending and not pg.is_busy():
                result = pg.get_result()
                if result is None:
                    continue
                status = result.status
                if status == ExecStatus.PIPELINE_SYNC:
                    self._finish(pending.popleft())
                elif status == ExecStatus.TUPLES_OK:
                    pending[0].row = result
                elif status == ExecStatus.COMMAND_OK:
                    pending[0].prepares = False
                elif pending[0].error is None and status != ExecStatus.PIPELINE_ABORTED:
                    pending[0].error = error_of(result)
        except psycopg.OperationalError:
            self.lose()
            return
        if pg.status != psycopg.pq.ConnStatus.OK:
            self.lose()
        else:
            self.lane.advance()

    def _finish(self, call: Call) -> None:
        error = call.error
        if error is None:
            if not call.future.done():
                row = call.row
                call.future.set_result(
                    tuple(row.get_value(0, column) for column in range(row.nfields)) if row is not None and row.ntuples else ()
                )
            return
        if call.prepares or error.sqlstate in STALE_STATES:
            self._prepared.pop(call.statement, None)
        if error.sqlstate in RETRIED_STATES and call.attempts < ATTEMPTS:
            self.lane.submit(call)
        elif error.sqlstate[:2] == "57" and error.sqlstate != "57014":
            self.lane.lost_answer(call)  # the server is ending this connection
        else:
            call.fail(error)

    def lose(self) -> None:
        """The connection is gone, or given up: the calls in flight were not answered."""
        if self._fd is None:
            return
        self.loop.remove_reader(self._fd)
        if self._writing:
            self.loop.remove_writer(self._fd)
        self._fd = None
        self._pg.finish()
        self.lane.links.remove(self)
        calls, self.pending = self.pending, deque()
        for call in calls:
            self.lane.lost_answer(call)
        self.lane.advance()


class Lane:
    """The connections of one role and kind, and the calls that wait for one."""

    def __init__(self, conninfo: str, role: str, kind: str):
        self.role = role
        self.kind = kind
        self.links: list[Link] = []
        self.waiting: deque[Call] = deque()
        self.loop = asyncio.get_running_loop()
        self._depth = DEPTH[kind]
        self._crowded = CROWDED[kind]
        self._size = SIZE.get((role, kind), DEFAULT_SIZE[kind])
        options = {
            "role": role,
            "statement_timeout": STATEMENT_TIMEOUT_MS[kind],
            "lock_timeout": LOCK_TIMEOUT_MS,
            "timezone": "UTC",
            "default_transaction_read_only": "on" if kind == "read" else "off",
            "jit": "off",
        }
        given = str(psycopg.conninfo.conninfo_to_dict(conninfo).get("options", ""))
        self._conninfo = psycopg.conninfo.make_conninfo(
            conninfo,
            options=" ".join([given, *(f"-c {name}={value}" for name, value in options.items())]),
            application_name=f"syncstream-api {role} {kind}",
            connect_timeout=CONNECT_SECONDS,
            client_encoding="UTF8",
        )
        self._opening: set[asyncio.Task] = set()
        self._pause = FIRST_PAUSE
        self._next_attempt = 0.0
        self._closed = False

    @property
    def in_flight(self) -> int:
        return sum(len(link.pending) for link in self.links)

    def submit(self, call: Call) -> None:
        """Send a call, or queue it, or refuse it."""
        now = self.loop.time()
        link = self._pick(now)
        if link is None or len(link.pending) >= self._crowded:
            self._grow(now)
        if link is not None:
            link.send(call)
        elif (not self.links and not self._opening) or len(self.waiting) >= QUEUE_LENGTH:
            call.fail(unavailable())
        else:
            call.since = now
            self.waiting.append(call)

    def advance(self) -> None:
        """Send what waits, as far as there is room."""
        while self.waiting:
            link = self._pick(self.loop.time())
            if link is None:
                return
            call = self.waiting.popleft()
            if not call.future.done():
                link.send(call)

    def lost_answer(self, call: Call) -> None:
        if call.read_only and call.attempts < ATTEMPTS and not self._closed and not call.future.done():
            self.submit(call)
        else:
            call.fail(unavailable())

    def sweep(self, now: float) -> None:
        """Give up what has taken too long: a server that stopped answering sends no error."""
        while self.waiting and now - self.waiting[0].since > QUEUE_SECONDS:
            self.waiting.popleft().fail(unavailable())
        for link in list(self.links):
            if link.pending and now - link.pending[0].since > ANSWER_SECONDS:
                log.error("no answer from PostgreSQL, connection given up", extra={"role": self.role, "kind": self.kind})
                for call in link.pending:
                    call.fail(timeout())
                link.lose()

    async def close(self) -> None:
        self._closed = True
        for task in self._opening:
            task.cancel()
        for link in list(self.links):
            link.lose()
        while self.waiting:
            self.waiting.popleft().fail(unavailable())

    def _pick(self, now: float) -> Link | None:
        """The link with the fewest calls in flight, rather one whose calls are being answered."""
        best, best_depth = None, math.inf
        for link in self.links:
            depth = len(link.pending)
            if depth >= self._depth:
                continue
            if depth and link.stuck(now):
                depth += self._depth
            if depth < best_depth:
                best, best_depth = link, depth
        if best_depth >= self._depth and len(self.links) + len(self._opening) < self._size:
            return None  # every link is stuck: wait for a new one
        return best

    def _grow(self, now: float) -> None:
        if len(self.links) + len(self._opening) < self._size and now >= self._next_attempt and not self._closed:
            task = self.loop.create_task(Link.open(self, self._conninfo))
            self._opening.add(task)
            task.add_done_callback(self._opened)

    def _opened(self, task: asyncio.Task) -> None:
        self._opening.discard(task)
        if task.cancelled():
            return
        if task.exception() is None:
            self._pause = FIRST_PAUSE
            self.links.append(task.result())
            self.advance()
            return
        # Too many connections is a limit, not an outage: go on with those there are.
        if self._pause == FIRST_PAUSE:
            log.warning(
                "cannot connect to PostgreSQL", extra={"role": self.role, "kind": self.kind, "reason": str(task.exception()).strip()}
            )
        self._next_attempt = self.loop.time() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        if not self.links and not self._opening:
            while self.waiting:
                self.waiting.popleft().fail(unavailable())


class Gateway:
    """Calls functions in PostgreSQL. One an event loop; `start` it there, `close` it at the end."""

    def __init__(self, conninfo: str):
        self._conninfo = conninfo
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._sweeper: asyncio.Task | None = None

    def start(self) -> None:
        self._sweeper = asyncio.get_running_loop().create_task(self._sweep())

    async def close(self) -> None:
        if self._sweeper:
            self._sweeper.cancel()
        for lane in self.lanes():
            await lane.close()

    def lanes(self) -> Iterator[Lane]:
        yield from self._lanes.values()

    def call(self, role: str, kind: str, statement: Statement, claims: tuple, params: list) -> asyncio.Future:
        """Call a function as a role. Resolves to its row as bytes (None for null); `()` where there is none.

        `claims` are the arguments of http.begin_request, `params` the function's, all as text.
        Raises DatabaseError for what PostgreSQL refused, Problem 503 and 504 for what it could not answer.
        """
        lane = self._lanes.get((role, kind))
        if lane is None:
            lane = self._lanes[role, kind] = Lane(self._conninfo, role, kind)
        call = Call(statement, claims, params, kind == "read", lane.loop.create_future())
        lane.submit(call)
        return call.future

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            now = asyncio.get_running_loop().time()
            for lane in self.lanes():
                lane.sweep(now)


def error_of(result) -> DatabaseError:
    def text(name: DiagnosticField) -> str | None:
        value = result.error_field(name)
        return value.decode("utf-8", "replace") if value is not None else None

    return DatabaseError(
        sqlstate=text(DiagnosticField.SQLSTATE) or "08006",
        message=text(DiagnosticField.MESSAGE_PRIMARY) or "",
        detail=text(DiagnosticField.MESSAGE_DETAIL),
        context=text(DiagnosticField.CONTEXT),
        constraint=text(DiagnosticField.CONSTRAINT_NAME),
        datatype=text(DiagnosticField.DATATYPE_NAME),
    )
