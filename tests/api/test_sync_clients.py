"""The sync clients of docs/examples, in both languages, as an app uses them."""

import importlib.util
import json
from datetime import UTC, datetime, timedelta

import pytest

from docs.examples.sync_client import FileStore, SyncClient, SyncError, http_transport
from tests.api.test_sync import age, prune
from tests.support.js_client import JsSyncClient
from tests.support.sync import Device, watcher

HOUR = 3600


@pytest.fixture
def ada(new_person):
    return watcher(new_person)


class Network:
    """What the client sends, and the ways in which it fails."""

    def __init__(self, person):
        self.person = person
        self.down = False
        self.lose_answers = 0
        self.calls = 0

    def __call__(self, body):
        if self.down:
            raise OSError("no network")
        self.calls += 1
        data = self.person.post("/v1/sync", body)
        if self.lose_answers:
            self.lose_answers -= 1
            raise OSError("the connection went")
        return data


class MemoryStore:
    def __init__(self):
        self.state = None

    def load(self):
        return json.loads(self.state) if self.state else None

    def save(self, state):
        self.state = json.dumps(state)


@pytest.fixture(params=["python", "javascript"])
def make_client(request):
    """Makes clients: with `insist`, a clock that may go wrong, and `rejected`, what was told of."""
    clients = []

    def make(send, device_id="client", changes_a_call=500):
        clock = type("Clock", (), {"offset": timedelta()})()

        def now():
            return datetime.now(UTC) + clock.offset

        if request.param == "javascript":
            client = JsSyncClient(send, device_id, now, changes_a_call)
            clients.append(client)
        else:
            rejected = []
            client = SyncClient(
                send,
                MemoryStore(),
                device_id,
                on_conflict=lambda op, current: client.insist,
                on_rejected=lambda op, code: rejected.append([op["op_id"], code]),
                now=now,
                changes_a_call=changes_a_call,
            )
            client.insist, client.rejected = False, rejected
        client.clock = clock
        return client

    yield make
    for client in clients:
        client.close()


def test_offline_first_then_everything_is_there(ada, make_client):
    network = Network(ada)
    client = make_client(network)
    network.down = True
    client.clock.offset = timedelta(days=-1)
    client.put("favorite", ada.film, {"title": "Heat"})
    client.put("progress", ada.film, {"position_ms": 5}, "client/1")
    assert client.view("favorite") == {ada.film: {"title": "Heat"}}
    with pytest.raises(OSError):
        client.sync()
    assert len(client.state["queue"]) == 2
    network.down = False
    client.sync()
    assert client.state["queue"] == []
    assert client.view("favorite")[ada.film] == ada.get("/v1/favorites")["items"][0]
    assert client.view("progress")[ada.film] == ada.get("/v1/progress")["items"][0]
    assert set(client.view("playlist")) == {ada.home} and set(client.view("profile")) == {ada.selected["id"]}


def test_a_lost_answer_counts_once(ada, make_client):
    network = Network(ada)
    client = make_client(network)
    client.put("progress", ada.film, {"position_ms": 95, "duration_ms": 100})
    network.lose_answers = 2
    for _ in range(2):
        with pytest.raises(OSError):
            client.sync()
    client.sync()
    assert (client.view("progress")[ada.film]["plays"], client.state["queue"]) == (1, [])
    assert len(ada.get("/v1/history")["items"]) == 1


def test_pages_and_the_cursor(ada, make_client):
    tv = Device(ada, "tv")
    items = [f"movie:{ada.home}:{n}" for n in range(10)]
    tv.apply(*(tv.keep(item) for item in items))
    network = Network(ada)
    client = make_client(network, changes_a_call=4)
    client.sync()
    assert set(client.view("favorite")) == set(items) and network.calls == 3
    client.sync()
    assert network.calls == 4
    tv.apply(tv.drop("favorite", items[0]))
    client.sync()
    assert set(client.view("favorite")) == set(items[1:])


def test_a_conflict_keeps_the_servers_row_or_insists(ada, make_client):
    tv, client = Device(ada, "tv"), make_client(Network(ada))
    for insist, position in ((False, 80), (True, 60)):
        client.sync()
        tv.push(tv.drop("progress", ada.film))
        client.put("progress", ada.film, {"position_ms": 60}, "client/1")
        tv.apply(tv.watch(ada.film, 80, playback_id="tv/1"))
        client.insist = insist
        client.sync()
        assert client.view("progress")[ada.film]["position_ms"] == position
        assert ada.get("/v1/progress")["items"][0]["position_ms"] == position


