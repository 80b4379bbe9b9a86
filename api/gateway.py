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

One slow call must not hold up fast ones. A link that has not answered for a tenth of a second is stuck: it is given
no more calls, those behind its first are sent again on another (they only read: the answer that comes first counts),
and a statement that ran into the timeout goes to the slow lane for a while.

Everything here runs in one event loop; nothing awaits between looking at a lane's state and changing it.
"""

import asyncio
import ctypes
import logging
from collections import deque
from collections.abc import Callable, Iterator
from importlib import import_module

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus, PGconn, abc
from psycopg.pq.abc import PGresult

from api.errors import DatabaseError, timeout, unavailable, unknown_outcome

log = logging.getLogger(__name__)


def unsent_sync() -> Callable[[abc.PGconn], None]:
    """How a Sync is queued. psycopg's `pipeline_sync` sends it off at once, a system call a request and one process
    woken by each; libpq has one that does not since version 17, and psycopg no name for it yet. So it is looked up in
    the library that psycopg's own module is linked with.
    """
    try:
        function = ctypes.PyDLL(import_module(PGconn.__module__).__file__).PQsendPipelineSync
    except (OSError, AttributeError):
        return PGconn.pipeline_sync
    function.argtypes = [ctypes.c_void_p]

    def queue_sync(connection: abc.PGconn) -> None:
        if not function(connection.pgconn_ptr):  # type: ignore[attr-defined]
            raise psycopg.OperationalError(connection.error_message.decode(errors="replace"))

    return queue_sync


queue_sync = unsent_sync()

BEGIN = b"begin_request"
BEGIN_STATEMENT = b"select http.begin_request($1, $2, $3, $4, $5, $6, $7)"

ATTEMPTS = 3
ROLLED_BACK_STATES = ("40001", "40P01")  # a serialization failure, a deadlock's victim: nothing happened, so again
UNPREPARED_STATES = ("26000", "0A000")  # not prepared (any more); prepared when the result had another type
QUERY_CANCELED = "57014"

STATEMENT_TIMEOUT_MS = {"read": 5_000, "write": 5_000, "slow": 10_000}
LOCK_TIMEOUT_MS = 4_000  # shorter than the statement's: whoever waits for a row is told that it is busy (503)
# A connection that owes an answer for longer is given up: the server itself would have ended the call by then.
ANSWER_SECONDS = {kind: (ms + LOCK_TIMEOUT_MS) / 1000 + 1 for kind, ms in STATEMENT_TIMEOUT_MS.items()}
QUEUE_SECONDS = 5
QUEUE_LENGTH = 512
CONNECT_SECONDS = 5
HOST_SECONDS = 2  # where several hosts are named, for each: one that is gone without a word must not hide the next
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds between attempts to connect
SWEEP_SECONDS = 0.1
STUCK_SECONDS = 0.1
LATE_SECONDS = 60  # how long a statement that ran into the timeout stays in the slow lane

DEPTH = {"read": 64, "write": 1, "slow": 1}
CROWDED = {"read": 8, "write": 1, "slow": 1}  # in flight on every link: time to open another
SIZE = {
    ("member", "read"): 3,
    ("member", "write"): 8,
    ("reseller", "write"): 8,
    ("anonymous", "slow"): 4,
}
DEFAULT_SIZE = {"read": 2, "write": 4, "slow": 2}
SPARE = {"read": 4, "write": 0, "slow": 0}  # connections beyond its size for a lane where every link is stuck


class Call:
    """One request's way through the gateway."""

    __slots__ = ("statement", "claims", "params", "read_only", "future", "attempts", "since", "prepares", "fresh", "moved", "row", "error")

    def __init__(self, statement: bytes, claims: tuple, params: list, read_only: bool, future: asyncio.Future):
        self.statement = statement
        self.claims = claims
        self.params = params
        self.read_only = read_only
        self.future = future
        self.attempts = 0
        self.since = 0.0  # when it began to wait for a link
        self.prepares = False  # it carries the statement's Parse, which was not answered yet
        self.fresh = False  # it must not use what was prepared before
        self.moved = False  # a copy went another way
        self.row: PGresult | None = None
        self.error: DatabaseError | None = None

    def copy(self) -> "Call":
        """The same request, for another link; whichever is answered first answers it."""
        self.moved = True
        copy = Call(self.statement, self.claims, self.params, self.read_only, self.future)
        copy.attempts = self.attempts
        return copy

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class Link:
    """One connection in pipeline mode."""

    def __init__(self, lane: "Lane", connection: psycopg.AsyncConnection):
        self.lane = lane
        self.loop = lane.loop
        self.pending: deque[Call] = deque()
        self.progress = 0.0  # when it answered last, or was given a call while it had none
        self.sending = False  # what it was given leaves at the end of this turn of the event loop
        self._connection = connection  # kept: it closes the socket when it is collected
        self._pg = connection.pgconn
        self._fd: int | None = self._pg.socket
        self._prepared: dict[bytes, bytes] = {}
        self._names = 0
        self._writing = False
        self._pg.nonblocking = 1
        self._pg.enter_pipeline_mode()
        self.loop.add_reader(self._fd, self.receive)

    def prepare(self) -> asyncio.Future:
        """Make the link ready for calls."""
        call = Call(BEGIN_STATEMENT, (), [], False, self.loop.create_future())
        self._pg.send_prepare(BEGIN, call.statement)
        self._pg.pipeline_sync()
        self.pending.append(call)
        self._flush()
        return call.future

    @property
    def lost(self) -> bool:
        return self._fd is None

    def send(self, call: Call, now: float) -> None:
        """Queue a call; all that are queued in one turn of the event loop leave in one write."""
        name = None if call.fresh else self._prepared.get(call.statement)
        call.attempts += 1
        call.row = call.error = None
        call.prepares = name is None
        try:
            if name is None:
                # Before the claims: were they refused first, the server would skip the Parse, and the calls behind
                # this one would find no such statement.
                self._names += 1
                name = b"s%d" % self._names
                self._pg.send_prepare(name, call.statement)
                self._prepared[call.statement] = name
            self._pg.send_query_prepared(BEGIN, call.claims)
            self._pg.send_query_prepared(name, call.params)
            queue_sync(self._pg)
        except psycopg.OperationalError:
            self.lose()
            self.lane.again(call)  # its Sync was not sent, so nothing of it happened
            return
        except Exception as error:
            self.lose()  # half a request is in the pipeline
            call.fail(error)
            return
        if not self.pending:
            self.progress = now
        self.pending.append(call)
        if not self.sending:
            self.sending = True
            self.loop.call_soon(self._flush)

    def stuck(self, now: float) -> bool:
        return bool(self.pending) and now - self.progress > STUCK_SECONDS

    def _flush(self) -> None:
        self.sending = False
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

    def receive(self) -> None:
        """Take what came in. A call's results end with its Sync's; libpq puts None between those of two statements."""
        pg, pending = self._pg, self.pending
        separator = answered = False
        try:
            pg.consume_input()
            while pending and not pg.is_busy():
                result = pg.get_result()
                if result is None:
                    if separator:
                        raise psycopg.OperationalError("PostgreSQL's answers and our calls are out of step")
                    separator = True
                    continue
                separator = False
                status = result.status
                if status == ExecStatus.TUPLES_OK:
                    pending[0].row = result
                elif status == ExecStatus.PIPELINE_SYNC:
                    answered = True
                    self._finish(pending.popleft())
                elif status == ExecStatus.COMMAND_OK:
                    pending[0].prepares = False
                elif status != ExecStatus.PIPELINE_ABORTED and pending[0].error is None:
                    pending[0].error = error_of(result)
        except psycopg.OperationalError:
            self.lose()
            return
        if pg.status != psycopg.pq.ConnStatus.OK:
            self.lose()
            return
        if answered:
            self.progress = self.loop.time()
            self.lane.advance()

    def _finish(self, call: Call) -> None:
        error, row = call.error, call.row
        if error is None:
            if self.lane.gateway.late and self.loop.time() - self.progress < STUCK_SECONDS:
                self.lane.gateway.late.pop(call.statement, None)
            if not call.future.done():
                if row is None or not row.ntuples:
                    call.future.set_result(())
                else:
                    call.future.set_result(tuple([row.get_value(0, column) for column in range(row.nfields)]))
            return
        state = error.sqlstate
        stale = error.about_statement or (state in UNPREPARED_STATES and not error.context)
        if stale or call.prepares:
            self._prepared.pop(call.statement, None)
        # What was prepared of a function that was made anew may fail where the statement itself is good.
        if state in ROLLED_BACK_STATES or (stale and not call.prepares and not call.fresh):
            call.fresh = stale
            self.lane.again(call, error)
            return
        if state == QUERY_CANCELED:
            self.lane.gateway.late[call.statement] = self.loop.time() + LATE_SECONDS
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
        if self in self.lane.links:
            self.lane.links.remove(self)
        calls = list(self.pending)
        self.pending.clear()
        for call in calls:
            if call.read_only and not call.moved:
                self.lane.again(call)
            elif not call.moved:
                call.fail(unavailable())
        self.lane.advance()


