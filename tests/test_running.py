"""`make run` as real processes: starting, stopping, being killed, refusing to start."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import pytest

import db.cluster
from db.cluster import ROOT, Cluster, SetupError
from db.deployment import Target
from db.run import MARK, environment_of
from tests.support.people import PASSWORD, new_email
from tests.support.system import free_port

RUN = [sys.executable, "-m", "db.run"]
PATIENCE = 60


def environment(home: Path, **more: str) -> dict[str, str]:
    ours = {"DATABASE_URL", "API_PORT", "RELAY_PORT", "ALLOWED_ORIGINS", "PUBLIC_URL", "JWT_KEYS_FILE"}
    return {
        **{name: value for name, value in os.environ.items() if name not in ours},
        "SYNCSTREAM_HOME": str(home),
        "WEB_CONCURRENCY": "2",
        **more,
    }


class Session:
    """A `make run` in the background, with its output in a file."""

    def __init__(self, home: Path, command: list[str] | None = None, cwd: Path = ROOT, **more: str):
        self.home = home
        self.port = int(more.setdefault("API_PORT", str(free_port())))
        self.url = f"http://127.0.0.1:{self.port}"
        self.relay_port = int(more.setdefault("RELAY_PORT", str(free_port())))
        self._file = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            command or RUN, cwd=cwd, env=environment(home, **more), stdout=self._file, stderr=subprocess.STDOUT, start_new_session=True
        )

    @property
    def output(self) -> str:
        self._file.seek(0)
        return self._file.read()

    @property
    def gunicorn(self) -> int:
        return self.child(b"gunicorn")

    def child(self, name: bytes) -> int:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next(int(pid) for pid in children if name in Path(f"/proc/{pid}/cmdline").read_bytes())

    def ready(self) -> "Session":
        deadline = time.monotonic() + PATIENCE
        while "Ready." not in self.output:
            assert self.process.poll() is None and time.monotonic() < deadline, self.output
            time.sleep(0.05)
        return self

    def stop(self, signum: int = signal.SIGTERM) -> None:
        self.process.send_signal(signum)
        self.process.wait(PATIENCE)

    def kill_all(self) -> None:
        """As if the machine had lost power, but for the machine."""
        for pid in {self.process.pid, *left_over(self.home)}:
            with suppress(ProcessLookupError):  # it ended with another one
                os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


def left_over(home: Path) -> set[int]:
    marked = {int(p.name) for p in Path("/proc").glob("[0-9]*") if f"{MARK}={home}".encode() in environment_of(p)}
    return marked | Cluster(home)._processes()


@pytest.fixture(scope="module")
def place():
    """A directory for homes, which PostgreSQL, as another user, can pass through."""
    directory = Path(tempfile.mkdtemp(prefix="syncstream-", dir="/tmp"))
    directory.chmod(0o711)
    yield directory
    for home in directory.iterdir():
        if (home / "postgresql/postmaster.pid").exists():  # a test failed
            for pid in left_over(home):
                os.kill(pid, signal.SIGKILL)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="module")
def home(place):
    """A home that was started once: most tests need not begin from nothing."""
    home = place / "home"
    session = Session(home, command=["make", "run"]).ready()
    try:
        assert "made a new cluster" in session.output
        assert httpx.get(f"{session.url}/health/ready").status_code == 200
        assert httpx.get(f"http://127.0.0.1:{session.relay_port}/health/ready").status_code == 200
        login = {"email": "demo@example.com", "password": "demo-password"}
        assert httpx.post(f"{session.url}/v1/auth/login", json=login).status_code == 200
        host = httpx.post(f"{session.url}/v1/auth/login", json={**login, "email": "host@example.com"}).json()
        assert host["data"]["account"]["plan"]["code"] == "premium"  # for what the free plan has not: /party, say
    finally:
        session.stop()  # make, as `make run &` and kill would
    assert "Stopping" in session.output
    assert not left_over(home)
    return home


def test_the_second_start_is_quick_and_ctrl_c_stops_all(home):
    started = time.monotonic()
    session = Session(home, command=["make", "run"]).ready()
    assert time.monotonic() - started < 15  # measured: 2 s
    assert "up-to-date" in session.output
    os.killpg(session.process.pid, signal.SIGINT)  # what a terminal does
    session.process.wait(PATIENCE)
    assert not left_over(home)
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", session.port), timeout=5):
        pass


def test_a_newcomer_buys_a_plan_at_the_double(home):
    """And it is there after a restart, of the double's, too."""
    fake = {"STRIPE": "fake", "STRIPE_PORT": str(free_port())}
    session = Session(home, **fake).ready()
    try:
        person = httpx.Client(base_url=session.url, timeout=30)
        account = {"email": new_email(), "password": PASSWORD}
        token = person.post("/v1/auth/signup", json=account).json()["data"]["access_token"]
        person.headers["Authorization"] = f"Bearer {token}"
        url = person.post("/v1/billing/checkout", json={"plan": "premium"}).json()["data"]["url"]
        back = httpx.post(url, data={"action": "pay"}, follow_redirects=True)
        assert str(back.url) == f"{session.url}/billing?bought" and "Go back to your app" in back.text
        deadline = time.monotonic() + PATIENCE
        while person.get("/v1/me").json()["data"]["plan"]["code"] != "premium":
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        session.stop()
    assert "nothing is charged" in session.output and not left_over(home)
    session = Session(home, API_PORT=str(session.port), **fake).ready()
    try:
        env = {**environment(home), **fake}
        done = subprocess.run([sys.executable, "-m", "db.reconcile"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
        assert "All is as Stripe has it" in done.stdout and "1 looked at" in done.stdout, done.stdout + done.stderr
    finally:
        session.stop()


def test_a_home_is_shared_with_nobody(home):
    session = Session(home).ready()
    try:
        refused = run_refused(home)
        assert "is running already on" in refused
        assert httpx.get(f"{session.url}/health/ready").status_code == 200

        secrets = list((home / "secrets").iterdir())
        assert {path.name for path in secrets} >= {"jwt_keys.json", "syncstream_api.password"}
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in secrets)
        assert stat.S_IMODE((home / "secrets").stat().st_mode) == 0o700
        for pid in left_over(home):
            command_line = Path(f"/proc/{pid}/cmdline").read_text()
            assert not any(path.read_text() in command_line for path in secrets)

        cluster = Cluster(home)
        for user in ("postgres", "syncstream_api", "syncstream"):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(host="127.0.0.1", port=cluster.port, user=user, dbname="syncstream")
        if os.geteuid() == 0:
            for host in (cluster.run, "127.0.0.1"):
                psql = [
                    shutil.which("psql"),
                    "-w",
                    "-h",
                    str(host),
                    "-p",
                    str(cluster.port),
                    "-U",
                    "postgres",
                    "-d",
                    "syncstream",
                    "-c",
                    "select 1",
                ]
                done = subprocess.run(psql, user="nobody", extra_groups=[], cwd="/", capture_output=True, text=True)
                assert done.returncode == 2 and "1 row" not in done.stdout, done
    finally:
        session.stop()


def test_what_a_killed_session_left_does_not_block_the_next(home):
    for only_the_first in (True, False):
        session = Session(home).ready()
        if only_the_first:
            os.kill(session.process.pid, signal.SIGKILL)  # leaves PostgreSQL, and an API that is ending
            session.process.wait(PATIENCE)
            assert Cluster(home).running()
        else:
            gunicorn = session.gunicorn
            os.kill(session.process.pid, signal.SIGKILL)
            os.kill(gunicorn, signal.SIGKILL)  # its workers live on
            os.kill(int((home / "postgresql/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            session.process.wait(PATIENCE)
        again = Session(home, API_PORT=str(session.port)).ready()
        assert httpx.get(f"{again.url}/health/ready").status_code == 200
        again.stop()
        assert not left_over(home)


def test_a_stale_pid_file_that_names_another_process_does_no_harm(home):
    """After a reboot the number may be anybody's."""
    bystander = subprocess.Popen(["sleep", "600"], **({"user": "postgres"} if os.geteuid() == 0 else {}))
    try:
        (home / "postgresql/postmaster.pid").write_text(f"{bystander.pid}\n{home}/postgresql\n0\n1\n{home}/run\n127.0.0.1\n 1 1\nready\n")
        Session(home).ready().stop()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_an_interrupted_first_start_starts_over(place):
    home = place / "first"
    session = Session(home)
    deadline = time.monotonic() + PATIENCE
    while "Deploying changes" not in session.output:
        assert session.process.poll() is None and time.monotonic() < deadline, session.output
        time.sleep(0.02)
    session.kill_all()
    again = Session(home).ready()
    assert "starting over" in again.output
    again.stop()
    assert not left_over(home)


@pytest.mark.parametrize(("program", "name"), [(b"gunicorn", "The API"), (b"api.relay", "The relay")])
def test_one_that_ends_ends_all(home, program, name):
    session = Session(home).ready()
    os.kill(session.child(program), signal.SIGTERM)
    assert session.process.wait(PATIENCE) == 1
    assert f"{name} ended." in session.output
    assert not left_over(home)


# -- an existing server


def test_an_existing_server(place):
    server = Cluster(place / "server")
    server.create()
    server.start()
    home = place / "existing"
    try:
        target = Target.embedded(server)
        with target.connect("postgres") as connection:
            connection.execute("create role boss login superuser password 'boss''s secret %'")
            connection.execute("create role clerk login password 'clerk'")
        address = f"127.0.0.1:{server.port}"

        assert "is not a superuser" in run_refused(home, DATABASE_URL=f"postgresql://clerk:clerk@{address}/postgres")
        assert "password authentication failed" in run_refused(home, DATABASE_URL=f"postgresql://boss:wrong@{address}/tv")

        session = Session(home, DATABASE_URL=f"postgresql://boss:boss%27s%20secret%20%25@{address}/tv").ready()
        assert "database tv" in session.output and "VAULT_DIRECTORY is not set" in session.output
        body = {"email": new_email(), "password": PASSWORD}
        assert httpx.post(f"{session.url}/v1/auth/signup", json=body).status_code == 201
        demo = {"email": "demo@example.com", "password": "demo-password"}
        assert httpx.post(f"{session.url}/v1/auth/login", json=demo).status_code == 401, "a known password on somebody's server"
        for pid in left_over(home):
            assert b"boss" not in Path(f"/proc/{pid}/environ").read_bytes()
        assert not (home / "postgresql").exists()
        session.stop()
        assert not left_over(home)
        assert server.running()
    finally:
        server.stop("immediate")


# -- one sentence that says what to do


def run_refused(home: Path, command: list[str] | None = None, cwd: Path = ROOT, **more: str) -> str:
    """What a start that is refused says."""
    more.setdefault("API_PORT", str(free_port()))
    more.setdefault("RELAY_PORT", str(free_port()))
    done = subprocess.run(command or RUN, cwd=cwd, env=environment(home, **more), capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"API_PORT": "80000"}, "API_PORT is '80000'; it must be a"),
        ({"RELAY_PORT": "tv"}, "RELAY_PORT is 'tv'; it must be a"),
        ({"ALLOWED_ORIGINS": "app.example"}, "ALLOWED_ORIGINS has 'app.example'; it must look like https://"),
        ({"PUBLIC_URL": "https://tv.example/path"}, "PUBLIC_URL has"),
        ({"WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY is 'many'; it must be a whole number"),
        ({"JWT_KEYS_FILE": "/nonexistent"}, "JWT_KEYS_FILE cannot be read"),
        ({"STRIPE": "real"}, "STRIPE is 'real'; it may be `fake`"),
        ({"STRIPE": "fake", "STRIPE_API_KEY": "sk", "STRIPE_WEBHOOK_SECRET": "whsec"}, "STRIPE=fake and STRIPE_API_KEY exclude each other"),
        ({"STRIPE_API_KEY": "sk_test_x"}, "Billing needs both"),
        ({"DATABASE_URL": "what?"}, "DATABASE_URL is not a PostgreSQL address"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1"}, "DATABASE_URL names no database"),
        ({"DATABASE_URL": "postgresql://boss@127.0.0.1:1/tv"}, "Cannot connect to the database"),
    ],
)
def test_a_wrong_setting(place, settings, sentence):
    assert sentence in run_refused(place / "settings", **settings)


def test_a_port_in_use(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for name in ("API_PORT", "RELAY_PORT"):
            said = run_refused(place / "port", **{name: str(port)})
            assert f"Port {port} is in use. Stop what uses it, or choose another: {name}=" in said


def test_a_broken_state_directory(place):
    not_ours = place / "not-ours"
    (not_ours / "postgresql").mkdir(parents=True)
    (not_ours / "postgresql/holiday.jpg").touch()
    assert "is not a PostgreSQL data directory. Move it away" in run_refused(not_ours)
    assert (not_ours / "postgresql/holiday.jpg").exists()

    older = place / "older"
    (older / "postgresql").mkdir(parents=True)
    (older / "postgresql/PG_VERSION").write_text("9\n")
    assert "was made by PostgreSQL 9, but" in run_refused(older)

    file = place / "file"
    file.touch()
    assert "cannot be used: Not a directory" in run_refused(file / "home")
    file.unlink()

    assert "is too long a path for a Unix socket" in run_refused(place / ("long" * 25))

    damaged = place / "damaged"
    (damaged / "postgresql").mkdir(mode=0o700, parents=True)
    (damaged / "run").mkdir()
    (damaged / "postgresql/PG_VERSION").write_text(f"{Cluster(damaged).bin.parent.name}\n")
    for path in (damaged / "postgresql", damaged / "postgresql/PG_VERSION"):
        if os.geteuid() == 0:
            shutil.chown(path, "postgres")
    assert "PostgreSQL did not start" in run_refused(damaged)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_a_state_directory_that_postgres_cannot_reach(place):
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    assert "postgres, whom PostgreSQL runs as, cannot reach" in run_refused(closed / "home")


def test_postgresql_too_old(tmp_path, monkeypatch):
    (tmp_path / "13/bin").mkdir(parents=True)
    (tmp_path / "13/bin/initdb").touch()
    monkeypatch.setattr(db.cluster, "PROGRAMS", tmp_path)
    with pytest.raises(SetupError, match="PostgreSQL 15 or later is not installed. As administrator: apt-get install"):
        db.cluster.find_bin()


def test_a_server_too_old(system, monkeypatch):
    monkeypatch.setattr("db.deployment.MAJOR", 99)
    with pytest.raises(SetupError, match="The server is PostgreSQL .*; 99 or later is needed."):
        system.target.prepare()


def test_a_change_that_does_not_deploy(home, place):
    project = place / "project"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".*", "__pycache__", "tests"))
    with (project / "sqitch.plan").open("a") as plan:
        plan.write("base/broken 2026-11-23T00:00:00Z Somebody <somebody@example.com> # Broken\n")
    for folder in ("deploy", "revert", "verify"):
        (project / folder / "base/broken.sql").write_text("select from nowhere;\n")
    command = ["sh", "-c", f"{sys.executable} -m db.run 2>{place}/all >/dev/null; code=$?; tail -n 1 {place}/all >&2; exit $code"]
    assert run_refused(home, command=command, cwd=project) == "make run: sqitch deploy failed; its message is above."
    assert "nowhere" in (place / "all").read_text()
    (place / "all").unlink()
    shutil.rmtree(project)
    assert not left_over(home)


def test_packages_that_are_missing(tmp_path):
    """For somebody who is not root: which, and the command for an administrator."""
    for name, script in (("dpkg-query", "exit 1"), ("id", "echo 1000")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["db/setup"], cwd=ROOT, env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "An administrator must run: apt-get update && apt-get install -y" in done.stderr
    assert "sqitch" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["db.demo", "db.manage psql", "db.manage deploy"])
def test_what_needs_a_running_system_says_so(place, command):
    assert "Start it in another terminal: make run" in run_refused(place / "stopped", command=[sys.executable, "-m", *command.split()])
