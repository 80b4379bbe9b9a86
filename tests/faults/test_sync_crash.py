"""Cursors outlive the database server, however it ends."""

import pytest

from tests.support.people import Person
from tests.support.sync import Device, watcher
from tests.support.system import System


@pytest.fixture(scope="module")
def own_system():
    system = System()
    try:
        system.create().deploy()
        system.start_api()
        with system.connect() as connection:  # what does not wait for the disk gets there late
            connection.execute("alter system set wal_writer_delay = '10s'")
            connection.execute("alter system set bgwriter_lru_maxpages = 0")
            connection.execute("select pg_reload_conf()")
        yield system
    finally:
        system.close()


@pytest.fixture
def ada(own_system):
    return watcher(lambda **options: Person(own_system, **options))


def heartbeat(person, position_ms: int) -> dict:
    return person.put("/v1/progress", {"playlist_id": person.home, "kind": "movie", "provider_id": "1", "position_ms": position_ms})


def test_a_restart(own_system, ada):
    phone, tv = Device(ada, "phone"), Device(ada, "tv")
    phone.apply(phone.watch(ada.film, 1))
    tv.pull()
    phone.apply(phone.keep(ada.film))
    own_system.cluster.restart()
    own_system.wait_until_ready()
    assert [(change["entity"], change["key"]) for change in tv.pull()] == [("favorite", ada.film)]


def test_a_crash_gives_no_number_out_twice_that_a_cursor_has_passed(own_system, ada):
    """Heartbeats do not wait for the disk. One that a device has heard of is there after a crash, or else the number that its
    cursor has passed would be another change's."""
    tv = Device(ada, "tv")
    tv.apply(tv.watch(ada.film, 1))
    tv.pull()
    for position_ms in range(2, 6):
        heartbeat(ada, position_ms)
    [change] = tv.pull()
    own_system.cluster.stop("immediate")
    own_system.cluster.start()
    own_system.wait_until_ready()
    assert change["data"]["position_ms"] == 5
    [row] = ada.get("/v1/progress")["items"]
    assert row["position_ms"] == 5, "it was told of, so it is there"
    other = f"movie:{ada.home}:2"
    [rev] = tv.apply(tv.watch(other, 1))
    assert rev > change["rev"]
    assert [change["key"] for change in tv.pull()] == [other]
