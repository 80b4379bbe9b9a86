"""A cursor never skips a change, whatever commits late beside it.

Sixteen writers and polling readers on one profile: what each reader was sent, page by page, is what was written. And the same
test finds the gap when numbers come from a plain sequence, or else it would show nothing.
"""

import threading
import time

import pytest

from tests.support.people import Person
from tests.support.sync import Device, watcher
from tests.support.system import System

WRITERS, READERS, SECONDS = 16, 3, 4

# A sequence gives its numbers in order, too. But who took the lower one may commit after the higher one was read.
# Each step is wide enough for all that a call may take: they are its own, and follow each other, as they do by the counter.
PLAIN_SEQUENCE = """
create sequence private.plain_rev start 1000000 increment 10000;
grant usage on sequence private.plain_rev to kid, member;
alter table app.account_counter rename to account_counter_before;
create view app.account_counter as
    select b.account_id, (select s.last_value + 9999 from private.plain_rev s) as rev, b.pruned_rev, b.shown_rev
    from app.account_counter_before b;
grant select on app.account_counter to kid, member;
create or replace function private.account_next_rev(account_id uuid, count integer default 1) returns bigint
language plpgsql volatile
as $$
declare
    v_rev bigint := nextval('private.plain_rev') + account_next_rev.count;
begin
    perform pg_sleep(random() * 0.02);
    return v_rev;
end
$$;
create or replace function private.sync_prune() returns void language sql return null;
"""


@pytest.fixture(scope="module")
def own_system():
    system = System()
    try:
        system.create().deploy()
        system.start_api()
        yield system
    finally:
        system.close()


class Run:
    def __init__(self, person: Person, name: str):
        self.person, self.name = person, name
        self.written: dict[tuple[str, str], int] = {}  # its last rev
        self.until = time.monotonic() + SECONDS
        self.writing = True
        self.failures: list[BaseException] = []

    def worker(self, work, number: int) -> None:
        person = object.__new__(Person)  # the same one, with a connection of its own
        person.http = self.person.system.client(Authorization=f"Bearer {self.person.access_token}")
        try:
            work(person, number)
        except BaseException as error:
            self.failures.append(error)
        finally:
            person.http.close()

    def write(self, person: Person, number: int) -> None:
        """In all three ways there are, new rows and the same ones again."""
        device = Device(person, f"writer-{number}")
        n = 0
        while time.monotonic() < self.until:
            n += 1
            provider_id = f"{self.name}-{number}-{n // 2}"
            body = {"playlist_id": self.person.home, "kind": "movie", "provider_id": provider_id}
            item = f"movie:{self.person.home}:{provider_id}"
            if number % 3 == 0:
                self.written["progress", item] = person.put("/v1/progress", {**body, "position_ms": n})["rev"]
            elif number % 3 == 1:
                self.written["favorite", item] = person.put("/v1/favorites", {**body, "rank": n})["rev"]
            else:
                results = device.push(device.watch(item, n), device.keep(item, rank=n))
                for entity, result in zip(("progress", "favorite"), results, strict=True):
                    if result["status"] == "applied":
                        self.written[entity, item] = result["rev"]

    def read(self, person: Person, number: int) -> None:
        device = Device(person, f"reader-{number}")
        seen: dict[tuple[str, str], int] = {}
        last = 0
        while True:
            finishing = not self.writing  # asked before what may be the last pull
            for change in device.pull(limit=(7, 50, 500)[number % 3]):
                assert change["rev"] > last, "in their order"
                last = change["rev"]
                if change["entity"] in ("favorite", "progress"):
                    seen[change["entity"], change["key"]] = change["rev"]
            if finishing:
                break
            time.sleep(0.01)
        self.seen[number] = seen

    def run(self) -> list[set]:
        """What each reader was not sent."""
        self.seen: dict[int, dict] = {}
        writers = [threading.Thread(target=self.worker, args=(self.write, n)) for n in range(WRITERS)]
        readers = [threading.Thread(target=self.worker, args=(self.read, n)) for n in range(READERS)]
        for thread in readers + writers:
            thread.start()
        for thread in writers:
            thread.join()
        self.writing = False
        for thread in readers:
            thread.join()
        assert not self.failures, self.failures
        for seen in self.seen.values():
            assert set(seen) <= set(self.written)
        return [set(self.written.items()) - set(seen.items()) for seen in self.seen.values()]


def test_readers_miss_nothing_and_would_with_a_plain_sequence(own_system):
    person = watcher(lambda **options: Person(own_system, **options))
    run = Run(person, "locked")
    missed = run.run()
    assert len(run.written) > WRITERS and missed == [set()] * READERS

    with own_system.connect() as connection:
        connection.execute(PLAIN_SEQUENCE)
    own_system.stop_api()
    own_system.start_api()
    run = Run(person, "plain")
    run.written = dict.fromkeys(run_keys(person), 0)  # from before: sent again, or not
    missed = run.run()
    fresh = {key for reader in missed for key, _ in reader if "plain-" in key[1]}
    assert fresh, "a plain sequence must show the gap: else this test is blind"


def run_keys(person: Person) -> list[tuple[str, str]]:
    return [(change["entity"], change["key"]) for change in Device(person, "all").pull() if change["entity"] in ("favorite", "progress")]
