"""The gunicorn worker: uvicorn's, on uvloop and httptools, the cheapest of the well-kept ones (bench/)."""

from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.httptools_impl import HEADER_RE, HEADER_VALUE_RE, STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn_worker import UvicornWorker


class Cycle(RequestResponseCycle):
    """A request and its answer, which leaves in one write where it is whole.

    uvicorn sends the head as soon as it is known and the body after it: two system calls, two packets, and the client
    is woken twice. Here the head waits for the first piece of the body. All but an answer in one piece is uvicorn's.
    """

    head = None

    async def send(self, message) -> None:
        if message["type"] == "http.response.start" and not self.response_started:
            self.head = message
            return
        head, self.head = self.head, None
        if head is not None:
            if not message.get("more_body") and not self.flow.write_paused and not self.disconnected and self._send_whole(head, message):
                return
            await super().send(head)
        await super().send(message)

    def _send_whole(self, head, message) -> bool:
        """Send an answer in one piece; false where it is not that simple."""
        body = message.get("body", b"")
        lines, length = [STATUS_LINE[head["status"]]], None
        for name, value in head["headers"]:
            if name == b"content-length":
                length = value
            elif name in (b"transfer-encoding", b"connection"):
                return False
            if HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
                return False
            lines += (name, b": ", value, b"\r\n")
        if self.scope["method"] == "HEAD" or length != b"%d" % len(body):
            return False
        lines.append(b"\r\n" if self.keep_alive else b"connection: close\r\n\r\n")
        lines.append(body)
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.transport.write(b"".join(lines))
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
        return True


httptools_impl.RequestResponseCycle = Cycle  # type: ignore[misc]  # by this name its protocol makes them


class Protocol(HttpToolsProtocol):
    """A connection that outlives its worker's end by one answer, so that a reload fails no request.

    A client that keeps a connection may send on it at any moment: the request may be under way while the worker is
    told to end, and a connection closed then loses it. So each connection's next answer says `Connection: close`, and
    one without a request is closed when its client would have let go of it itself (nginx: `keepalive_timeout 1s`).
    """

    LAST_SECONDS = 2.0
    ending = False

    def shutdown(self) -> None:
        self.ending = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.keep_alive = False
        elif not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(self.LAST_SECONDS, self.timeout_keep_alive_handler)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self.ending:
            self.cycle.keep_alive = False


class Worker(UvicornWorker):
    CONFIG_KWARGS = {
        "loop": "uvloop",
        "http": Protocol,
        "lifespan": "on",
        "interface": "asgi3",
        "ws": "none",  # sockets are the relay's
        # Before gunicorn's own graceful_timeout, so that a request which does not end is cut off and the rest still
        # closes in order.
        "timeout_graceful_shutdown": 15,
        "access_log": False,
        "server_header": False,
        "log_config": None,
    }
