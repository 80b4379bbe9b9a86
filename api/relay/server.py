"""The relay: its parts, what it answers over HTTP, how it starts and stops."""

import asyncio
import logging
import re
import socket
import uuid
from collections.abc import Coroutine
from http import HTTPStatus
from ipaddress import ip_address

import orjson
import prometheus_client
import psycopg
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from api import envelope
from api.auth import Authenticator, follow_keys
from api.config import Keys, RelayConfig
from api.errors import Problem, not_found, unavailable
from api.operations import expected_change
from api.relay import metrics
from api.relay.calls import Gatherer
from api.relay.client import UNAUTHORIZED, Client
from api.relay.clock import Clock
from api.relay.database import Away, Link, Listener
from api.relay.parties import Parties
from api.relay.rounds import HEAD_SLOTS, REACTIONS, Rounds
from api.routes import client_address

log = logging.getLogger(__name__)

PATH = "/v1/socket"
FRAME_BYTES = 16 * 1024
PING_SECONDS, PONG_SECONDS, CLOSE_SECONDS = 10, 10, 5
WRITE_PAUSE_BYTES = 64 * 1024  # waiting, after which a client that catches up is sent no more until it has read
KERNEL_BYTES = 64 * 1024  # of the kernel's own buffer for a socket: it would take megabytes for one that does not read
DRAIN_SECONDS = 5
RESTART = 1012
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


