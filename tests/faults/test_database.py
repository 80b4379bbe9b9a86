"""PostgreSQL fails, stops, hangs, is full, while clients call: only 503 and 504 meanwhile, and back without a restart."""

import os
import signal
import time
from contextlib import contextmanager

import psycopg
import pytest

from db.cluster import SetupError
from tests.support.load import Load
from tests.support.people import Person, refusal

RECOVERY_SECONDS = 5


def children(pid: int) -> set[int]:
    found: set[int] = set()
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as file:
            found |= set(map(int, file.read().split()))
    return found


@contextmanager
def same_workers(system):
    """No process of the API ends meanwhile."""
    before = children(system.api.pid)
    yield
    assert children(system.api.pid) == before


def wait_until_connectable(system) -> None:
    """Until PostgreSQL takes connections (again)."""
    deadline = time.monotonic() + 60
    while True:
        try:
            system.connect().close()
            return
        except (SetupError, psycopg.OperationalError):
            assert time.monotonic() < deadline


def backends(system, name: str = "%") -> list[int]:
    with system.connect() as connection:
        query = "select pid from pg_stat_activity where usename = 'syncstream_api' and application_name like %s order by pid"
        return [pid for (pid,) in connection.execute(query, [f"syncstream-api {name}%"])]


def assert_only_503_and_504(load: Load) -> None:
    assert set(load.statuses()) <= {200, 201, 503, 504}, load.statuses()


def kill_a_backend(system) -> None:
    """PostgreSQL then ends all others and starts anew, since that one may have left its memory half written."""
    victim = backends(system, "member write")[0]
    with pytest.raises(psycopg.OperationalError), system.connect() as witness:
        os.kill(victim, signal.SIGKILL)
        while True:
            witness.execute("select 1")


def restart_at_once(system) -> None:
    system.cluster.restart("immediate")


def terminate_all(system) -> None:
    with system.connect() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'syncstream_api'")


@pytest.mark.parametrize("fault", [kill_a_backend, restart_at_once, terminate_all])
def test_the_api_survives_and_recovers(fragile, fault):
    with same_workers(fragile), Load(fragile) as load:
        load.wait_for(20)
        for _ in range(2):
            fault(fragile)
            wait_until_connectable(fragile)
            load.wait_for(1, RECOVERY_SECONDS)
        load.wait_for(20)
    assert_only_503_and_504(load)
    load.assert_nothing_lost()


def test_a_read_is_repeated_unseen_where_its_connection_ends(fragile):
    with Load(fragile, ("profiles", "me"), threads=4) as load:
        for _ in range(20):
            terminate_all(fragile)
            load.wait_for(10)  # so that no call meets three of these, after which it would be told
    assert set(load.statuses()) == {200}, load.statuses()


def test_while_the_database_is_away_calls_are_refused_at_once(fragile):
    with same_workers(fragile), Load(fragile) as load:
        fragile.cluster.stop("immediate")
        load.wait_for(20, good=lambda answer: answer.status == 503)
        assert fragile.client().get("/health/live").status_code == 200
        refusal(fragile.client().get("/health/ready"), 503, "unavailable")
        fragile.cluster.start()
        load.wait_for(1, RECOVERY_SECONDS)
    assert_only_503_and_504(load)
    load.assert_nothing_lost()


def test_when_no_more_connections_are_to_be_had_calls_are_refused_until_there_are(fragile):
    with same_workers(fragile), Load(fragile) as load:
        with fragile.connect() as connection:
            connection.execute("alter role syncstream_api connection limit 0")
            terminate_all(fragile)
            load.wait_for(20, good=lambda answer: answer.status == 503)
            connection.execute("alter role syncstream_api connection limit -1")
        load.wait_for(1, RECOVERY_SECONDS)
    assert_only_503_and_504(load)
    load.assert_nothing_lost()


def test_with_fewer_connections_than_wanted_it_goes_on_with_those_it_has(fragile):
    with Load(fragile, ("profiles", "create"), threads=8) as load:
        with fragile.connect() as connection:
            connection.execute(f"alter role syncstream_api connection limit {len(backends(fragile))}")
        try:
            load.wait_for(20)  # and the wish for more is no failure
            assert_only_503_and_504(load)
        finally:
            with fragile.connect() as connection:
                connection.execute("alter role syncstream_api connection limit -1")


@contextmanager
def frozen(pids: list[int]):
    """Processes that do not answer, and do not end either."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def idle_backends(system, name: str = "%") -> list[int]:
    """Of connections that are there and do nothing: one that holds a lock would hold up others by that."""
    with Load(system, ("profiles", "create")) as load:
        load.wait_for(20)
    deadline = time.monotonic() + 60
    with system.connect() as connection:
        query = "select bool_and(state = 'idle') from pg_stat_activity where usename = 'syncstream_api'"
        while not connection.execute(query).fetchone()[0]:
            assert time.monotonic() < deadline
    return backends(system, name)


@pytest.mark.parametrize("name", ["member read", "member write"])
def test_a_backend_that_hangs_is_given_up_and_others_do_its_work(fragile, name):
    load = Load(fragile, ("profiles", "me", "create"), threads=4)
    with same_workers(fragile), frozen(idle_backends(fragile, name)[:1]), load:
        deadline = time.monotonic() + 40
        while not load.statuses()[504] and time.monotonic() < deadline:
            load.wait_for(10)  # nobody else waits for whoever is on it
    assert_only_503_and_504(load)
    assert 1 <= load.statuses()[504] <= 4, load.statuses()
    assert not load.statuses()[503]
    load.assert_nothing_lost()


def test_when_all_backends_hang_others_take_their_place(fragile):
    load = Load(fragile)
    with same_workers(fragile), frozen(idle_backends(fragile)), load:
        load.wait_for(3)
    assert_only_503_and_504(load)
    load.assert_nothing_lost()


def test_when_postgresql_hangs_altogether_nobody_waits_for_ever(fragile):
    postmaster = int((fragile.cluster.data / "postmaster.pid").read_text().split()[0])
    with same_workers(fragile), Load(fragile) as load:
        with frozen([postmaster, *children(postmaster)]):
            load.wait_for(2, 55, good=lambda answer: answer.status in (503, 504))
        load.wait_for(1, RECOVERY_SECONDS)
    assert_only_503_and_504(load)
    load.assert_nothing_lost()


def test_a_row_that_stays_locked_is_busy_and_holds_up_nobody_else(fragile):
    owner = Person(fragile, plan="ultimate")
    with fragile.connect() as connection, connection.transaction():
        connection.execute("select from app.account_counter where account_id = %s for update", [owner.account_id])
        with Load(fragile, ("profiles", "create")) as load:
            owner.refused(503, "unavailable", "POST", "/v1/profiles", {"name": "Ada"})
        assert set(load.statuses()) <= {200, 201}
    owner.profile()
