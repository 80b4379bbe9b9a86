"""The gunicorn worker: uvicorn's, on uvloop and httptools, the cheapest of the well-kept ones (bench/)."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker


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
