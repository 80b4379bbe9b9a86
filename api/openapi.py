"""The OpenAPI 3.1 document, from the routes, signatures, types and comments in the database.

A function's comment is a paragraph, an empty line, then a line `argument: what it is` for each argument and, where
there are any, `Errors: 403 code, 404 code` and `Example: {…}`, the body of a request. What may be null says so: the
comment of a composite type's attribute, the first paragraph of a function whose data may be. An optional argument may
always be null unless its line says `not null`, as of a PATCH's field that cannot be cleared.

Codes that every call of a kind may answer (no token, a body that is no JSON, …) are known here and need no line.
"""

import re
from collections.abc import Sequence

import orjson

from api import errors
from api.errors import Problem
from api.routes import HEADERS, MAX_BODY_BYTES, Argument, Catalogue, Endpoint, Type

NO_NUL = r"^[^\u0000]*$"  # PostgreSQL stores none
BASES: dict[str, dict] = {
    "text": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "integer": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "smallint": {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
    "bigint": {"type": "integer", "format": "int64"},
    "numeric": {"type": "number"},
    "double precision": {"type": "number"},
    "boolean": {"type": "boolean"},
    "timestamp with time zone": {"type": "string", "format": "date-time"},
    "text[]": {"type": "array", "items": {"type": "string"}},
    "json": {"type": "object"},
    "jsonb": {"type": "object"},
}
ANY_JSON = {"$ref": "#/components/schemas/AnyJson"}
OFFSET = r"(?:[Zz]|[+-](?:0\d|1[0-5]):[0-5]\d)$"  # PostgreSQL knows none farther from Greenwich
NULLABLE = re.compile(r"\bnull\b")
ARGUMENT_LINE = re.compile(r"^\s*([a-z_]+): (.*)$")
ERRORS_LINE = re.compile(r"(\d{3}) ([a-z_]+)")
TAGS = {
    "auth": "Signing in",
    "me": "Account",
    "sessions": "Devices",
    "audit": "Account",
    "plans": "Plans",
    "subscription": "Plans",
    "billing": "Billing",
    "profiles": "Profiles",
    "profile": "Profiles",
    "playlists": "Playlists",
    "reseller": "Resellers",
    "clients": "Resellers",
    "admin": "Administration",
}

STATUSES = {
    400: "The request is not valid",
    401: "No valid token, or one whose session has ended",
    402: "Not enough credits",
    403: "Not allowed",
    404: "There is nothing here, or it is someone else's",
    409: "It conflicts with what is stored",
    413: f"The body is larger than {MAX_BODY_BYTES // 1024 // 1024} MiB",
    415: "The body is not JSON",
    429: "Too many attempts",
    503: "The service is busy or restarting",
    504: "It took too long",
}
# How a failure looks, by its code; one that is not here is shown with its status's sentence.
PROBLEMS = {
    problem.code: problem
    for problem in (
        errors.invalid("name", "Enter 1 to 100 characters"),
        Problem(400, "unknown_field", "There is no field nmae here", field="nmae"),
        Problem(400, "malformed_json", "The body is not JSON: unexpected end of data: line 1 column 9 (char 8)"),
        Problem(400, "authorization_pending", "Nobody has approved this device yet. Ask again"),
        Problem(400, "slow_down", "Wait 10 seconds between two questions", interval=10),
        Problem(400, "expired_token", "This code has expired. Start again to get a new one"),
        Problem(400, "access_denied", "The request was turned down"),
        errors.unauthorized(),
        Problem(401, "invalid_refresh_token", "This refresh token is not valid. Sign in again"),
        Problem(402, "insufficient_credits", "Insufficient credits", balance=1000, cost=2000),
        errors.forbidden(kid=False),
        errors.forbidden(kid=True),
        Problem(403, "account_suspended", "This account is suspended. Contact whoever you bought it from"),
        Problem(403, "csrf", "Send `Content-Type: application/json` from an allowed origin, or a bearer token"),
        Problem(403, "plan_limit_reached", "Plan limit reached. Maximum profiles: 1", limit="max_profiles", max=1),
        Problem(403, "pin_required", "PIN required"),
        Problem(403, "invalid_pin", "Invalid PIN", attempts_left=4),
        errors.not_found(),
        Problem(409, "email_taken", "This email address has an account already. Sign in instead"),
        Problem(409, "idempotency_mismatch", "This Idempotency-Key was sent with another request. Use a new key"),
        Problem(413, "too_large", "Send at most 4 MiB"),
        Problem(415, "unsupported_media_type", "Send the body as application/json"),
        Problem(429, "rate_limited", "Too many attempts. Try again in 60 seconds", retry_after=60),
        Problem(429, "pin_locked", "Too many attempts. Try again in 300 seconds", retry_after=300),
        errors.unavailable(),
        errors.timeout(),
    )
}
DEVICE_TOKEN = "/v1/auth/device/token"
DEVICE = {
    "type": "oauth2",
    "description": "How a TV signs in: RFC 8628. OpenAPI has this flow from 3.2 on",
    "flows": {"x-deviceAuthorization": {"deviceAuthorizationUrl": "/v1/auth/device/code", "tokenUrl": DEVICE_TOKEN, "scopes": {}}},
}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait", "required": True, "schema": {"type": "integer", "minimum": 1}}}

ERROR = {
    "type": "object",
    "description": "A failure",
    "required": ["success", "message", "data"],
    "properties": {
        "success": {"const": False},
        "message": {"type": "string", "description": "One sentence that a person can act on"},
        "data": {
            "type": "object",
            "description": "The code, and details that some codes have",
            "required": ["code"],
            "properties": {
                "code": {"type": "string", "description": "The failure's name"},
                "field": {
                    "type": "string",
                    "description": "Of `invalid` and `unknown_field`: which field; `body` where no single one is at fault",
                },
                "retry_after": {"type": "integer", "description": "Of 429 and 503: seconds to wait"},
            },
        },
    },
    "additionalProperties": False,
}


def document(catalogue: Catalogue, public_url: str) -> dict:
    """The whole document."""
    paths: dict[str, dict] = {}
    used: dict[str, dict] = {}
    for endpoint in sorted(catalogue.endpoints, key=is_alias):
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation(endpoint, catalogue.types, used)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SyncStream TV",
            "version": "1",
            "description": "Accounts, profiles, playlists, favorites and watch progress, the same on every device. "
            'Every answer is `{"success", "message", "data"}`; of a failure, `data` has a `code`.',
        },
        "servers": [{"url": public_url}],
        "tags": [{"name": name} for name in dict.fromkeys(TAGS.values())],
        "paths": paths | own_paths(used),
        "components": {
            "schemas": {
                **{schema_name(t.name): composite(t) for t in catalogue.types.values() if t.kind == "composite"},
                "AnyJson": {
                    "description": "Any JSON value",
                    **storable({"type": ["string", "number", "boolean", "array", "object", "null"]}),
                },
                "Error": ERROR,
            },
            "examples": dict(sorted(used.items())),
            "securitySchemes": {
                **({"device": DEVICE} if DEVICE_TOKEN in paths else {}),
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "auth"},
            },
        },
    }


