"""Routes: what the database mounts, and how a request becomes a call of its function.

The signature is the contract. An argument's value comes from the path, the query or the body by its name, is held to
the JSON type of its SQL type here and to all the rest (range, format, length) by PostgreSQL as it is bound.
"""

import json
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import ip_address
from typing import Any, NamedTuple

import orjson
from falcon import Request, Response

from api import envelope
from api.auth import ANONYMOUS, Authenticator, Identity, media_type
from api.errors import (
    DatabaseError,
    Problem,
    forbidden,
    from_database,
    invalid,
    not_found,
    too_large,
    unauthorized,
    unavailable,
    unsupported_media_type,
)
from api.gateway import Gateway

MAX_BODY_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})")
INTEGER = re.compile(r"-?[0-9]{1,18}")
CONFIRM = b"select"  # holds the claims to what is so now, and calls nothing
# Arguments that the API fills in itself.
GIVEN = "given"  # the names of the body's fields that were sent: tells null from absent
HEADERS = {"idempotency_key": "Idempotency-Key"}
REST = "rest"  # the fields of the body that no argument is named after: where there is this argument, any may be sent

TYPE_MESSAGES = {
    "uuid": "Must be a UUID",
    "text": "Must be a string",
    "integer": "Must be a whole number",
    "smallint": "Must be a whole number",
    "bigint": "Must be a whole number",
    "boolean": "Must be true or false",
    "double precision": "Must be a number",
    "timestamp with time zone": "Must be a time such as 2026-01-31T12:00:00Z",
    "text[]": "Must be an array of strings",
}


class Finisher(NamedTuple):
    """What is done with a function's answer before it goes out, where SQL cannot (api/stripe.py). `check` raises
    where it could not be done now, before the function is called."""

    check: Callable[[], None]
    finish: Callable[[bytes | None], Awaitable[bytes | None]]


class StaleSignature(Exception):
    """A function is not there, or not with the arguments that its route had when it was read."""


@dataclass(frozen=True, slots=True)
class Type:
    """A domain or a composite type of the database, as http.type describes it."""

    name: str
    kind: str
    base: str | None
    comment: str | None
    attributes: list | None

    @property
    def sentence(self) -> str:
        return (self.comment or "").split("\n")[0].strip()

    @property
    def keywords(self) -> dict:
        """The JSON Schema keywords in the last line of a domain's comment."""
        last = (self.comment or "").strip().split("\n")[-1]
        return orjson.loads(last) if last.startswith("{") else {}


@dataclass(frozen=True)
class Argument:
    name: str
    type: str
    base: str
    source: str  # path, query, body, rest, header or given
    required: bool
    message: str

    def text(self, value: object) -> bytes | None:
        """A JSON value as the text that is bound."""
        if value is None:
            if self.required:
                raise invalid(self.name, f"{self.name} is required")
            return None
        base = self.base
        if base == "text":
            if type(value) is str:
                return value.encode()
        elif base == "uuid":
            if type(value) is str and UUID.fullmatch(value):
                return value.encode()
        elif base in ("integer", "bigint", "smallint"):
            if type(value) is int or (type(value) is float and value.is_integer()):  # as in whole()
                return b"%d" % value
        elif base == "boolean":
            if type(value) is bool:
                return b"t" if value else b"f"
        elif base == "double precision":
            if type(value) in (int, float):
                return repr(value).encode()
        elif base == "timestamp with time zone":
            if type(value) is str and TIME.fullmatch(value):
                return value.encode()
        elif base == "text[]":
            if type(value) is list and all(type(element) is str for element in value):
                return array_literal(value)
        else:  # json
            return orjson.dumps(whole(value))
        raise self.refusal()

    def parse(self, value: str) -> bytes:
        """A value of the path or the query."""
        base = self.base
        if (
            (base == "uuid" and not UUID.fullmatch(value))
            or (base in ("integer", "bigint", "smallint") and not INTEGER.fullmatch(value))
            or (base == "boolean" and value not in ("true", "false"))
            or (base == "timestamp with time zone" and not TIME.fullmatch(value))
            or "\0" in value
        ):
            raise self.refusal()
        return value.encode()

    def refusal(self) -> Problem:
        return not_found() if self.source == "path" else invalid(self.name, self.message)


def whole(value: object) -> object:
    """JSON knows one kind of number: 6.0 is 6, inside an object too, where PostgreSQL would tell them apart."""
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if type(value) is list:
        return [whole(element) for element in value]
    if type(value) is dict:
        return {name: whole(element) for name, element in value.items()}
    return value


def array_literal(elements: list[str]) -> bytes:
    quoted = ('"' + element.replace("\\", "\\\\").replace('"', '\\"') + '"' for element in elements)
    return ("{" + ",".join(quoted) + "}").encode()


