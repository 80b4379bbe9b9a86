"""A streaming standby: what may be asked of it, and how it takes over."""

import copy
import os
import shutil
import socket
import subprocess
import time

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from db.backup import recovered
from db.cluster import Cluster
from db.deployment import Target
from db.run import start_api, wait_until_ready
from tests.support.load import Load
from tests.support.people import Person
from tests.support.system import free_port

PATIENCE = 60


@pytest.fixture
def standby(site):
    """As docs/operations.md makes one: a base backup that follows."""
    home = site.directory / "standby"
    home.mkdir(mode=0o711)
    cluster = Cluster(home)
    command = [cluster.bin / "pg_basebackup", "-D", cluster.data, "--write-recovery-conf", "--checkpoint=fast"]
    subprocess.run(command, env=site.target.environment, check=True)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "postgres:postgres", cluster.data], check=True)
    cluster.create()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop("immediate")
        shutil.rmtree(home)


def following(site, *clusters: Cluster) -> str:
    """The API's address of several servers, as docs/operations.md has it."""
    login = site.api_environment["API_DATABASE_URL"]
    hosts = {"host": ",".join(str(cluster.run) for cluster in clusters), "port": ",".join(str(cluster.port) for cluster in clusters)}
    return make_conninfo(login, **hosts, target_session_attrs="primary")


def until(statement: str, connection: psycopg.Connection) -> None:
    deadline = time.monotonic() + PATIENCE
    while not connection.execute(statement).fetchone()[0]:
        assert time.monotonic() < deadline, statement
        time.sleep(0.02)


def test_it_has_what_the_primary_has_and_only_reads(site, standby):
    person = Person(site)
    with Target.embedded(standby).connect() as connection:
        until(f"select exists (select from app.account where account_id = '{person.account_id}')", connection)
        for statement in ("delete from app.account", "update app.plan set max_profiles = 9", "create temporary table t ()"):
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                connection.execute("begin; " + statement)
            connection.execute("rollback")


def test_it_takes_over_and_the_api_follows(site, standby):
    """With a synchronous standby nothing that was acknowledged is lost, though the primary dies at once."""
    there = copy.copy(site)
    there.port = free_port()
    there.url = f"http://127.0.0.1:{there.port}"
    settings = {"API_PORT": str(there.port), "API_DATABASE_URL": following(site, site.cluster, standby)}
    api = start_api(site.api_environment | settings, log=site.directory / "following.log")
    try:
        wait_until_ready(there.url, api)
        with site.connect() as connection:
            connection.execute("alter system set synchronous_standby_names = '*'")
            connection.execute("select pg_reload_conf()")
            until("select exists (select from pg_stat_replication where sync_state = 'sync')", connection)
        with Load(there) as load:
            load.wait_for(10)
            site.cluster.stop("immediate")
            load.wait_for(3, good=lambda answer: answer.status == 503)
            there.target = Target.embedded(standby)
            with there.connect() as connection:
                connection.execute("alter system reset synchronous_standby_names")
                connection.execute("select pg_promote()")
            recovered(there.target, site.home)
            assert load.wait_for(10) < 10
        assert set(load.statuses()) <= {200, 201, 503, 504}, load.statuses()
        load.assert_nothing_lost()
    finally:
        api.terminate()
        api.wait(30)
        site.cluster.start()
        with site.connect() as connection:
            connection.execute("alter system reset synchronous_standby_names")
            connection.execute("select pg_reload_conf()")
        site.wait_until_ready()


def test_a_host_that_is_gone_without_a_word_does_not_hide_the_next(site):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing
        port = free_port()
        hosts = {"host": "127.0.0.1,127.0.0.1", "port": f"{silent.getsockname()[1]},{site.cluster.port}"}
        address = make_conninfo(site.api_environment["API_DATABASE_URL"], **hosts, target_session_attrs="primary")
        settings = {"API_PORT": str(port), "API_DATABASE_URL": address, "WEB_CONCURRENCY": "1"}
        api = start_api(site.api_environment | settings, log=site.directory / "silent.log")
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", api)
            assert httpx.get(f"http://127.0.0.1:{port}/v1/plans", timeout=30).status_code == 200
        finally:
            api.terminate()
            api.wait(30)


def test_why_the_address_says_primary_and_not_read_write(site):
    """libpq takes a connection that only reads by default, as the API's for reading are, for one to a standby."""
    address = make_conninfo(site.api_environment["API_DATABASE_URL"], options="-c default_transaction_read_only=on")
    psycopg.connect(address, target_session_attrs="primary").close()
    with pytest.raises(psycopg.OperationalError, match="session is read-only"):
        psycopg.connect(address, target_session_attrs="read-write")
