"""The envelope `{"success", "message", "data"}` that every answer comes in, put together from bytes."""

import orjson


def success(data: bytes | None, message: str | None = None) -> bytes:
    """Wrap what the database answered, JSON as it came."""
    if message is None:
        return b'{"success":true,"message":null,"data":' + (data or b"null") + b"}"
    return b'{"success":true,"message":' + orjson.dumps(message) + b',"data":' + (data or b"null") + b"}"


def failure(message: str, data: bytes) -> bytes:
    return b'{"success":false,"message":' + orjson.dumps(message) + b',"data":' + data + b"}"
