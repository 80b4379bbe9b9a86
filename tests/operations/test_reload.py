"""What an operator changes while clients call: no request fails by it."""

import json
import os
import signal
import subprocess
import sys
import time

import httpx
import jwt

from api.auth import FOLLOW_SECONDS
from db import jwt_keys
from db.cluster import ROOT
from tests.faults.test_database import children
from tests.support.load import Load
from tests.support.people import Person, refusal

PATIENCE = 60


def reload(system) -> None:
    """As `systemctl reload` does; until all workers are new and the old ones have ended."""
    before = children(system.api.pid)
    system.api.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + PATIENCE
    while before & children(system.api.pid) or len(children(system.api.pid)) < len(before):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_reload_fails_no_request(site):
    """Clients that keep their connections and clients that make new ones, readers and writers."""
    with Load(site, threads=3) as load:
        load.wait_for(10)
        reload(site)
        load.wait_for(10)
    assert set(load.statuses()) == {200, 201}, load.statuses()
    load.assert_nothing_lost()


def test_a_connection_that_was_idle_at_a_reload_is_answered_once_more(site):
    with httpx.Client(base_url=site.url) as http:
        assert "Connection" not in http.get("/health/live").headers
        before = children(site.api.pid)
        site.api.send_signal(signal.SIGHUP)
        while len(children(site.api.pid) - before) < len(before):
            time.sleep(0.01)
        time.sleep(0.5)  # the worker that has this connection was told to end by now, and waits for it
        answer = http.get("/health/live")
    assert answer.status_code == 200
    assert answer.headers["Connection"] == "close"


def kid(person: Person) -> str:
    return jwt.get_unverified_header(person.access_token)["kid"]


def test_the_keys_of_access_tokens_rotate_under_load(site, monkeypatch, capsys):
    monkeypatch.setattr(jwt_keys, "SETTLE_SECONDS", 2 * FOLLOW_SECONDS)
    path = site.home / "secrets/jwt_keys.json"
    first = Person(site)
    with Load(site, threads=2) as load:
        load.wait_for(5)
        jwt_keys.rotate(path)
        second = Person(site)
        load.wait_for(10)
    assert set(load.statuses()) == {200, 201}, load.statuses()
    assert kid(first) != kid(second)
    assert first.get("/v1/me") and second.get("/v1/me")
    assert path.stat().st_mode & 0o777 == 0o600

    an_hour_ago = time.time() - 3600  # whatever the first key signed has expired since
    os.utime(path, (an_hour_ago, an_hour_ago))
    jwt_keys.rotate(path, revoke=True)
    assert f"Keys: what {kid(second)} signed is refused" in capsys.readouterr().out
    last = Person(site)
    assert list(json.loads(path.read_text())["keys"]) == [kid(last)]
    for person in (first, second):
        refusal(person.http.get("/v1/me"), 401, "unauthorized")
        person.use(person.refresh().json()["data"]).get("/v1/me")  # which is what an app does
        assert kid(person) == kid(last)


def test_a_file_of_keys_that_is_broken_changes_nothing(site):
    path = site.home / "secrets/jwt_keys.json"
    content = path.read_text()
    person = Person(site)
    path.write_text("{")
    try:
        deadline = time.monotonic() + PATIENCE
        while site.api_log.read_text().count("stay as they were") < 2:  # each worker has seen it
            assert time.monotonic() < deadline
            time.sleep(0.1)
        person.get("/v1/me")
        assert Person(site).get("/v1/me")
        environment = {**os.environ, "SYNCSTREAM_HOME": str(site.home)}
        done = subprocess.run([sys.executable, "-m", "db.jwt_keys"], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 1 and "is not of the form" in done.stderr
    finally:
        path.write_text(content)
