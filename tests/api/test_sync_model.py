"""Devices that are offline, late, wrong about the time and interrupted come to the same state, and to the right one.

Several devices of one profile, the clients of docs/examples in both languages, do what hypothesis thinks of. Every call that
reaches the server is given to a sequential model of the contract as well; its results, and at the end every row, must be
the server's.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs.examples.sync_client import SyncClient
from tests.support.js_client import JsSyncClient
from tests.support.sync import watcher
from tests.support.sync_model import Model

# Everything is sent at NOON, by the devices' clocks, and happened some minutes before, each thing in a minute of its own:
# the few seconds that a run really takes change no order.
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
STRANGERS = "00000000-0000-4000-8000-000000000000"
AHEAD = [timedelta(days=1), timedelta(days=-1), timedelta(hours=1)]


class MemoryStore:
    def load(self):
        return None

    def save(self, state):
        pass


class World:
    def __init__(self, person, node: list[JsSyncClient]):
        self.person = person
        self.model = Model({person.home})
        self.minute = 0
        self.deliveries = 0
        self.now = NOON
        self.fault = None
        self.applied: dict[tuple[str, str], tuple[int, str]] = {}
        self.devices = [
            SyncClient(self.transport, MemoryStore(), f"device-{n}", now=lambda n=n: self.now + AHEAD[n], changes_a_call=3 + n)
            for n in range(2)
        ]
        for n, device in enumerate(self.devices):
            device.insist = False
            device.on_conflict = lambda op, current, device=device: device.insist
            assert device.device_id == f"device-{n}"
        self.devices.append(JsSyncClient(self.transport, "device-2", lambda: self.now + AHEAD[2], changes_a_call=4))
        node.append(self.devices[-1])

    # -- the network

    def transport(self, body: dict) -> dict:
        fault, self.fault = self.fault, None
        if fault == "request lost":
            raise OSError(fault)
        answer = self.deliver(body)
        if fault == "repeated":
            answer = self.deliver(body)
        if fault == "answer lost":
            raise OSError(fault)
        return answer

    def deliver(self, body: dict) -> dict:
        answer = self.person.post("/v1/sync", body)
        self.deliveries += 1
        now = NOON.timestamp() + self.deliveries / 1000
        late = datetime.fromisoformat(body["client_now"]).timestamp() - NOON.timestamp()
        for op, result in zip(body["ops"], answer["results"], strict=True):
            event_at = datetime.fromisoformat(op["event_at"]).timestamp() - late
            expected = self.model.take(op, result.get("rev", 0), now, event_at)
            told = {name: value for name, value in result.items() if name != "op_id"}
            if told["status"] == "conflict":
                told["current"] = told["current"] and told["current"]["rev"]
            assert told == expected, op
            if result["status"] == "applied":
                self.applied[op["entity"], op["item"]] = (result["rev"], op["type"])
        return answer

    # -- the people

    def act(self, device, call: str, *args, future: bool = False) -> None:
        self.minute += 1
        self.now = NOON + (timedelta(days=2) if future else timedelta(minutes=self.minute - 1000))
        getattr(device, call)(*args)
        self.now = NOON

    def sync(self, device, fault: str | None, insist: bool) -> None:
        self.fault, device.insist = fault, insist
        try:
            device.sync()
        except OSError:
            assert fault in ("request lost", "answer lost")
        self.fault = None

    # -- the end

    def check(self) -> None:
        for _ in range(2):
            for device in self.devices:
                self.sync(device, None, False)
        expected = self.model.state()
        for device in self.devices:
            assert device.state["queue"] == []
            assert {(e, key): row for e in ("favorite", "progress") for key, row in device.state["rows"][e].items()} == self.rows()
            for entity in ("favorite", "progress"):
                assert device.view(entity) == device.state["rows"][entity]
        for key, row in self.rows().items():
            assert {name: row[name] for name in expected[key]} == expected[key], key
        assert set(self.rows()) == set(expected)
        # What was acknowledged is there: of each item what was last applied, and a deleted one only if a put came later.
        for key, (rev, type) in self.applied.items():
            assert (key in expected) == (type == "put")
            assert type == "delete" or expected[key]["rev"] == rev
        history = [(row["item"], row["playback_id"]) for row in self.person.get("/v1/history", params={"limit": 200})["items"]]
        assert sorted(history, key=repr) == sorted(self.model.finished, key=repr)

    def rows(self) -> dict[tuple[str, str], dict]:
        return {
            (entity, row["item"]): row
            for entity, path in (("favorite", "/v1/favorites"), ("progress", "/v1/progress"))
            for row in self.person.get(path, params={"limit": 200})["items"]
        }


devices = st.integers(0, 2)
items = st.sampled_from("abc")
steps = st.one_of(
    st.tuples(
        st.just("keep"),
        devices,
        items,
        st.fixed_dictionaries({}, optional={"group": st.sampled_from(["A", "B", None]), "title": st.just("T")}),
    ),
    st.tuples(
        st.just("watch"),
        devices,
        items,
        st.fixed_dictionaries(
            {"position_ms": st.integers(0, 100)},
            optional={"duration_ms": st.sampled_from([0, 100]), "completed": st.sampled_from([True, False, None])},
        ),
        st.sampled_from(["p", "q", None]),
    ),
    st.tuples(st.just("delete"), devices, items, st.sampled_from(["favorite", "progress"])),
    st.tuples(st.just("bad"), devices, st.sampled_from(["stranger", "unknown", "invalid"])),
    st.tuples(st.just("future"), devices, items),
    *[st.tuples(st.just("sync"), devices, st.sampled_from([None, None, "request lost", "answer lost", "repeated"]), st.booleans())] * 3,
)


@pytest.fixture(scope="module")
def family(system):
    from tests.support.people import Person

    return watcher(lambda **options: Person(system, **options), plan="ultimate")


@settings(max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False)
@given(st.lists(steps, min_size=5, max_size=40))
def test_devices_converge_to_what_the_contract_says(family, plan):
    family.select(family.profile("One more")["id"])
    node: list[JsSyncClient] = []
    try:
        world = World(family, node)
        playing = 0
        for kind, number, *args in plan:
            device = world.devices[number]
            if kind == "sync":
                world.sync(device, *args)
            elif kind == "keep":
                world.act(device, "put", "favorite", f"movie:{family.home}:{args[0]}", args[1])
            elif kind == "watch":
                playback = args[2] and f"{number}/{args[2]}"
                world.act(device, "put", "progress", f"movie:{family.home}:{args[0]}", args[1], playback)
            elif kind == "delete":
                world.act(device, "delete", args[1], f"movie:{family.home}:{args[0]}")
            elif kind == "future":
                playing += 1
                world.act(device, "put", "progress", f"movie:{family.home}:{args[0]}", {"position_ms": playing}, future=True)
            elif args[0] == "stranger":
                world.act(device, "put", "favorite", f"movie:{STRANGERS}:1", {})
            elif args[0] == "unknown":
                world.act(device, "put", "favorite", f"movie:{family.home}:a", {"colour": "red"})
            else:
                world.act(device, "put", "progress", f"movie:{family.home}:a", {"position_ms": "far"})
        world.check()
    finally:
        for device in node:
            device.close()