def own_paths(used: dict[str, dict]) -> dict[str, dict]:
    """What the API answers without a function of the database."""

    def get(name: str, summary: str, content: dict, *problems: int) -> dict:
        codes = {status: {"unavailable"} for status in problems}
        answers = {"200": {"description": "Done", "content": content}, **failures(codes, used)}
        return {"get": {"operationId": name, "summary": summary, "tags": ["Machines"], "security": [], "responses": answers}}

    codes = {400: {"invalid"}, 413: {"too_large"}, 503: {"unavailable"}}
    outcome = {"type": "object", "required": ["outcome"], "properties": {"outcome": {"type": "string"}}}
    webhook = {
        "operationId": "stripe_webhook",
        "summary": "Events of Stripe's, as it signed them",
        "description": "For Stripe alone: the body is read as raw bytes, whatever its type, and must bear Stripe's signature of just now. "
        "What is answered with 200 was dealt with; all else Stripe delivers again.",
        "tags": ["Machines"],
        "security": [],
        "parameters": [
            {
                "name": "Stripe-Signature",
                "in": "header",
                "required": True,
                "description": "The time of sending, and the body's HMAC",
                "schema": {"type": "string"},
            }
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object", "properties": {}}}}},
        "responses": {
            "200": {"description": "Done", "content": {"application/json": {"schema": success(outcome)}}},
            **failures(codes, used),
        },
    }
    status = {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}, "change": {"type": "string"}}}
    enveloped = {"application/json": {"schema": success(status)}}
    return {
        "/health/live": get("live", "Whether the process answers", enveloped),
        "/health/ready": get("ready", "Whether the database answers, at the expected change", enveloped, 503),
        "/metrics": get("metrics", "Numbers for Prometheus", {"text/plain": {"schema": {"type": "string"}}}),
        "/openapi.json": get("openapi", "This document", {"application/json": {"schema": {"type": "object"}}}, 503),
        "/docs": get("docs", "This document, for a browser", {"text/html": {"schema": {"type": "string"}}}),
        "/webhooks/stripe": {"post": webhook},
    }


