"""Holds answers to the OpenAPI document of the system that gave them.

As an httpx event hook, every answer of a client: `client.event_hooks["response"].append(Conformance(system.url))`.
"""

import re

import httpx
from jsonschema import Draft202012Validator


class Conformance:
    """Called with a response: its status must be described, and its body be of the schema there."""

    def __init__(self, url: str):
        self._url = url
        self._document: dict | None = None
        self._paths: list[tuple[re.Pattern, dict]] = []

    def _read(self) -> dict:
        if self._document is None:
            self._document = httpx.get(f"{self._url}/openapi.json", timeout=30).raise_for_status().json()
            self._paths = [
                (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), item)
                for path, item in sorted(self._document["paths"].items(), key=lambda pair: "{" in pair[0])
            ]
        return self._document

    def __call__(self, response: httpx.Response) -> None:
        document = self._read()
        request = response.request
        item = next((item for pattern, item in self._paths if pattern.fullmatch(request.url.path)), {})
        operation = item.get(request.method.lower())
        if operation is None:
            return  # no such route, or a method that it does not know
        where = f"{request.method} {request.url.path}: {response.status_code}"
        described = operation["responses"].get(str(response.status_code))
        assert described, f"{where} is not in the document"
        response.read()
        content = described["content"].get(response.headers["Content-Type"].partition(";")[0])
        assert content, f"{where} is {response.headers['Content-Type']}"
        if response.headers["Content-Type"].startswith("application/json"):
            validator = Draft202012Validator({**content["schema"], "components": document["components"]})
            problems = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(response.json())]
            assert not problems, f"{where}: {problems}"
