"""The OpenAPI 3.1 document, from the routes, signatures, types and comments in the database.

A comment of a function is a first paragraph, then `argument: what it is` a line, then, where there are any,
`Errors: 403 code, 404 code` and `Example: {…}`, the body of a request. A composite type's attribute may be null
where its comment says so.
"""

import re
from functools import cache

import orjson

from api.routes import MAX_BODY_BYTES, Argument, Catalogue, Endpoint, Type

BASES = {
    "text": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "integer": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "smallint": {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
    "bigint": {"type": "integer", "format": "int64"},
    "boolean": {"type": "boolean"},
    "double precision": {"type": "number"},
    "timestamp with time zone": {"type": "string", "format": "date-time"},
    "text[]": {"type": "array", "items": {"type": "string"}},
    "json": {"type": "object"},
}
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
    "profiles": "Profiles",
    "profile": "Profiles",
}

DESCRIPTIONS = {
    400: "The request is not valid",
    401: "No valid token, or one whose session has ended",
    402: "Not enough credits",
    403: "Not allowed",
    404: "There is nothing here, or it is someone else's",
    405: "The address does not know this method",
    409: "It conflicts with what is stored",
    413: f"The body is larger than {MAX_BODY_BYTES // 1024 // 1024} MiB",
    415: "The body is not JSON",
    429: "Too many attempts",
    503: "The service is busy or restarting",
    504: "It took too long",
}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}}}


def document(catalogue: Catalogue, public_url: str) -> dict:
    """The whole document."""
    schemas = {schema_name(t.name): composite(t) for t in catalogue.types.values() if t.kind == "composite"}
    schemas["Error"] = ERROR
    paths: dict[str, dict] = {}
    for endpoint in catalogue.endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation(endpoint, catalogue.types)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SyncStream TV",
            "version": "1",
            "description": "Accounts, profiles, playlists, favorites and watch progress, the same on every device. "
            'Every answer is `{"success", "message", "data"}`; of a failure, `data` has a `code`.',
        },
        "servers": [{"url": public_url}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "auth"},
            },
        },
    }


ERROR = {
    "type": "object",
    "description": "A failure",
    "required": ["success", "message", "data"],
    "properties": {
        "success": {"const": False},
        "message": {"type": "string", "description": "One sentence that a person can act on"},
        "data": {
            "type": "object",
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


def operation(endpoint: Endpoint, types: dict[str, Type]) -> dict:
    notes = Notes(endpoint.comment)
    fields = [a for a in endpoint.arguments if a.source == "body"]
    result = {
        "operationId": f"{endpoint.handler.removeprefix('api.')}{'_alias' if not endpoint.path.startswith('/v1/') else ''}",
        "summary": notes.summary,
        "tags": [tag(endpoint.path)],
        "security": [] if endpoint.public else [{"bearer": []}, {"cookie": []}],
        "parameters": [parameter(a, types, notes) for a in endpoint.arguments if a.source in ("path", "query", "header")],
        "responses": responses(endpoint, notes),
    }
    if notes.description:
        result["description"] = notes.description
    if fields:
        schema = {
            "type": "object",
            "properties": {a.name: argument_schema(a, types) | {"description": notes.arguments.get(a.name, "")} for a in fields},
            "additionalProperties": False,
        }
        required = [a.name for a in fields if a.required]
        if required:
            schema["required"] = required
        content: dict = {"schema": schema}
        if notes.example is not None:
            content["example"] = notes.example
        result["requestBody"] = {"required": bool(required), "content": {"application/json": content}}
    return result


def parameter(argument: Argument, types: dict[str, Type], notes: "Notes") -> dict:
    schema = argument_schema(argument, types)
    if argument.source != "body" and isinstance(schema.get("type"), list):
        schema["type"] = schema["type"][0]
    return {
        "name": argument.name,
        "in": argument.source,
        "required": argument.source == "path" or argument.required,
        "description": notes.arguments.get(argument.name, ""),
        "schema": schema,
    }


def argument_schema(argument: Argument, types: dict[str, Type]) -> dict:
    schema = dict(BASES[argument.base])
    if argument.type in types:
        schema |= types[argument.type].keywords
    if not argument.required:
        schema["type"] = [schema["type"], "null"]
    return schema


def responses(endpoint: Endpoint, notes: "Notes") -> dict:
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
        if endpoint.takes_body:
            may(403, "csrf")
    if any(a.source == "path" for a in endpoint.arguments):
        may(404, "not_found")
    for status, code in notes.errors:
        may(status, code)

    result = {
        endpoint.status: {
            "description": "Done" if endpoint.status == "200" else "Created",
            "content": {"application/json": {"schema": success(endpoint.shape)}},
        }
    }
    for status in sorted(codes):
        result[str(status)] = {
            "description": f"{DESCRIPTIONS[status]}: " + ", ".join(f"`{code}`" for code in sorted(codes[status])),
            "content": {
                "application/json": {
                    "schema": {
                        "allOf": [
                            {"$ref": "#/components/schemas/Error"},
                            {"properties": {"data": {"properties": {"code": {"enum": sorted(codes[status])}}}}},
                        ]
                    },
                    "examples": {code: {"value": error_example(code)} for code in sorted(codes[status])},
                }
            },
        }
        if status in (429, 503):
            result[str(status)]["headers"] = RETRY_AFTER
    return result


def error_example(code: str) -> dict:
    details = {
        "invalid": {"field": "name"},
        "unknown_field": {"field": "nmae"},
        "rate_limited": {"retry_after": 60},
        "pin_locked": {"retry_after": 300},
    }
    details |= {
        "unavailable": {"retry_after": 1},
        "invalid_pin": {"attempts_left": 4},
        "plan_limit_reached": {"limit": "max_profiles", "max": 1},
    }
    return {"success": False, "message": "A sentence for a person", "data": {"code": code, **details.get(code, {})}}


def success(shape: str | None) -> dict:
    return {
        "type": "object",
        "required": ["success", "message", "data"],
        "properties": {
            "success": {"const": True},
            "message": {"type": ["string", "null"]},
            "data": {"type": "null"} if shape is None else result_schema(shape),
        },
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
            schema = {"type": [schema.pop("type"), "null"], **schema} if "type" in schema else {"anyOf": [schema, {"type": "null"}]}
        properties[attribute["name"]] = schema | {"description": comment}
    return {
        "type": "object",
        "description": described.comment or "",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


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


@cache
def schema_name(type_name: str) -> str:
    """api.audit_entry → AuditEntry."""
    return "".join(word.capitalize() for word in type_name.removeprefix("api.").split("_"))


def tag(path: str) -> str:
    segments = [segment for segment in path.split("/") if segment and segment != "v1"]
    return TAGS.get(segments[0], segments[0].capitalize())
