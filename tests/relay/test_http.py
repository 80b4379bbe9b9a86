"""What a relay answers over HTTP: health, metrics, and that there is nothing else."""

import httpx
import pytest


def data(response: httpx.Response, status: int) -> dict:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    assert set(response.json()) == {"success", "message", "data"}
    return response.json()["data"]


def test_health(relay):
    assert data(httpx.get(f"{relay.url}/health/live"), 200) == {"status": "live"}
    assert data(httpx.get(f"{relay.url}/health/ready"), 200)["status"] == "ready"


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/socket/", "/v1/sockets", "/v1/me", "/health", "/v1/socket%2f"])
def test_anything_else_is_not_there(relay, path):
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x" * 22 + "=="}
    for headers in ({}, upgrade):
        assert data(httpx.get(f"{relay.url}{path}", headers=headers), 404)["code"] == "not_found"


def test_the_socket_is_for_sockets(relay):
    assert httpx.get(f"{relay.url}/v1/socket").status_code == 426


def test_metrics(relay):
    text = httpx.get(f"{relay.url}/metrics").text
    for name in ("sockets", "parties", "events_total", "deliveries_total", "event_lag_seconds_bucket", "listens_total"):
        assert f"syncstream_relay_{name}" in text
    assert "process_resident_memory_bytes" in text