class Endpoint:
    """A row of http.endpoint: a method and a path, and the function that answers them."""

    def __init__(self, row: Mapping, types: Mapping[str, Type]):
        self.method: str = row["method"]
        self.path: str = row["path"].partition("{?")[0]
        self.handler: str = row["handler"]
        self.status = f"{row['status']}"
        self.shape: str | None = row["shape"]
        self.roles = frozenset(row["roles"])
        self.public = "anonymous" in self.roles
        self.comment: str = row["comment"]
        self.full_response: bool = row["full_response"]
        self.kind = "slow" if row["slow"] else "read" if row["read_only"] else "write"
        self.arguments = [self._argument(n, row, types) for n in range(len(row["argument_names"]))]
        self.takes_body = self.method != "GET"
        self._from_path = {a.name for a in self.arguments if a.source == "path"}
        self._body_names = {a.name for a in self.arguments if a.source == "body"}
        self._takes_any_field = any(a.source == REST for a in self.arguments)
        # Arguments by name and type, the answer by its columns or its type: of a function that was made anew since the
        # routes were read, PostgreSQL either understands this as it is meant or refuses it, and then they are read again.
        marks = ", ".join(f'"{argument.name}" => ${n + 1}::{argument.type}' for n, argument in enumerate(self.arguments))
        call = f"{self.handler}({marks})"
        self.statement = (f"select status, message, data, claims from {call}" if self.full_response else f"select {call}::json").encode()

    @staticmethod
    def _argument(n: int, row: Mapping, types: Mapping[str, Type]) -> Argument:
        name, type_name = row["argument_names"][n], row["argument_types"][n]
        domain = types.get(type_name)
        if name in row["path_arguments"]:
            source = "path"
        elif name in row["query_arguments"] or row["method"] == "GET":
            source = "query"
        elif name == GIVEN:
            source = "given"
        elif name in HEADERS:
            source = "header"
        elif name == REST:
            source = "rest"
        else:
            source = "body"
        base = domain.base if domain and domain.base else type_name
        message = domain.sentence if domain else TYPE_MESSAGES.get(base, "Is not valid")
        return Argument(name, type_name, base, source, n < row["required_count"], message)

    # -- a request's way

    def allow(self, identity: Identity | None) -> Identity:
        """Who to call as. What anyone may call is called as nobody in particular, whatever token comes along."""
        if self.public:
            return ANONYMOUS
        if identity is None:
            raise unauthorized()
        if identity.role not in self.roles:
            # A kids profile may less than its account: told so where the account itself might.
            raise forbidden(kid=identity.kid and identity.account_role in self.roles)
        return identity

    async def read_body(self, req: Request) -> dict:
        """The fields of the body; none where there is no body."""
        length = req.content_length or 0
        if not length and "transfer-encoding" not in req.headers_lower:
            return {}
        if media_type(req) != "application/json":
            if length or await req.stream.read(1):  # type: ignore[misc]
                raise unsupported_media_type()
            return {}
        if length > MAX_BODY_BYTES:
            raise too_large()
        raw = await req.stream.read(MAX_BODY_BYTES + 1)  # type: ignore[misc]
        if len(raw) > MAX_BODY_BYTES:
            raise too_large()
        return parse_object(raw) if raw else {}

    def bind(self, req: Request, path: Mapping[str, str], body: dict) -> list[bytes | None]:
        """The function's arguments in their order."""
        for name in body:
            if name not in self._body_names and not self._takes_any_field:
                raise Problem(400, "unknown_field", f"There is no field {name[:100]} here", field=name[:100])
        params: list[bytes | None] = []
        for argument in self.arguments:
            source = argument.source
            if source == "body":
                params.append(argument.text(body.get(argument.name)))
                continue
            if source == "path":
                params.append(argument.parse(path[argument.name]))
                continue
            if source == "rest":
                params.append(argument.text({name: value for name, value in body.items() if name not in self._body_names}))
                continue
            if source == "given":
                params.append(array_literal(list(body)))
                continue
            value: str | list[str] | None = req.params.get(argument.name) if source == "query" else req.get_header(HEADERS[argument.name])
            if isinstance(value, list):
                raise invalid(argument.name, "Send it once")
            params.append(argument.text(None) if value is None else argument.parse(value))
        return params

    def bound_problem(self, position: int) -> Problem:
        """PostgreSQL refused the value of an argument as it was bound."""
        return self.arguments[position].refusal() if position < len(self.arguments) else invalid("body", "A value is not valid")


def parse_object(raw: bytes) -> dict:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        if "infinity" in str(error):
            refuse_infinity(raw)
        raise Problem(400, "malformed_json", f"The body is not JSON: {error}") from None
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and is_deeper(body, MAX_DEPTH):
        raise Problem(400, "malformed_json", f"The body is nested deeper than {MAX_DEPTH} levels")
    if type(body) is not dict:
        raise invalid("body", "Send a JSON object")
    if b"\\u0000" in raw:
        for name, value in body.items():
            if "\0" in name:
                raise invalid("body", "NUL characters cannot be stored")
            if contains(value, lambda scalar: type(scalar) is str and "\0" in scalar):
                raise invalid(name[:100], "NUL characters cannot be stored")
    return body


