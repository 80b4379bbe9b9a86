"""The double's HTTP side: the API under /v1/, pages for people elsewhere, and the faults between them and the caller."""

import json
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from .api import Answer, Api
from .faults import Fault, Faults
from .pages import Pages

POLL_SECONDS = 0.1

FAULTY = {
    429: {"type": "invalid_request_error", "code": "rate_limit", "message": "Request rate limit exceeded."},
    500: {"type": "api_error", "message": "An unknown error occurred"},
}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, api: Api, pages: Pages, faults: Faults):
        self.api, self.pages, self.faults = api, pages, faults
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(POLL_SECONDS,), name="stripe-double", daemon=True)
        self._thread.start()

    def process_request(self, request, client_address) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address) -> None:
        """A caller that went away is nothing to tell of; anything else is a failure of the double."""
        if not isinstance(sys.exception(), OSError):
            self.api.failures.append(traceback.format_exc())

    def close(self) -> None:
        """From now on connections are refused, and those that were open are closed."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            with suppress(OSError):  # the other side may have closed first
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet: in two, the second waits 40 ms for the first one's acknowledgement
    server: Server

    def do_GET(self) -> None:
        self._handle()

    do_POST = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *_) -> None:
        pass

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urlsplit(self.path)
        pairs = parse_qsl(body if self.command == "POST" else url.query, keep_blank_values=True)
        if not url.path.startswith("/v1/"):
            self._send(self.server.pages.answer(self.command, url.path, dict(pairs)))
            return
        fault = self.server.faults.meet(self.command, url.path)
        work: Callable[[], Answer] = lambda: self.server.api.answer(self.command, url.path, pairs, self.headers)  # noqa: E731
        answer = work() if fault is None else self._faulty(fault, work)
        if answer is None:
            self.close_connection = True
        else:
            self._send(answer)

    @staticmethod
    def _faulty(fault: Fault, work: Callable[[], Answer]) -> Answer | None:
        """What the caller gets; None: a closed connection."""
        answer = work() if fault.after_work else None
        fault.lifted.wait(None if fault.hang else fault.delay)
        if fault.hang or fault.drop:
            return None
        if fault.status:
            error = FAULTY.get(fault.status, FAULTY[500])
            return Answer(fault.status, json.dumps({"error": error}).encode(), {})
        return answer or work()

    def _send(self, answer: Answer) -> None:
        headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.body)), **answer.headers}
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
