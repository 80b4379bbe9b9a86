"""A device that speaks `POST /v1/sync` by hand, so that a test can say just what it sends."""

import itertools
from datetime import UTC, datetime, timedelta

_op_numbers = itertools.count(1)


def new_op_id() -> str:
    return f"op-{next(_op_numbers)}"


def watcher(new_person, plan: str = "premium", **profile):
    """Someone with a profile selected and a playlist, and an item on it: `person.film`."""
    person = new_person(plan=plan)
    person.selected = person.profile("Ada", **profile)
    person.home = person.playlist()["id"]
    person.film = f"movie:{person.home}:1"
    return person.select(person.selected["id"])


class Device:
    """`ahead`: by how much its clock is wrong. Times are given as seconds ago, as the person who holds it knows them."""

    def __init__(self, person, device_id: str = "phone", ahead: timedelta = timedelta()):
        self.person, self.device_id, self.ahead = person, device_id, ahead
        self.cursor = None

    def clock(self, ago: float = 0) -> str:
        return (datetime.now(UTC) + self.ahead - timedelta(seconds=ago)).isoformat()

    def op(self, type: str, entity: str, item: str, ago: float = 0, **fields) -> dict:
        return {"op_id": new_op_id(), "entity": entity, "type": type, "item": item, "event_at": self.clock(ago), **fields}

    def watch(
        self, item: str, position_ms: int, ago: float = 0, playback_id: str | None = None, base_rev: int | None = None, **data
    ) -> dict:
        fields = {"playback_id": playback_id, "base_rev": base_rev}
        return self.op("put", "progress", item, ago, data={"position_ms": position_ms, **data}, **fields)

    def keep(self, item: str, ago: float = 0, base_rev: int | None = None, **data) -> dict:
        return self.op("put", "favorite", item, ago, data=data, base_rev=base_rev)

    def drop(self, entity: str, item: str, ago: float = 0, **fields) -> dict:
        return self.op("delete", entity, item, ago, **fields)

    def sync(self, *ops: object, expect: int = 200, **fields) -> dict:
        """One call, from the cursor of the last `pull`; the whole answer."""
        body = {"device_id": self.device_id, "client_now": self.clock(), "cursor": self.cursor, "ops": list(ops), **fields}
        return self.person.post("/v1/sync", body, expect=expect)

    def push(self, *ops: object) -> list[dict]:
        """The results, without moving the cursor."""
        return self.sync(*ops, limit=1)["results"]

    def apply(self, *ops: dict) -> list[int]:
        """The revs of operations that must all apply."""
        results = self.push(*ops)
        assert [result["status"] for result in results] == ["applied"] * len(ops), results
        return [result["rev"] for result in results]

    def pull(self, limit: int = 2000) -> list[dict]:
        """What changed since the last time, all pages of it."""
        changes, more = [], True
        while more:
            answer = self.sync(limit=limit)
            changes += answer["changes"]
            self.cursor, more = answer["next_cursor"], answer["has_more"]
        return changes
