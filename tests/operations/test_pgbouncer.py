"""Where PgBouncer fits, and where not: the version that Debian has, with the settings that are ours."""

import os
import subprocess
import time
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from db.cluster import ROOT
from tests.support.system import free_port

CLERK, PASSWORD = "pooled_analyst", "of-analysts"


@pytest.fixture(scope="module")
def clerk(site):
    """A login that reads, as an analyst's."""
    with site.connect() as connection:
        connection.execute(f"create role {CLERK} login password '{PASSWORD}' in role analyst")
        connection.execute(f"alter role {CLERK} set statement_timeout = '30s'")
        connection.execute(f"grant connect on database syncstream to {CLERK}")
    yield CLERK
    with site.connect() as connection:
        connection.execute(f"drop owned by {CLERK}; drop role {CLERK}")


@contextmanager
def pgbouncer(site, **changes: str):
    """Its port. With our settings but for the places, and what a test asks for."""
    directory = site.directory / f"pgbouncer-{free_port()}"
    directory.mkdir(mode=0o755)
    password = psycopg.conninfo.conninfo_to_dict(site.api_environment["API_DATABASE_URL"])["password"]
    (directory / "userlist.txt").write_text(f'"{CLERK}" "{PASSWORD}"\n"syncstream_api" "{password}"\n')
    port = free_port()
    settings = {
        "syncstream": f"host=127.0.0.1 port={site.cluster.port} dbname=syncstream",
        "listen_port": str(port),
        "unix_socket_dir": "",
        "auth_file": str(directory / "userlist.txt"),
        "logfile": str(directory / "log"),
        "pidfile": str(directory / "pid"),
        **changes,
    }
    lines = []
    for line in (ROOT / "db/server/pgbouncer.ini").read_text().splitlines():
        name = line.partition(" = ")[0]
        lines.append(f"{name} = {settings[name]}" if name in settings else line)
    (directory / "pgbouncer.ini").write_text("\n".join(lines) + "\n")
    root = os.geteuid() == 0  # it refuses to be root
    if root:
        subprocess.run(["chown", "-R", "postgres:postgres", directory], check=True)
    process = subprocess.Popen(["pgbouncer", "--quiet", *(["--user=postgres"] if root else []), directory / "pgbouncer.ini"])
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                connect(port).close()
                break
            except psycopg.OperationalError:
                assert process.poll() is None and time.monotonic() < deadline, (directory / "log").read_text()
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def connect(port: int, user: str = CLERK, password: str = PASSWORD, **options) -> psycopg.Connection:
    address = {"host": "127.0.0.1", "port": port, "user": user, "password": password, "dbname": "syncstream"}
    return psycopg.connect(**address, **options, autocommit=True, prepare_threshold=None)


def test_many_analysts_share_few_connections(site, clerk):
    with pgbouncer(site) as port, ExitStack() as stack:
        clients = [stack.enter_context(connect(port)) for _ in range(50)]
        for _ in range(3):
            for client in clients:
                row = client.execute("select current_user, current_setting('statement_timeout')").fetchone()
                assert row == (CLERK, "30s"), "each login has its own pool, so row-level security and limits hold"
        with site.connect() as connection:
            (used,) = connection.execute("select count(*) from pg_stat_activity where usename = %s", [CLERK]).fetchone()
        assert 1 <= used <= 4


def test_the_api_is_refused_and_says_why(site, clerk):
    """It sets its role and its timeouts as it connects: this version of PgBouncer takes no options, in no mode."""
    password = psycopg.conninfo.conninfo_to_dict(site.api_environment["API_DATABASE_URL"])["password"]
    for mode in ("session", "transaction"):
        refused = pytest.raises(psycopg.OperationalError, match="unsupported startup parameter: options")
        with pgbouncer(site, pool_mode=mode) as port, refused:
            connect(port, "syncstream_api", password, options="-c role=member")
        with (
            pgbouncer(site, pool_mode=mode, ignore_startup_parameters="extra_float_digits,options") as port,
            connect(port, "syncstream_api", password, options="-c role=member") as connection,
        ):
            (role,) = connection.execute("select current_user").fetchone()
            assert role == "syncstream_api", "told to ignore them, it does: nobody's role, and no timeout"


def test_what_a_connection_given_back_forgets(site, clerk):
    """Why the API and the relay would fail by transaction pooling even so."""
    with pgbouncer(site) as port, connect(port) as first, connect(port) as second:
        first.execute("prepare mine as select 1")
        with second.transaction():
            second.execute("select 1")  # has the connection now that the statement was prepared on
            with pytest.raises(psycopg.errors.InvalidSqlStatementName):
                first.execute("execute mine")
        first.execute("listen party")
        with second.transaction():
            second.execute("select 1")  # and now it has the one that listens
            with site.connect() as connection:
                connection.execute("notify party")
        assert not list(first.notifies(timeout=1))
    with pgbouncer(site, pool_mode="session") as port, connect(port) as first:
        first.execute("listen party")
        with site.connect() as connection:
            connection.execute("notify party")
        assert [notify.channel for notify in first.notifies(timeout=10, stop_after=1)] == ["party"]
