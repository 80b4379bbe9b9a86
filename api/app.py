"""Puts the API together. `create_app` takes its parts; `get_app` reads the environment and is what gunicorn starts."""

import asyncio
import logging
import random
import re
import time
from types import SimpleNamespace

import falcon
import falcon.asgi
from psycopg.conninfo import make_conninfo

from api import envelope, operations, pages, stripe
from api.auth import Authenticator, follow_keys
from api.catalogue import CatalogueReader
from api.config import Config
from api.errors import Problem, method_not_allowed, not_found, too_large, unavailable, unsupported_media_type
from api.gateway import Gateway
from api.routes import Catalogue, Responder

log = logging.getLogger(__name__)

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
STATUS_PROBLEMS = {404: not_found, 405: method_not_allowed, 413: too_large, 415: unsupported_media_type}


class App:
    """The ASGI application: a Falcon app for the routes as they are, replaced whole when they change."""

    def __init__(self, config: Config):
        self.config = config
        origins = ",".join(sorted(config.allowed_origins))
        settings = f"-c syncstream.public_url={config.public_url} -c syncstream.allowed_origins={origins}"
        self.gateway = Gateway(make_conninfo(config.database_url, options=settings))
        self.authenticator = Authenticator(config)
        self.reader = CatalogueReader(config.database_url, self.publish)
        self.billing = stripe.Billing(stripe.new_client(config.stripe), stripe.Till(config.database_url)) if config.stripe else None
        self.webhook = stripe.Webhook(self.billing, config.stripe.webhook_secret if config.stripe else "")
        self.catalogue: Catalogue | None = None
        self._falcon = self._build(None)

    def publish(self, catalogue: Catalogue) -> None:
        """Serve these routes from the next request on; those under way end as they began."""
        self.catalogue = catalogue
        self._falcon = self._build(catalogue)

    def _build(self, catalogue: Catalogue | None) -> falcon.asgi.App:
        middleware: list = [Observer(), Cors(self.config.allowed_origins)]
        app = falcon.asgi.App(middleware=middleware)
        app.add_error_handler(Exception, answer_bug)
        app.add_error_handler(falcon.HTTPError, answer_falcon)
        app.add_error_handler(Problem, answer_problem)
        app.req_options.strip_url_path_trailing_slash = False
        operations.add_routes(app, self)
        pages.add_routes(app, self.config)
        app.add_route("/webhooks/stripe", self.webhook)
        if catalogue is None:
            app.add_sink(refuse_until_routes_are_read, "/")
            return app
        finishers = stripe.finishers(self.billing)
        for path, endpoints in catalogue.paths.items():
            resource = SimpleNamespace()
            for endpoint in endpoints:
                responder = Responder(self.gateway, self.authenticator, endpoint, self.reader.reload, finishers).respond
                setattr(resource, f"on_{endpoint.method.lower()}", responder)
                if endpoint.method == "GET":
                    resource.on_head = responder
            try:
                app.add_route(path, resource)
            except ValueError as error:  # two names for one place in a path, say; all the others are served
                log.error("a route cannot be served", extra={"path": path, "reason": str(error)})
        return app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["method"] == "GET":
            await self._falcon(scope, receive, send)
        else:
            await self._falcon(scope, not_before_it_is_read(receive), send)

    async def _lifespan(self, receive, send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.gateway.start()
                await self.reader.start()
                beside = [
                    asyncio.create_task(operations.record_gateway(self.gateway)),
                    asyncio.create_task(follow_keys(self.config.keys_file, self.authenticator.use)),
                ]
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":  # every request was answered
                for task in beside:
                    task.cancel()
                await self.reader.close()
                if self.billing:
                    await self.billing.close()
                await self.gateway.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


def not_before_it_is_read(receive):
    """Falcon takes the first piece of a body before it looks at the request. This has it start with an empty piece, so
    that nobody is asked to send (`Expect: 100-continue`), and nothing is waited for, which will be refused anyway.
    """
    first = True

    async def receive_later():
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": b"", "more_body": True}
        return await receive()

    return receive_later


class Observer:
    """Gives each request its id, and counts it when it is answered."""

    async def process_request(self, req, resp) -> None:
        given = req.get_header("X-Request-Id")
        req.context.request_id = given if given is not None and REQUEST_ID.fullmatch(given) else f"{random.getrandbits(128):032x}"
        req.context.started = time.perf_counter()
        resp.set_header("X-Request-Id", req.context.request_id)

    async def process_response(self, req, resp, resource, req_succeeded) -> None:
        operations.observe(req.method, req.uri_template or "unknown", resp.status_code, time.perf_counter() - req.context.started)


class Cors:
    """Lets pages of the allowed origins call with credentials; to all others it says nothing."""

    def __init__(self, allowed_origins: frozenset[str]):
        self._allowed = allowed_origins

    async def process_request(self, req, resp) -> None:
        if req.method == "OPTIONS" and req.get_header("Access-Control-Request-Method"):
            if self._is_allowed(req):
                resp.set_header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
                resp.set_header("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, X-Request-Id")
                resp.set_header("Access-Control-Max-Age", "7200")
            resp.status = falcon.HTTP_204
            resp.complete = True

    async def process_response(self, req, resp, resource, req_succeeded) -> None:
        if self._allowed:
            resp.append_header("Vary", "Origin")
            if self._is_allowed(req):
                resp.set_header("Access-Control-Allow-Origin", req.get_header("Origin"))
                resp.set_header("Access-Control-Allow-Credentials", "true")
                resp.set_header("Access-Control-Expose-Headers", "X-Request-Id, Retry-After")

    def _is_allowed(self, req) -> bool:
        return (req.get_header("Origin") or "").lower() in self._allowed


def about(req) -> dict:
    """What the log says of a request: its route and not its address, which may hold what is nobody's business."""
    return {"request_id": req.context.request_id, "method": req.method, "route": req.uri_template}


async def answer_problem(req, resp, problem: Problem, params) -> None:
    if problem.status == 504:
        log.warning("no answer in time", extra=about(req))
    resp.status = f"{problem.status}"
    resp.data = envelope.failure(problem.message, problem.data)
    resp.content_type = falcon.MEDIA_JSON
    for name, value in problem.headers.items():
        resp.set_header(name, value)
    if problem.status == 413:
        resp.set_header("Connection", "close")  # the rest of the body is not read


async def answer_falcon(req, resp, error: falcon.HTTPError, params) -> None:
    """What Falcon refuses itself: an unknown path, a wrong method, a malformed header."""
    make = method_not_allowed if req.method not in falcon.COMBINED_METHODS else STATUS_PROBLEMS.get(error.status_code)
    await answer_problem(
        req, resp, make() if make else Problem(400, "invalid", error.title or "The request is not valid", field="body"), params
    )
    for name, value in dict(error.headers or {}).items():
        resp.set_header(name, value)


async def answer_bug(req, resp, error: Exception, params) -> None:
    log.error("unexpected error", exc_info=error, extra=about(req))
    await answer_problem(req, resp, Problem(500, "internal", "Something went wrong on our side. Try again later"), params)


async def refuse_until_routes_are_read(req, resp, **kwargs) -> None:
    raise unavailable()


def create_app(config: Config) -> App:
    return App(config)


def get_app() -> App:
    return create_app(Config.from_environment())