class Lane:
    """The connections of one role and kind, and the calls that wait for one."""

    def __init__(self, gateway: "Gateway", conninfo: str, role: str, kind: str):
        self.role = role
        self.kind = kind
        self.links: list[Link] = []
        self.waiting: deque[Call] = deque()
        self.loop = asyncio.get_running_loop()
        self.gateway = gateway
        self._depth = DEPTH[kind]
        self._crowded = CROWDED[kind]
        self._size = SIZE.get((role, kind), DEFAULT_SIZE[kind])
        self._limit = self._size + SPARE[kind]
        self._answer_seconds = ANSWER_SECONDS[kind]
        options = {
            "role": role,
            "statement_timeout": STATEMENT_TIMEOUT_MS[kind],
            "lock_timeout": LOCK_TIMEOUT_MS,
            "timezone": "UTC",
            "default_transaction_read_only": "on" if kind == "read" else "off",
            "jit": "off",
        }
        given = str(psycopg.conninfo.conninfo_to_dict(conninfo).get("options", ""))
        self._connect_seconds = seconds_to_connect(conninfo)
        self._conninfo = psycopg.conninfo.make_conninfo(
            conninfo,
            options=" ".join([given, *(f"-c {name}={value}" for name, value in options.items())]),
            application_name=f"syncstream-api {role} {kind}",
            connect_timeout=seconds_a_host(conninfo),
            client_encoding="UTF8",
        )
        self._opening: set[asyncio.Task] = set()
        self._pause = FIRST_PAUSE
        self._next_attempt = 0.0
        self._away = False  # the server, it seems: there is no connection, and the last attempts failed
        self._closed = False

    @property
    def in_flight(self) -> int:
        return sum(len(link.pending) for link in self.links)

    def submit(self, call: Call) -> None:
        """Send a call, or queue it, or refuse it."""
        now = self.loop.time()
        link = self._pick(now)
        if link is not None:
            if len(link.pending) >= self._crowded:
                self._grow(now, self._size)
            link.send(call, now)
            return
        self._grow(now, self._limit)
        if len(self.waiting) >= QUEUE_LENGTH or self._hopeless():
            call.fail(unavailable())
        else:
            call.since = now
            self.waiting.append(call)

    def again(self, call: Call, error: Exception | None = None) -> None:
        """Send a call again, of which nothing has happened or that only reads. In the end, it fails with `error`."""
        if call.attempts < ATTEMPTS and not call.future.done():
            self.submit(call)
        else:
            call.fail(error or unavailable())

    def advance(self) -> None:
        """Send what waits, as far as there is room; refuse it where there will be none."""
        while self.waiting:
            now = self.loop.time()
            link = self._pick(now)
            if link is None:
                self._grow(now, self._limit)
                if self._hopeless():
                    self._refuse_waiting()
                return
            call = self.waiting.popleft()
            if not call.future.done():
                link.send(call, now)

    def sweep(self, now: float) -> None:
        """Give up what has taken too long: a server that stopped answering sends no error."""
        while self.waiting and now - self.waiting[0].since > QUEUE_SECONDS:
            self.waiting.popleft().fail(unavailable())
        self.advance()
        for link in list(self.links):
            if link.stuck(now):
                link.receive()  # it was perhaps this loop that was busy, and the answer is here
            if not link.stuck(now):
                continue
            if now - link.progress > self._answer_seconds:
                log.error("no answer from PostgreSQL, connection given up", extra={"role": self.role, "kind": self.kind})
                link.pending[0].fail(timeout() if link.pending[0].read_only else unknown_outcome())
                link.lose()
                continue
            for call in list(link.pending)[1:]:
                if not call.moved and not call.future.done():
                    self.submit(call.copy())

    async def close(self) -> None:
        self._closed = True
        for task in self._opening:
            task.cancel()
        await asyncio.gather(*self._opening, return_exceptions=True)
        for link in list(self.links):
            link.lose()
        self._refuse_waiting()

    def _hopeless(self) -> bool:
        return (self._away or self._closed) and not (self.links or self._opening)

    def _refuse_waiting(self) -> None:
        while self.waiting:
            self.waiting.popleft().fail(unavailable())

    def _pick(self, now: float) -> Link | None:
        """One that is about to send anyway, so that calls which come together share a write and wake one server process;
        else the link with the fewest calls in flight, of those that have room and answer."""
        best, least = None, self._depth
        for link in self.links:
            depth = len(link.pending)
            if link.sending and depth < self._crowded and not link.stuck(now):
                return link
            if depth < least and not link.stuck(now):
                best, least = link, depth
        return best

    def _grow(self, now: float, limit: int) -> None:
        if len(self._opening) * self._crowded > len(self.waiting):
            return  # those under way are enough
        if len(self.links) + len(self._opening) < limit and now >= self._next_attempt and not self._closed:
            task = self.loop.create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opened)

    async def _open(self) -> Link:
        async with asyncio.timeout(self._connect_seconds):
            link = Link(self, await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True))
            try:
                await link.prepare()
            except BaseException:
                link.lose()
                raise
            return link

    def _opened(self, task: asyncio.Task) -> None:
        self._opening.discard(task)
        if task.cancelled():
            return
        error = task.exception() or (unavailable() if task.result().lost else None)
        if error is None and self._closed:
            task.result().lose()
        elif error is None:
            self.links.append(task.result())
            self._pause = FIRST_PAUSE
            self._away = False
        else:
            # Too many connections is a limit, not an outage: go on with those there are. And one failure is none, a
            # connection may end as it begins: what waits goes on waiting for the next attempt (`sweep` makes it).
            self._away = self._pause > FIRST_PAUSE
            if not self._away:
                reason = str(error).strip() or type(error).__name__
                log.warning("cannot connect to PostgreSQL", extra={"role": self.role, "kind": self.kind, "reason": reason})
            self._next_attempt = self.loop.time() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self.advance()


