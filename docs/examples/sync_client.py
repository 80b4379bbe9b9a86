"""A sync client for SyncStream TV, in Python's standard library alone.

It keeps what the server said and, apart from that, a queue of what the user did since. What an app shows is the one
with the other on top of it (`view`), so a change shows at once, online or not, and disappears by itself if refused.

    client = SyncClient(http_transport("https://api.example.com", lambda: access_token), FileStore("sync.json"), device_id="tv-1")
    client.put("progress", f"movie:{playlist_id}:1042", {"position_ms": 60_000, "duration_ms": 7_200_000}, playback_id="tv-1/17")
    client.sync()  # now, whenever `sync.changed` arrives on the socket, and when the network is back

One client is one profile on one device: start a new store when another profile is selected.
"""

import json
import os
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

ENTITIES = ("favorite", "progress", "playlist", "profile")
OPS_A_CALL = 1000  # the server takes 2,000, and 4 MiB
TRANSPORT = Callable[[dict], dict]


class SyncError(Exception):
    """An answer that was no success. Nothing is lost: the queue stays, and the next `sync` sends it again."""

    def __init__(self, status: int, envelope: dict):
        super().__init__(f"{status} {envelope.get('message')}")
        self.status = status
        self.code = (envelope.get("data") or {}).get("code")


def http_transport(base_url: str, access_token: Callable[[], str]) -> TRANSPORT:
    """Sends the body of one call and returns the answer's `data`. Without a network it raises OSError."""

    def send(body: dict) -> dict:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {access_token()}"}
        request = urllib.request.Request(f"{base_url}/v1/sync", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)["data"]
        except urllib.error.HTTPError as error:
            raise SyncError(error.code, json.load(error)) from None

    return send


class FileStore:
    """Keeps the state in a file: the old one or the new one is there, whenever the power goes."""

    def __init__(self, path: str):
        self.path = path

    def load(self) -> dict | None:
        try:
            with open(self.path, encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return None

    def save(self, state: dict) -> None:
        with open(f"{self.path}.new", "w", encoding="utf-8") as file:
            json.dump(state, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{self.path}.new", self.path)


class SyncClient:
    """`on_conflict(op, current)` is asked when another device was first; true: the user insists. `current` is the row
    that is there, None where it was deleted. `on_rejected(op, code)` is told of what the server will never take."""

    def __init__(
        self,
        send: TRANSPORT,
        store,
        device_id: str,
        on_conflict: Callable[[dict, dict | None], bool] = lambda op, current: False,
        on_rejected: Callable[[dict, str], None] = lambda op, code: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        changes_a_call: int = 500,
    ):
        self.send, self.store, self.device_id = send, store, device_id
        self.on_conflict, self.on_rejected = on_conflict, on_rejected
        self.now, self.changes_a_call = now, changes_a_call
        self.state = store.load() or {"cursor": None, "rows": {entity: {} for entity in ENTITIES}, "queue": []}

    # -- what the user does; works offline

    def put(self, entity: str, item: str, data: dict, playback_id: str | None = None) -> str:
        return self._enqueue({"entity": entity, "type": "put", "item": item, "data": data, "playback_id": playback_id})

    def delete(self, entity: str, item: str) -> str:
        return self._enqueue({"entity": entity, "type": "delete", "item": item})

    def view(self, entity: str) -> dict[str, dict]:
        """Rows by key, as the user should see them now."""
        rows = dict(self.state["rows"][entity])
        for op in self.state["queue"]:
            if op["entity"] == entity and op["type"] == "put":
                rows[op["item"]] = {**rows.get(op["item"], {}), **op["data"]}
            elif op["entity"] == entity:
                rows.pop(op["item"], None)
        return rows

    # -- what the network does

    def sync(self) -> None:
        """Sends the queue and fetches what changed. Whatever interrupts it, call it again."""
        cursor = self.state["cursor"]
        sent_again: dict[str, set[str]] | None = None
        own_revs: set[int] = set()
        while True:
            ops = self.state["queue"][:OPS_A_CALL]
            answer = self.send(
                {
                    "device_id": self.device_id,
                    "client_now": self.now().isoformat(),  # this clock may be wrong: the server takes differences to it
                    "cursor": cursor,
                    "limit": self.changes_a_call,
                    "ops": ops,
                }
            )
            self._settle(ops, answer["results"], own_revs)
            if answer["resync"]:
                sent_again = {entity: set() for entity in ENTITIES}
            for change in answer["changes"]:
                self._apply(change)
                if sent_again is not None:
                    sent_again[change["entity"]].add(change["key"])
            cursor = answer["next_cursor"]
            if sent_again is not None and not answer["has_more"]:
                # We were away for longer than deletions are remembered. Only now, with all of it here, is what was not
                # sent again known to be gone.
                for entity, keys in sent_again.items():
                    self.state["rows"][entity] = {key: row for key, row in self.state["rows"][entity].items() if key in keys}
                sent_again = None
            if sent_again is None:  # else, interrupted, start over again
                self.state["cursor"] = cursor
            self.store.save(self.state)
            if not answer["has_more"] and not self.state["queue"]:
                return

    # -- details

    def _enqueue(self, op: dict) -> str:
        seen = self.state["rows"][op["entity"]].get(op["item"])
        op = {"op_id": str(uuid.uuid4()), "event_at": self.now().isoformat(), "base_rev": seen and seen["rev"], **op}
        self.state["queue"].append(op)
        self.store.save(self.state)  # before the screen shows it
        return op["op_id"]

    def _settle(self, ops: list[dict], results: list[dict], own_revs: set[int]) -> None:
        """An operation leaves the queue when it was answered, not when it was sent. An answer that got lost does no
        harm: the same op_id sent again counts once, and answers `duplicate`."""
        del self.state["queue"][: len(ops)]
        insisted = []
        for op, result in zip(ops, results, strict=True):
            if result["status"] in ("applied", "duplicate"):
                own_revs.add(result["rev"])
            elif result["status"] == "rejected":
                self.on_rejected(op, result["code"])
            elif result["current"] is None:
                if self.on_conflict(op, None):  # there is no row to have seen: the user's word is from now
                    insisted.append({**op, "op_id": str(uuid.uuid4()), "event_at": self.now().isoformat()})
            # What is in the way may be what this device sent just before. That, the user had seen.
            elif result["current"]["rev"] in own_revs or self.on_conflict(op, result["current"]):
                insisted.append({**op, "op_id": str(uuid.uuid4()), "base_rev": result["current"]["rev"]})
        self.state["queue"][:0] = insisted

    def _apply(self, change: dict) -> None:
        rows = self.state["rows"]
        if not change["deleted"]:
            rows[change["entity"]][change["key"]] = change["data"]
            return
        rows[change["entity"]].pop(change["key"], None)
        if change["entity"] == "playlist":  # takes what is on it along
            for entity in ("favorite", "progress"):
                rows[entity] = {key: row for key, row in rows[entity].items() if row["playlist_id"] != change["key"]}