def operation(endpoint: Endpoint, types: dict[str, Type], used: dict[str, dict]) -> dict:
    notes = Notes(endpoint.comment)
    fields = [a for a in endpoint.arguments if a.source == "body"]
    result: dict = {
        "operationId": f"{endpoint.handler.removeprefix('api.')}{'_alias' if is_alias(endpoint) else ''}",
        "summary": notes.summary,
        "tags": [tag(endpoint.path)],
        "security": [] if endpoint.public else [{"bearer": []}, {"cookie": []}],
        "parameters": [parameter(a, types, notes) for a in endpoint.arguments if a.source in ("path", "query", "header")],
        "responses": {
            endpoint.status: {
                "description": "Done" if endpoint.status == "200" else "Created",
                "content": {"application/json": {"schema": success(data_schema(endpoint, notes))}},
            },
            **failures(failure_codes(endpoint, notes), used),
        },
    }
    if is_alias(endpoint):
        result["deprecated"] = True
    if notes.description:
        result["description"] = notes.description
    if fields:
        required = [a.name for a in fields if a.required]
        schema = {
            "type": "object",
            "properties": {a.name: field(a, types, notes) for a in fields},
            **({"required": required} if required else {}),
            **(storable({"type": "object"}) if any(a.source == "rest" for a in endpoint.arguments) else {"additionalProperties": False}),
        }
        content = {"schema": schema} if notes.example is None else {"schema": schema, "example": notes.example}
        result["requestBody"] = {"required": bool(required), "content": {"application/json": content}}
    return result


# -- what is sent


def parameter(argument: Argument, types: dict[str, Type], notes: "Notes") -> dict:
    return {
        "name": HEADERS[argument.name] if argument.source == "header" else argument.name,
        "in": argument.source,
        "required": argument.source == "path" or argument.required,
        "description": notes.arguments.get(argument.name, ""),
        "schema": argument_schema(argument, types),
    }


def field(argument: Argument, types: dict[str, Type], notes: "Notes") -> dict:
    """The schema of a field of the body. An optional one may be null: absent in a POST, cleared in a PATCH or PUT."""
    schema = argument_schema(argument, types) | {"description": notes.arguments.get(argument.name, "")}
    if argument.required or "not null" in schema["description"]:
        return schema
    return schema | {"type": [schema["type"], "null"]} | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def argument_schema(argument: Argument, types: dict[str, Type]) -> dict:
    described = types.get(argument.type)
    keywords = dict(described.keywords) if described else {}
    if "maxBytes" in keywords:
        keywords["pattern"] = utf8_pattern(keywords.pop("minBytes", 0), keywords.pop("maxBytes"))
    schema = BASES[argument.base] | keywords
    if argument.base == "timestamp with time zone":
        schema["pattern"] = OFFSET
    return storable(schema)


def storable(schema: dict) -> dict:
    """What PostgreSQL can store of it: strings and names, wherever they are, without NUL characters."""
    types = schema.get("type", ())
    result = dict(schema)
    if "string" in types and not {"pattern", "enum", "anyOf"} & schema.keys() and schema.get("format") != "uuid":
        result["pattern"] = NO_NUL
    if "array" in types:
        result["items"] = storable(schema["items"]) if "items" in schema else ANY_JSON
    if "object" in types:
        result["propertyNames"] = {"pattern": NO_NUL}
        if "properties" in schema:
            result["properties"] = {name: storable(value) for name, value in schema["properties"].items()}
        result.setdefault("additionalProperties", ANY_JSON)
    return result


ANY = r"[^\u0000]"
# Characters of so many bytes at the most, and the characters of more.
UP_TO = {
    1: (r"[\u0001-\u007f]", r"[^\u0000-\u007f]"),
    2: (r"[\u0001-\u07ff]", r"[^\u0000-\u07ff]"),
    3: (r"[\u0001-\uffff]", r"[^\u0000-\uffff]"),
}


def utf8_pattern(least: int, most: int) -> str:
    """A pattern for a length in bytes, exact at its lower end; at the upper end it misses some long mixtures."""
    alike = "|".join(f"{letters}{{0,{most // size}}}" for size, (letters, _) in UP_TO.items())
    mixed = at_most(most, (0, 5, 10, 20, 30))
    return f"^(?!(?:{at_most(least - 1, range(least))})$)(?:{alike}|{ANY}{{0,{most // 4}}}|{mixed})$"


def at_most(size: int, steps: Sequence[int]) -> str:
    """Strings of no more bytes: so many characters, and of these so many of two bytes or more, of three, of four.

    Every way to spend the bytes on numbers out of `steps` is an alternative; with all numbers none is left out.
    """
    alternatives = []
    for previous, two in zip((0, *steps), steps, strict=False):
        for three in (n for n in steps if n <= two):
            for four in range(three + 1) if size < 8 else (three,):
                characters = size - two - three - four
                if characters > previous:
                    alternatives.append(f"(?!{ANY}{{{characters + 1}}})")
                    for (letters, longer), allowed in zip(UP_TO.values(), (two, three, four), strict=True):
                        if allowed < characters:
                            alternatives[-1] += f"(?!(?:{letters}*{longer}){{{allowed + 1}}})"
    return f"(?:{'|'.join(alternatives)}){ANY}*"