class Relay:
    def __init__(self, config: RelayConfig):
        self.config = config
        self.name = uuid.uuid4().hex[:12]  # for the database and the other relays; another one at each start
        self.authenticator = Authenticator(config, remembered=1)  # a socket's token comes once
        self.authenticated: set[Client] = set()
        self._links = {name: Link(config.database_url, name) for name in ("door", "commands", "events", "rounds")}
        self.clock = Clock(self._links["rounds"])
        self.door = Gatherer(self._links["door"])  # who comes in, by hundreds when another relay ends
        self.commands = Gatherer(self._links["commands"])
        self.parties = Parties(self, self._links["events"])
        self.rounds = Rounds(self, self._links["rounds"])
        self.listener = Listener(config.database_url, ["party", REACTIONS], self._hear, self.rounds.look_for_heads.set)
        self._tasks: set[asyncio.Task] = set()
        self._server: Server | None = None
        self._stopping = False
        self._sockets = 0
        self._expected = expected_change()
        self._origins = config.allowed_origins | {config.public_url}
        metrics.SOCKETS.set_function(lambda: len(self._server.all_connections) if self._server else 0)
        metrics.PARTIES.set_function(lambda: len(self.parties.rooms))
        metrics.BUFFERED.set_function(self._most_buffered)

    # -- starting and stopping

    def start(self, work: Coroutine) -> asyncio.Task:
        """Let it run beside; kept, since the event loop alone would forget it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def run(self, stop: asyncio.Event) -> bool:
        """Until it is told to stop; false where a part of it failed, without which it had better be started anew."""
        failed = False

        def ended(task: asyncio.Task) -> None:
            if not task.cancelled():
                nonlocal failed
                failed = True
                log.critical("a part of the relay ended", exc_info=task.exception())
                stop.set()

        parts = [part.run() for part in (self.clock, self.door, self.commands, self.parties, self.listener)]
        parts += [self.rounds.forever(once) for once in self.rounds.all()]
        for part in (*parts, follow_keys(self.config.keys_file, self._use)):
            self.start(part).add_done_callback(ended)
        self._server = await serve(
            self._serve,
            sock=listening_socket(self.config.host, self.config.port),
            process_request=self._process_request,
            compression=None,  # a deflating socket takes four times the memory
            max_size=FRAME_BYTES,
            write_limit=WRITE_PAUSE_BYTES,
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            close_timeout=CLOSE_SECONDS,
            server_header=None,
        )
        log.info("relay listens", extra={"host": self.config.host, "port": self.config.port})
        await stop.wait()
        await self._stop()
        return not failed

    async def _stop(self) -> None:
        """Finish what was asked for, tell everybody to go to another relay, leave nothing open."""
        assert self._server
        self._stopping = self.door.closed = self.commands.closed = True
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self.door.idle.wait()
                await self.commands.idle.wait()
        except TimeoutError:
            log.warning("stopping before everything was answered")
        self._server.close(code=RESTART, reason="the relay restarts: connect again")
        await self._server.wait_closed()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for link in self._links.values():
            await link.close()
        log.info("relay stopped")

    def _use(self, keys: Keys) -> None:
        """Sign in by these from now on. Whoever came by one that is no more, goes."""
        self.authenticator.use(keys)
        for client in self.authenticated:
            if client.key not in keys.by_kid:
                client.close(UNAUTHORIZED)

    def _hear(self, channel: str, payload: str) -> None:
        try:
            if channel == REACTIONS:
                self.rounds.hear_reactions(payload)
            else:
                party_id, _, seq = payload.partition(":")
                self.parties.heard(party_id, int(seq))
        except (ValueError, TypeError, AttributeError):  # any login of the database may notify
            log.warning("a notification that says nothing", extra={"channel": channel})

    # -- sockets

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request
        self._sockets += 1
        headers = connection.request.headers
        given = ",".join(headers.get_all("X-Request-Id"))
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        client = Client(self, connection, address_of(connection.remote_address[0], headers), request_id, self._sockets % HEAD_SLOTS)
        headers.clear()  # cookies and the like, which would be kept as long as the socket
        try:
            await client.run()
        finally:
            self.authenticated.discard(client)
            self.start(count_close(connection))

    def _most_buffered(self) -> int:
        return max((client.connection.transport.get_write_buffer_size() for client in self.authenticated), default=0)

    # -- HTTP

    async def _process_request(self, connection: ServerConnection, request: Request) -> Response | None:
        path = request.path.partition("?")[0]
        if path == PATH:
            if any(origin.lower() not in self._origins for origin in request.headers.get_all("Origin")):
                return refusal(Problem(403, "forbidden", "Pages of this origin are not allowed here"))
            return None if self.clock.ready.is_set() and not self._stopping else refusal(unavailable())
        if path == "/health/live":
            return answer(200, envelope.success(b'{"status":"live"}'))
        if path == "/health/ready":
            return await self._ready()
        if path == "/metrics":
            return answer(200, prometheus_client.generate_latest(), prometheus_client.CONTENT_TYPE_LATEST)
        return refusal(not_found())

    async def _ready(self) -> Response:
        """It listens, knows the time, and the database has the changes that this code needs."""
        try:
            if self._stopping or not self.listener.listening or not self.clock.ready.is_set():
                raise unavailable()
            async with asyncio.timeout(2):
                deployed = await self._links["events"].call("select relay.is_deployed(%s)", self._expected)
        except Problem as problem:
            return refusal(problem)
        except (Away, TimeoutError, psycopg.Error):
            return refusal(unavailable())
        if not deployed:
            message = f"The database is not at the change {self._expected}: run `make deploy`"
            return refusal(Problem(503, "unavailable", message, retry_after=5))
        return answer(200, envelope.success(orjson.dumps({"status": "ready", "change": self._expected})))


async def count_close(connection: ServerConnection) -> None:
    await connection.wait_closed()
    metrics.CLOSES.labels(connection.close_code or 1006).inc()


def address_of(peer: str, headers: Headers) -> str | None:
    """The client's address, of which a proxy on this machine is believed; None where it passed on something else."""
    passed_on = ",".join(headers.get_all("X-Forwarded-For")).rpartition(",")[2].strip()
    address = client_address(passed_on if passed_on and ip_address(peer).is_loopback else peer)
    return address.decode() if address else None


def listening_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=1024)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)  # its connections inherit it
    return listening


def answer(status: int, body: bytes, media_type: str = "application/json", **headers: str) -> Response:
    fields = {"Content-Type": media_type, "Content-Length": str(len(body)), "Connection": "close", **headers}
    return Response(status, HTTPStatus(status).phrase, Headers(fields), body)


def refusal(problem: Problem) -> Response:
    return answer(problem.status, envelope.failure(problem.message, problem.data), **problem.headers)
