"""What db/server/install lays down: accepted by the programs that it is for, and serving, behind nginx, with TLS."""

import json
import os
import re
import socket
import subprocess
import time
from contextlib import ExitStack

import httpx
import pytest
from websockets.sync.client import connect

from db.cluster import ROOT
from tests.operations.test_reload import reload
from tests.support.front import NAME, Front, lay_down
from tests.support.load import Load
from tests.support.people import PASSWORD, Person, new_email, refusal
from tests.support.system import free_port


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    return lay_down(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def front(site):
    with Front(site.directory / "front", site.port, site.start_relay(ALLOWED_ORIGINS="https://app.example").port) as front:
        yield front


# -- accepted


def test_run_again_it_changes_nothing_and_keeps_what_was_edited(laid):
    settings = laid / "etc/syncstream/api.env"
    settings.write_text("PUBLIC_URL=https://mine.example\n")
    before = {path: path.stat().st_ino for path in laid.rglob("*")}
    lay_down(laid)
    assert {path: path.stat().st_ino for path in laid.rglob("*")} == before
    left = [path for path in laid.rglob("*") if path.is_file() and re.search(r"@[A-Z_]+@", path.read_text())]
    assert not left, "names that were not filled in"


@pytest.mark.parametrize("name", ["", "tv", "tv.example.com/path", "tv.example.com;"])
def test_a_name_that_is_none_is_refused(tmp_path, name):
    done = subprocess.run([ROOT / "db/server/install", name], env={**os.environ, "DESTDIR": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("install: say under which name")
    assert not list(tmp_path.iterdir())


def test_systemd_accepts_the_units_and_finds_them_hardened(laid):
    units = laid / "etc/systemd/system"
    command = laid / "usr/local/sbin/syncstream"
    for unit in units.glob("*.service"):  # it looks whether the command is there
        unit.write_text(unit.read_text().replace("/usr/local/sbin/syncstream", str(command)))
    everything = sorted(str(path) for path in units.iterdir() if path.is_file())
    assert len(everything) == 6
    verified = subprocess.run(["systemd-analyze", "verify", *everything], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    for service in ("syncstream-api", "syncstream-relay"):
        checked = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=16", units / f"{service}.service"],
            capture_output=True,
            text=True,
        )
        assert checked.returncode == 0, f"exposed more than 1.6 of 10:\n{checked.stdout}"


def test_nginx_accepts_its_configuration(front):
    said = front.test()
    assert "test is successful" in said, said
    assert all('the "user" directive' in line for line in said.splitlines() if "[warn]" in line), said


def test_postgresql_accepts_its_settings(site, laid):
    """All of them are known and in range. Not started with: it asks for 2 GB."""
    directory = site.directory / "settings"
    directory.mkdir(mode=0o755)
    (directory / "postgresql.conf").write_text((laid / "etc/postgresql/15/main/conf.d/syncstream.conf").read_text())
    identity = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
    command = [site.cluster.bin / "postgres", "-D", directory, "-C", "max_connections"]
    done = subprocess.run(command, **identity, cwd="/", capture_output=True, text=True)
    assert done.stdout.strip() == "400" and "FATAL" not in done.stderr, done.stderr


# -- serving


def envelope(body: str) -> dict:
    parsed = json.loads(body)
    assert set(parsed) == {"success", "message", "data"}
    return parsed["data"]


def test_http_2_with_tls(front, site):
    status, headers, body = front.curl("/v1/plans")
    assert (status, headers[""]) == (200, "HTTP/2")
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "server" not in headers or headers["server"] == "nginx"
    assert envelope(body)
    old = subprocess.run(["curl", "-sk", "--tls-max", "1.1", f"{front.url}/v1/plans"], capture_output=True)
    assert old.returncode != 0


def test_without_tls_one_is_sent_to_the_address_with(front):
    port = re.search(r"listen (\d+) default_server", front.configuration.read_text())[1]
    answer = httpx.get(f"http://127.0.0.1:{port}/pair?code=WDJB-MJHT")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{NAME}/pair?code=WDJB-MJHT")


def test_the_address_is_the_one_that_nginx_saw(front, site):
    """Not one that a client says it has: attempts are limited by it."""
    with front.client() as http:
        body = {"email": new_email(), "password": PASSWORD}
        account = http.post("/v1/auth/signup", json=body, headers={"X-Forwarded-For": "203.0.113.7"}).json()["data"]["account"]["id"]
    with site.connect() as connection:
        addresses = connection.execute("select distinct host(ip) from app.audit where account_id = %s", [account]).fetchall()
    assert addresses == [("127.0.0.1",)]


def test_what_nginx_refuses_is_in_the_envelope_too(front, site, tmp_path):
    large = tmp_path / "large"
    large.write_bytes(b"x" * 50_000_000)
    send = ("-X", "POST", "-H", "Content-Type: application/json", "-H", "Expect:", "--data-binary", f"@{large}")
    refused = {
        "a large body": (413, "too_large", front.curl("/v1/profiles", *send)),
        "one of unknown size": (413, "too_large", front.curl("/v1/profiles", "--http1.1", "-H", "Transfer-Encoding: chunked", *send)),
        "a long header": (400, "invalid", front.curl("/v1/me", "--http1.1", "-H", f"X-Long: {'x' * 20000}")),
        "a long address": (400, "invalid", front.curl(f"/v1/{'x' * 20000}", "--http1.1")),
        "metrics": (404, "not_found", front.curl("/metrics")),
        "a method": (405, "method_not_allowed", front.curl("/v1/me", "-X", "TRACE")),
        "no relay": (503, "unavailable", None),
    }
    with Front(site.directory / "alone", site.port, free_port()) as alone:
        refused["no relay"] = (503, "unavailable", alone.curl("/v1/socket"))
    for what, (status, code, (answered, headers, body)) in refused.items():
        assert answered == status, (what, answered, body)
        assert headers["content-type"] == "application/json", what
        data = envelope(body)
        assert data["code"] == code, what
        if status == 503:
            assert int(headers["retry-after"]) == data["retry_after"]


def test_too_many_calls_at_once_from_one_address(front):
    """Two hundred that have not sent their bodies are under way."""
    begun = b"POST /v1/auth/login HTTP/1.1\r\nHost: tv\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    with ExitStack() as stack, front.client() as http:
        for _ in range(200):
            connection = socket.create_connection(("127.0.0.1", front.port))
            connection = stack.enter_context(front.trust().wrap_socket(connection, server_hostname=NAME))
            connection.sendall(begun)
        deadline = time.monotonic() + 5
        while (answer := http.get("/v1/plans")).status_code == 200:
            assert time.monotonic() < deadline
    assert refusal(answer, 429, "rate_limited")["retry_after"] == 1
    with front.client() as http:
        while http.get("/v1/plans").status_code == 429:
            assert time.monotonic() < deadline


def test_a_socket_passes_through(front, site):
    person = Person(site)
    address = f"wss://127.0.0.1:{front.port}/v1/socket"
    with connect(address, ssl=front.trust(), origin="https://app.example") as client:
        client.send(json.dumps({"type": "auth", "token": person.access_token}))
        answer = json.loads(client.recv(10))
        assert (answer["type"], answer["account_id"]) == ("authenticated", person.account_id)
        client.send(json.dumps({"type": "ping", "t0": 1}))
        assert json.loads(client.recv(10))["t0"] == 1


def test_no_request_fails_by_a_reload_behind_nginx(front, site, monkeypatch):
    """Writers too, which nginx may not send twice."""
    monkeypatch.setenv("SSL_CERT_FILE", str(front.certificate))
    load = Load(site, threads=3)
    monkeypatch.setattr(site, "url", front.url)
    with load:
        load.wait_for(10)
        reload(site)
        load.wait_for(10)
    assert set(load.statuses()) == {200, 201}, load.statuses()
    load.assert_nothing_lost()


def test_the_log_has_no_query_and_no_token(front, site):
    person = Person(site)
    with front.client() as http:
        http.get("/pair?code=WDJB-QQQQ", headers={"Authorization": f"Bearer {person.access_token}", "X-Request-Id": "the-one"})
    log = front.directory / "access.log"
    deadline = time.monotonic() + 20
    while "the-one" not in log.read_text():  # it is written every 5 s
        assert time.monotonic() < deadline
        time.sleep(0.1)
    (line,) = [json.loads(line) for line in log.read_text().splitlines() if "the-one" in line]
    assert (line["path"], line["status"]) == ("/pair", 200)
    assert "QQQQ" not in log.read_text() and person.access_token not in log.read_text()
