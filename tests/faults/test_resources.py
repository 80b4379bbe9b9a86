"""What a machine runs out of: disk, memory. (Connections: test_database.py.)"""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.faults.test_database import children, same_workers
from tests.support.load import Load
from tests.support.people import Person

CGROUPS = Path("/sys/fs/cgroup")

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk and set a limit of memory")


# -- disk


@contextmanager
def table_on_a_small_disk(system, table: str):
    """A table in a tablespace of its own, on 16 MB."""
    place = system.directory / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", place], check=True)
    try:
        shutil.chown(place, "postgres", "postgres")
        with system.connect() as connection:
            connection.execute(f"create tablespace small location '{place}'")
            connection.execute(f"alter table {table} set tablespace small")
        try:
            yield
        finally:
            with system.connect() as connection:
                connection.execute("drop table if exists filler")
                connection.execute(f"alter table {table} set tablespace pg_default")
                connection.execute("drop tablespace small")
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)
        place.rmdir()


def fill_the_disk(system) -> None:
    with system.connect() as connection:
        connection.execute("create unlogged table filler tablespace small as select '' as text")
        for rows in (1000, 100, 10, 1):
            with pytest.raises(psycopg.errors.DiskFull):
                while True:
                    connection.execute("insert into filler select repeat('x', 1900) from generate_series(1, %s)", [rows])


@as_root
def test_when_a_disk_is_full_writing_to_it_is_refused_and_the_rest_goes_on(fragile):
    with (
        same_workers(fragile),
        table_on_a_small_disk(fragile, "app.profile"),
        Load(fragile, ("profiles", "me", "signup")) as others,
        Load(fragile, ("create",)) as writers,
    ):
        writers.wait_for(10)
        fill_the_disk(fragile)
        writers.wait_for(20, good=lambda answer: answer.status == 503)
        others.wait_for(20)
        with fragile.connect() as connection:
            connection.execute("drop table filler")
        writers.wait_for(20)
    assert set(others.statuses()) <= {200, 201}, others.statuses()
    assert set(writers.statuses()) <= {201, 503}, writers.statuses()
    writers.assert_nothing_lost()


# -- memory


@contextmanager
def little_memory(pid: int, megabytes: int):
    """A process that may take so much more, and no more: the kernel kills it, as it does a service at its MemoryMax."""
    old = CGROUPS / "memory"
    group = (old if old.is_dir() else CGROUPS) / f"syncstream-test-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as error:
        pytest.skip(f"no group for a limit of memory can be made here: {error}")
    try:
        limit = group / ("memory.limit_in_bytes" if old.is_dir() else "memory.max")
        if not limit.exists():
            pytest.skip("groups have no limit of memory here")
        limit.write_text(str(megabytes * 1024 * 1024))
        (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        deadline = time.monotonic() + 20
        while (group / "cgroup.procs").read_text().strip():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        group.rmdir()


@as_root
def test_a_worker_that_is_killed_for_its_memory_is_replaced(fragile):
    """A small body may be large when it is taken apart: 4 MB of empty lists are 90."""
    greedy = b'{"email": [' + b"[]," * 1_300_000 + b"[]]}"
    person = Person(fragile)
    with Load(fragile, threads=2) as load:
        before = children(fragile.api.pid)
        victim = min(before)
        with little_memory(victim, 40):
            deadline = time.monotonic() + 60
            while victim in children(fragile.api.pid):
                assert time.monotonic() < deadline
                with suppress(httpx.HTTPError):  # in the end, that it was cut off
                    httpx.post(f"{fragile.url}/v1/auth/signup", content=greedy, headers={"Content-Type": "application/json"}, timeout=30)
        while len(children(fragile.api.pid)) < len(before):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        load.wait_for(20)
    assert set(load.statuses()) <= {0, 200, 201}, load.statuses()
    assert load.statuses()[0] <= len(load.kinds) * 2, "only who was on it has noticed"
    load.assert_nothing_lost()
    person.get("/v1/me")
