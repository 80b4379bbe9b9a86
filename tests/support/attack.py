"""Clients that mean no good: slow, greedy, many. And the ordinary one, who must not notice."""

import resource
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from tests.support.front import NAME, Front
from tests.support.people import Person

LARGE = "/openapi.json"  # the largest answer that everybody gets
PIECE = b"x" * 1_000_000


@contextmanager
def slowhttptest(front: Front, connections: int, mode: str, *options: str) -> Iterator[None]:
    """Debian's tool of that name: as many connections, a thousand more each second."""
    command = ["slowhttptest", mode, "-c", str(connections), "-r", "1000", "-l", "600", "-i", "5", "-u", f"{front.url}{LARGE}"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
        assert process.poll() is None, "it ended before its time"
    finally:
        process.terminate()
        process.wait()


def slow_headers(front: Front, connections: int):
    """Slowloris: headers without end."""
    return slowhttptest(front, connections, "-H")


def slow_bodies(front: Front, connections: int):
    """Bodies that come by the byte."""
    return slowhttptest(front, connections, "-B", "-s", "100000", "-f", "application/json")


def slow_readers(front: Front, connections: int):
    """Answers that are read by the byte."""
    return slowhttptest(front, connections, "-X", "-w", "16", "-y", "64", "-n", "5", "-z", "16", "-k", "3")


@contextmanager
def idle_connections(front: Front, connections: int) -> Iterator[None]:
    """Connections that say nothing, opened anew as they are closed."""
    with busily(lambda: socket.create_connection(("127.0.0.1", front.port)), connections):
        yield


@contextmanager
def never_reading(front: Front, connections: int) -> Iterator[None]:
    """Each asks for the largest answer, over and over, and reads none of them."""
    context = front.trust()
    ask = f"GET {LARGE} HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode() * 20

    def connect() -> ssl.SSLSocket:
        connection = context.wrap_socket(socket.create_connection(("127.0.0.1", front.port)), server_hostname=NAME)
        connection.sendall(ask)
        return connection

    with busily(connect, connections):
        yield


@contextmanager
def silent_sockets(front: Front, connections: int) -> Iterator[None]:
    """Sockets at the relay that never say who they are; it closes each after 5 s, and the next comes."""
    context = front.trust()
    ask = (
        f"GET /v1/socket HTTP/1.1\r\nHost: {NAME}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )

    def connect() -> ssl.SSLSocket:
        connection = context.wrap_socket(socket.create_connection(("127.0.0.1", front.port)), server_hostname=NAME)
        connection.sendall(ask.encode())
        return connection

    with busily(connect, connections):
        yield


@contextmanager
def large_bodies(front: Front, connections: int) -> Iterator[None]:
    """Bodies of 50 MB, 160 Mbit/s each; of unknown size, so that they cannot be refused by their length."""
    context = front.trust()
    stop = threading.Event()
    head = f"POST /v1/auth/login HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

    def send() -> None:
        while not stop.is_set():
            with suppress(OSError), context.wrap_socket(socket.create_connection(("127.0.0.1", front.port)), server_hostname=NAME) as it:
                it.sendall(head.encode())
                for _ in range(50):
                    it.sendall(b"%x\r\n%b\r\n" % (len(PIECE), PIECE))
                    stop.wait(0.05)

    threads = [threading.Thread(target=send) for _ in range(connections)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@contextmanager
def busily(connect: Callable[[], socket.socket], connections: int) -> Iterator[None]:
    """Keep so many connections open: those that are closed are replaced."""
    stop, opened = threading.Event(), threading.Event()

    def keep() -> None:
        with ExitStack() as stack:
            held: list[socket.socket] = []
            while not stop.wait(0.05):
                for connection in held:
                    if closed(connection):
                        connection.close()
                held = [connection for connection in held if connection.fileno() >= 0]
                while len(held) < connections and not stop.is_set():
                    try:
                        held.append(stack.enter_context(connect()))
                    except OSError:
                        break  # refused: later again
                opened.set()

    thread = threading.Thread(target=keep)
    thread.start()
    try:
        assert opened.wait(60)
        yield
    finally:
        stop.set()
        thread.join()


def closed(connection: socket.socket) -> bool:
    """Whether the server closed it; what it sent is left where it is."""
    plain = socket.socket(fileno=socket.dup(connection.fileno()))
    with plain:
        plain.setblocking(False)
        try:
            return plain.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


ATTACKS = {
    attack.__name__: attack
    for attack in (slow_headers, slow_bodies, slow_readers, idle_connections, never_reading, silent_sockets, large_bodies)
}


def ordinary(front: Front, person: Person, seconds: float) -> list[float]:
    """How long each call of somebody took who reads and writes, on one connection and on new ones; all are answered."""
    taken = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with front.client() as http:
            http.headers["Authorization"] = f"Bearer {person.access_token}"
            for method, path, body in (
                ("GET", "/v1/profiles", None),
                ("GET", "/v1/me", None),
                ("POST", "/v1/profiles", {"name": "Ada"}),
                ("GET", "/v1/plans", None),
            ):
                began = time.monotonic()
                answer = http.request(method, path, json=body)
                taken.append(time.monotonic() - began)
                assert answer.status_code in (200, 201, 403), answer.text  # 403: as many profiles as the plan has
    return sorted(taken)


def allow_files(count: int) -> None:
    """A connection is a file, on both sides."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count <= hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
