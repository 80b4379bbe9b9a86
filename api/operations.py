"""What operators and machines ask for: health, metrics, the OpenAPI document, its page."""

import asyncio
import os
from importlib.resources import files
from pathlib import Path

import falcon
import falcon.asgi
import orjson
import prometheus_client
from prometheus_client import multiprocess

from api import envelope, openapi
from api.auth import ANONYMOUS
from api.errors import DatabaseError, Problem, unavailable
from api.routes import Catalogue

WEB = Path(__file__).parent / "web"
SWAGGER_UI = Path(str(files("swagger_ui") / "static"))

REQUESTS = prometheus_client.Histogram(
    "syncstream_http_request_seconds",
    "Time to answer a request, from its first byte in the API to its last",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
IN_FLIGHT = prometheus_client.Gauge(
    "syncstream_gateway_calls",
    "Calls in flight in PostgreSQL, or waiting for a connection",
    ["role", "kind", "state"],
    multiprocess_mode="livesum",
)
CONNECTIONS = prometheus_client.Gauge(
    "syncstream_gateway_connections", "Open connections to PostgreSQL", ["role", "kind"], multiprocess_mode="livesum"
)

_histograms: dict[tuple, prometheus_client.Histogram] = {}


def observe(method: str, route: str, status: int, seconds: float) -> None:
    key = (method, route, status)
    child = _histograms.get(key)
    if child is None:
        child = _histograms[key] = REQUESTS.labels(method, route, status)
    child.observe(seconds)


def expected_change() -> str:
    """The last change of the plan that this code came with; the database may be ahead of it, not behind."""
    plan = (Path(__file__).resolve().parent.parent / "sqitch.plan").read_text()
    return [line.split()[0] for line in plan.splitlines() if line.strip() and line[0] not in "%#@"][-1]


def add_routes(app: falcon.asgi.App, owner) -> None:
    resources = {
        "/health/live": Live(),
        "/health/ready": Ready(owner),
        "/metrics": Metrics(),
        "/openapi.json": OpenApi(owner),
        "/docs": Docs(),
    }
    for path, resource in resources.items():
        app.add_route(path, resource)
    app.add_static_route("/docs/assets", SWAGGER_UI)
    app.add_static_route("/static", WEB)


class Resource:
    async def on_get(self, req, resp) -> None:
        raise NotImplementedError

    async def on_head(self, req, resp) -> None:
        await self.on_get(req, resp)


class Live(Resource):
    """The process answers."""

    async def on_get(self, req, resp) -> None:
        resp.data = envelope.success(b'{"status":"live"}')


class Ready(Resource):
    """The database answers, the schema is at the expected change (or past it), and the routes are read."""

    CHANGES = b"select json_build_object('deployed', http.is_deployed($1))"

    def __init__(self, owner):
        self._owner = owner
        self._expected = expected_change()

    async def on_get(self, req, resp) -> None:
        owner = self._owner
        try:
            claims = (*ANONYMOUS.claims, None, None)
            (data,) = await owner.gateway.call("anonymous", "read", self.CHANGES, claims, [self._expected.encode()])
        except DatabaseError:
            raise unavailable() from None
        if not orjson.loads(data)["deployed"] or owner.catalogue is None:
            raise Problem(503, "unavailable", f"The database is not at the change {self._expected}: run `make deploy`", retry_after=5)
        resp.data = envelope.success(orjson.dumps({"status": "ready", "change": self._expected}))


class Metrics(Resource):
    """For Prometheus: whichever worker is asked adds up what all have written."""

    async def on_get(self, req, resp) -> None:
        resp.content_type = prometheus_client.CONTENT_TYPE_LATEST
        resp.data = await asyncio.to_thread(self._text)  # reads a file a worker

    @staticmethod
    def _text() -> bytes:
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return prometheus_client.generate_latest()
        registry = prometheus_client.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
        return prometheus_client.generate_latest(registry)


async def record_gateway(gateway) -> None:
    """Keeps the gauges of this worker's gateway up to date."""
    while True:
        for lane in gateway.lanes():
            IN_FLIGHT.labels(lane.role, lane.kind, "in_flight").set(lane.in_flight)
            IN_FLIGHT.labels(lane.role, lane.kind, "waiting").set(len(lane.waiting))
            CONNECTIONS.labels(lane.role, lane.kind).set(len(lane.links))
        await asyncio.sleep(1)


class OpenApi(Resource):
    """The API's description, from the database's signatures and comments."""

    def __init__(self, owner):
        self._owner = owner
        self._described: Catalogue | None = None
        self._document = b""

    async def on_get(self, req, resp) -> None:
        catalogue = self._owner.catalogue
        if catalogue is None:
            raise unavailable()
        if catalogue is not self._described:
            self._document = orjson.dumps(openapi.document(catalogue, self._owner.config.public_url))
            self._described = catalogue
        resp.data = self._document
        resp.content_type = falcon.MEDIA_JSON


class Docs(Resource):
    """That description, readable in a browser."""

    PAGE = (WEB / "docs.html").read_bytes()

    async def on_get(self, req, resp) -> None:
        resp.content_type = falcon.MEDIA_HTML
        resp.data = self.PAGE
        resp.set_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'")
