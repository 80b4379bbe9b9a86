"""Requests that no HTTP library would send."""

import socket

import httpx


def exchange(system, request: bytes, more: bytes = b"") -> httpx.Response:
    """Send bytes, read one response. `more` is sent only after it: what the server must not wait for."""
    with socket.create_connection(("127.0.0.1", system.port), timeout=20) as connection:
        connection.sendall(request)
        stream = connection.makefile("rb")
        status = int(stream.readline().split()[1])
        headers = []
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            headers.append((name, value.strip()))
        response = httpx.Response(status, headers=headers)
        body = stream.read(int(response.headers.get("Content-Length", 0)))
        if more:
            connection.sendall(more)
        return httpx.Response(status, headers=headers, content=body)


def request(method: str, path: str, body: bytes = b"", token: str | None = None, **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: test"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    fields = {"Content-Type": "application/json", **({"Content-Length": str(len(body))} if body else {})}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