def test_insisting_on_what_was_deleted(ada, make_client):
    tv, client = Device(ada, "tv"), make_client(Network(ada))
    client.put("favorite", ada.film, {})
    client.sync()
    for insist in (False, True):
        client.clock.offset = -timedelta(minutes=1)
        client.put("favorite", ada.film, {"group": "A"})
        client.clock.offset = timedelta()
        tv.apply(tv.drop("favorite", ada.film))
        client.insist = insist
        client.sync()
        assert (ada.film in client.view("favorite")) is insist


def test_what_this_device_sent_just_before_is_in_nobodys_way(ada, make_client):
    client = make_client(Network(ada))
    client.put("progress", ada.film, {"position_ms": 95, "duration_ms": 100}, "client/1")
    client.put("progress", ada.film, {"position_ms": 1, "completed": False}, "client/2")  # from the beginning again
    client.put("progress", ada.film, {"position_ms": 2}, "client/2")
    client.sync()
    row = client.view("progress")[ada.film]
    assert (row["position_ms"], row["completed"], row["plays"]) == (2, False, 1)


def test_rejected_operations_are_told_of_and_undone(ada, make_client):
    client = make_client(Network(ada))
    bad = client.put("favorite", ada.film, {"colour": "red"})
    good = client.put("progress", ada.film, {"position_ms": 1})
    assert good and ada.film in client.view("favorite")
    client.sync()
    assert client.rejected == [[bad, "unknown_field"]]
    assert client.view("favorite") == {} and ada.film in client.view("progress")


def test_a_deleted_playlist_takes_its_items_along(ada, make_client):
    other = ada.playlist("Other")["id"]
    client = make_client(Network(ada), changes_a_call=1)
    client.put("favorite", f"movie:{other}:1", {})
    client.put("progress", f"movie:{other}:1", {"position_ms": 1})
    client.put("favorite", ada.film, {})
    client.sync()
    ada.delete(f"/v1/playlists/{other}")
    client.sync()
    assert set(client.view("favorite")) == {ada.film} and client.view("progress") == {} and set(client.view("playlist")) == {ada.home}


def test_starting_over_drops_what_was_not_sent_again_and_only_at_its_end(system, ada, make_client):
    items = [f"movie:{ada.home}:{n}" for n in range(8)]
    network = Network(ada)
    client = make_client(network, changes_a_call=3)
    for item in items:
        client.put("favorite", item, {})
    client.sync()
    tv = Device(ada, "tv")
    tv.apply(*(tv.drop("favorite", item) for item in items[:3]))
    age(system, ada)
    prune(system, ada)
    client.put("favorite", f"movie:{ada.home}:local", {})
    send, calls = network.person.post, []

    def interrupted(path, body):
        calls.append(body)
        if len(calls) == 2:
            raise OSError("in the middle")
        return send(path, body)

    network.person.post = interrupted
    with pytest.raises(OSError):
        client.sync()
    assert set(items) <= set(client.view("favorite"))
    network.person.post = send
    client.sync()
    assert set(client.view("favorite")) == {*items[3:], f"movie:{ada.home}:local"}


# -- over a real network


def test_javascript_fetches(system, ada):
    client = JsSyncClient(url=system.url, token=ada.access_token, now=lambda: datetime.now(UTC))
    try:
        client.put("favorite", ada.film, {"title": "Ran"})
        client.sync()
        assert client.view("favorite")[ada.film]["title"] == "Ran"
        ada.post("/v1/auth/logout")
        with pytest.raises(OSError, match="401"):
            client.sync()
    finally:
        client.close()


def test_python_sends_and_keeps_its_state_in_a_file(system, ada, tmp_path):
    store = FileStore(str(tmp_path / "sync.json"))

    def client(url=system.url):
        return SyncClient(http_transport(url, lambda: ada.access_token), store, "tv")

    nowhere = client("http://127.0.0.1:9")
    nowhere.put("favorite", ada.film, {"title": "Ran"})
    with pytest.raises(OSError):
        nowhere.sync()
    client().sync()  # another process, later
    assert client().view("favorite")[ada.film]["title"] == "Ran" and client().state["queue"] == []
    ada.post("/v1/auth/logout")
    with pytest.raises(SyncError) as caught:
        client().sync()
    assert (caught.value.status, caught.value.code) == (401, "unauthorized")


def test_python_needs_the_standard_library_alone():
    import ast
    import sys

    spec = importlib.util.find_spec("docs.examples.sync_client")
    with open(spec.origin) as file:
        tree = ast.parse(file.read())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