def refuse_infinity(raw: bytes) -> None:
    """JSON, but a number in it is too large to be kept: say where. Python's own parser reads it as infinity."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    try:
        body = json.loads(raw, parse_int=float, parse_constant=refuse)
    except (ValueError, RecursionError):
        return  # nor is the rest of it JSON
    fields = body if type(body) is dict else {}
    field = next((name for name, value in fields.items() if contains(value, lambda scalar: scalar in (math.inf, -math.inf))), "body")
    raise invalid(field[:100], "A number is out of range") from None


def is_deeper(value: Any, levels: int) -> bool:
    """Whether arrays and objects are nested deeper than so many levels; level by level, without recursion."""
    containers = [value] if type(value) in (dict, list) else []
    while containers and levels:
        levels -= 1
        containers = [
            element
            for container in containers
            for element in (container.values() if type(container) is dict else container)
            if type(element) is dict or type(element) is list
        ]
    return bool(containers)


def contains(value: object, test: Callable[[object], bool]) -> bool:
    """Whether a test holds for a scalar (or a name) somewhere in a JSON value."""
    if type(value) is list:
        return any(contains(element, test) for element in value)
    if type(value) is dict:
        return any(test(name) or contains(element, test) for name, element in value.items())
    return test(value)


@lru_cache(maxsize=4096)
def client_address(host: str | None) -> bytes | None:
    """Where a request came from; None where a proxy passed on something else than an address."""
    try:
        return str(ip_address(host or "")).encode()
    except ValueError:
        return None


@dataclass(frozen=True)
class Catalogue:
    """All that the database mounts, as it was when it was read."""

    endpoints: list[Endpoint]
    types: dict[str, Type]

    def find(self, method: str, path: str) -> Endpoint | None:
        return next((endpoint for endpoint in self.paths.get(path, ()) if endpoint.method == method), None)

    @cached_property
    def paths(self) -> dict[str, list[Endpoint]]:
        by_path: dict[str, list[Endpoint]] = {}
        for endpoint in self.endpoints:
            by_path.setdefault(endpoint.path, []).append(endpoint)
        return by_path


class Responder:
    """Answers an endpoint's requests through the gateway."""

    def __init__(
        self,
        gateway: Gateway,
        authenticator: Authenticator,
        endpoint: Endpoint,
        reload: Callable[[], Awaitable[Catalogue]],
        finishers: Mapping[str, Finisher],
    ):
        self._gateway = gateway
        self._authenticator = authenticator
        self._endpoint = endpoint
        self._reload = reload
        self._finishers = finishers

    async def respond(self, req: Request, resp: Response, /, **path: str) -> None:
        endpoint = self._endpoint
        identity = None if endpoint.public else self._authenticator.identify(req)
        try:
            if identity is not None:
                self._authenticator.refuse_forgery(req)
            caller = endpoint.allow(identity)
            body = await endpoint.read_body(req) if endpoint.takes_body else {}
            params = endpoint.bind(req, path, body)
            finisher = self._finishers.get(endpoint.handler)  # of nearly all there is none
            if finisher is not None:
                finisher.check()
        except Problem:
            if identity is not None:  # a session that has ended is told so first
                await self._call(endpoint, identity, req, CONFIRM, [])
            raise
        try:
            row = await self._call(endpoint, caller, req, endpoint.statement, params)
        except StaleSignature:
            # The function is not what it was when routes were read; nothing ran. Read them now, once.
            found = (await self._reload()).find(endpoint.method, endpoint.path)
            if found is None:
                raise not_found() from None
            endpoint = found
            try:
                row = await self._call(endpoint, endpoint.allow(identity), req, endpoint.statement, endpoint.bind(req, path, body))
            except StaleSignature:
                raise unavailable() from None  # it is being changed at this moment
        if finisher is not None and row[0] is None:  # no refusal
            row = (*row[:2], await finisher.finish(row[2]), *row[3:])
        self._answer(endpoint, resp, row)

    async def _call(self, endpoint: Endpoint, caller: Identity, req: Request, statement: bytes, params: list) -> tuple:
        claims = (*caller.claims, client_address(req.remote_addr), req.context.request_id.encode())
        try:
            return await self._gateway.call(caller.role, "read" if statement is CONFIRM else endpoint.kind, statement, claims, params)
        except DatabaseError as error:
            if error.about_statement:
                raise StaleSignature from error
            problem = from_database(error, endpoint.bound_problem, caller.role)
            if problem is None:
                raise
            raise problem from None

    def _answer(self, endpoint: Endpoint, resp: Response, row: tuple) -> None:
        resp.set_header("Cache-Control", "no-store")  # it is someone's own, and there may be tokens in it
        if not endpoint.full_response:
            resp.data = envelope.success(row[0])
            resp.status = endpoint.status
            return
        status, message, data, claims = row
        if status is not None and int(status) >= 400:
            details = orjson.loads(data)
            raise Problem(int(status), details.pop("code"), message.decode(), **details)
        if claims is not None:
            data = self._authenticator.answer(resp, orjson.loads(claims), data or b"null")
        resp.data = envelope.success(data, None if message is None else message.decode())
        resp.status = endpoint.status if status is None else status.decode()