class Gateway:
    """Calls functions in PostgreSQL. One an event loop; `start` it there, `close` it at the end."""

    def __init__(self, conninfo: str):
        self.late: dict[bytes, float] = {}  # statements that are kept in the slow lane, and until when
        self._conninfo = conninfo
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._sweeper: asyncio.Task | None = None

    def start(self) -> None:
        self._sweeper = asyncio.get_running_loop().create_task(self._sweep())

    async def close(self) -> None:
        if self._sweeper:
            self._sweeper.cancel()
        for lane in list(self.lanes()):
            await lane.close()

    def lanes(self) -> Iterator[Lane]:
        yield from self._lanes.values()

    def call(self, role: str, kind: str, statement: bytes, claims: tuple, params: list) -> asyncio.Future:
        """Call a function as a role. Resolves to its row as bytes (None for null); `()` where there is none.

        `claims` are the arguments of http.begin_request, `params` the function's, all as text.
        Raises DatabaseError for what PostgreSQL refused, Problem 503 and 504 for what it could not answer.
        """
        read_only = kind == "read"
        if statement in self.late:
            kind = "slow"
        lane = self._lanes.get((role, kind))
        if lane is None:
            lane = self._lanes[role, kind] = Lane(self, self._conninfo, role, kind)
        call = Call(statement, claims, params, read_only, lane.loop.create_future())
        lane.submit(call)
        return call.future

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now = asyncio.get_running_loop().time()
            for lane in self.lanes():
                lane.sweep(now)
            if self.late:
                self.late = {statement: until for statement, until in self.late.items() if until > now}


def hosts(conninfo: str) -> int:
    """How many servers an address names, of which the first that takes writes is the right one."""
    return len(str(psycopg.conninfo.conninfo_to_dict(conninfo).get("host", "")).split(","))


def seconds_a_host(conninfo: str) -> int:
    return CONNECT_SECONDS if hosts(conninfo) == 1 else HOST_SECONDS


def seconds_to_connect(conninfo: str) -> int:
    return hosts(conninfo) * seconds_a_host(conninfo)


def error_of(result: PGresult) -> DatabaseError:
    def text(name: DiagnosticField) -> str | None:
        value = result.error_field(name)
        return value.decode("utf-8", "replace") if value is not None else None

    return DatabaseError(
        sqlstate=text(DiagnosticField.SQLSTATE) or "08006",
        message=text(DiagnosticField.MESSAGE_PRIMARY) or "",
        detail=text(DiagnosticField.MESSAGE_DETAIL),
        context=text(DiagnosticField.CONTEXT),
        constraint=text(DiagnosticField.CONSTRAINT_NAME),
    )