# -- what is answered


def data_schema(endpoint: Endpoint, notes: "Notes") -> dict:
    if endpoint.shape is None:
        return {"type": "null"}
    schema = result_schema(endpoint.shape)
    return {"anyOf": [schema, {"type": "null"}]} if NULLABLE.search(f"{notes.summary} {notes.description}") else schema


def success(data: dict) -> dict:
    return {
        "type": "object",
        "required": ["success", "message", "data"],
        "properties": {"success": {"const": True}, "message": {"type": ["string", "null"]}, "data": data},
        "additionalProperties": False,
    }


def result_schema(type_name: str) -> dict:
    """The schema of a value in an answer."""
    if type_name in BASES:
        return dict(BASES[type_name])
    if type_name.endswith("[]"):
        return {"type": "array", "items": result_schema(type_name[:-2])}
    return {"$ref": f"#/components/schemas/{schema_name(type_name)}"}


def composite(described: Type) -> dict:
    properties = {}
    for attribute in described.attributes or []:
        comment = attribute["comment"] or ""
        schema = result_schema(attribute["type"])
        if NULLABLE.search(comment):
            schema = {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, {"type": "null"}]}
        properties[attribute["name"]] = schema | {"description": comment}
    return {
        "type": "object",
        "description": described.comment or "",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def failure_codes(endpoint: Endpoint, notes: "Notes") -> dict[int, set[str]]:
    codes: dict[int, set[str]] = {503: {"unavailable"}, 504: {"timeout"}}

    def may(status: int, *names: str) -> None:
        codes.setdefault(status, set()).update(names)

    if endpoint.arguments:
        may(400, "invalid")
    if endpoint.takes_body:
        may(400, "invalid", "unknown_field", "malformed_json")
        may(413, "too_large")
        may(415, "unsupported_media_type")
    if not endpoint.public:
        may(401, "unauthorized")
        may(403, "account_suspended", "forbidden")
        if "kid" not in endpoint.roles:
            may(403, "restricted_profile")
        if endpoint.takes_body:
            may(403, "csrf")
    if any(a.source == "path" for a in endpoint.arguments):
        may(404, "not_found")
    for status, code in notes.errors:
        may(status, code)
    return codes


def failures(codes: dict[int, set[str]], used: dict[str, dict]) -> dict[str, dict]:
    """The responses for these codes by status; `used` gathers their examples."""
    result = {}
    for status in sorted(codes):
        names = sorted(codes[status])
        for code in names:
            used[example_name(status, code)] = {"value": example(status, code)}
        result[str(status)] = {
            "description": f"{STATUSES[status]}: " + ", ".join(f"`{code}`" for code in names),
            "content": {
                "application/json": {
                    "schema": {
                        "$ref": "#/components/schemas/Error",
                        "properties": {"data": {"properties": {"code": {"enum": names}}}},
                    },
                    "examples": {code: {"$ref": f"#/components/examples/{example_name(status, code)}"} for code in names},
                }
            },
        }
        if status in (429, 503):
            result[str(status)]["headers"] = RETRY_AFTER
    return result


def example_name(status: int, code: str) -> str:
    return f"{status}_{code}"


def example(status: int, code: str) -> dict:
    problem = PROBLEMS.get(code)
    if problem is None or problem.status != status:
        problem = Problem(status, code, STATUSES[status])
    return {"success": False, "message": problem.message, "data": {"code": code, **problem.details}}


class Notes:
    """What a function's comment says, taken apart."""

    def __init__(self, comment: str):
        head, *rest = comment.strip().split("\n\n", 1)
        self.summary, _, self.description = head.partition(". ")
        self.arguments: dict[str, str] = {}
        self.errors: list[tuple[int, str]] = []
        self.example = None
        for line in "\n".join(rest).splitlines():
            if line.startswith("Errors: "):
                self.errors = [(int(status), code) for status, code in ERRORS_LINE.findall(line)]
            elif line.startswith("Example: "):
                self.example = orjson.loads(line.removeprefix("Example: "))
            elif match := ARGUMENT_LINE.match(line):
                self.arguments[match[1]] = match[2]


def schema_name(type_name: str) -> str:
    """api.audit_entry → AuditEntry."""
    return "".join(word.capitalize() for word in type_name.removeprefix("api.").split("_"))


def is_alias(endpoint: Endpoint) -> bool:
    """A path of the first design, from before there were versions."""
    return not endpoint.path.startswith("/v1/")


def tag(path: str) -> str:
    segments = [segment for segment in path.split("/") if segment and segment != "v1"]
    return TAGS.get(segments[0], segments[0].capitalize())
