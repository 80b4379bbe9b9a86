"""What `POST /v1/sync` must do, one operation after the other, by the words of the contract.

Written without looking at the SQL, and kept as plain as can be: the model test holds the server to it.
"""

from dataclasses import dataclass, field


@dataclass
class Row:
    rev: int
    event_at: float
    deleted: bool = False
    playback_id: str | None = None
    data: dict = field(default_factory=dict)


class Model:
    """The rows of one profile. Times are numbers; `playlists` are those that there are."""

    def __init__(self, playlists: set[str]):
        self.playlists = playlists
        self.rows: dict[tuple[str, str], Row] = {}
        self.op_revs: dict[str, int] = {}
        self.finished: list[tuple[str, str | None]] = []  # item, playback

    def take(self, op: dict, rev: int, now: float, event_at: float) -> dict:
        """One operation, which gets the number `rev` if it applies."""
        code = self.problem(op)
        if code:
            return {"status": "rejected", "code": code}
        if op["op_id"] in self.op_revs:
            return {"status": "duplicate", "rev": self.op_revs[op["op_id"]]}
        event_at = min(event_at, now)  # never later than now
        row = self.rows.get((op["entity"], op["item"]))
        if op["type"] == "delete":
            applies = self.delete(op, row, event_at, rev)
        else:
            if op["item"].split(":")[1] not in self.playlists:
                return {"status": "rejected", "code": "not_found"}
            applies = self.put(op, row, event_at, rev)
        if not applies:
            return {"status": "conflict", "current": None if row.deleted else row.rev}
        self.op_revs[op["op_id"]] = rev
        return {"status": "applied", "rev": rev}

    def problem(self, op: dict) -> str | None:
        known = {"favorite": {"title", "group"}, "progress": {"title", "position_ms", "duration_ms", "completed"}}[op["entity"]]
        if op["type"] == "put" and set(op["data"]) - known:
            return "unknown_field"
        if op["entity"] == "progress" and op["type"] == "put" and not isinstance(op["data"].get("position_ms"), int):
            return "invalid"
        return None

    def delete(self, op: dict, row: Row | None, event_at: float, rev: int) -> bool:
        if row is None:
            return True  # deleting what is not there
        if row.deleted:
            row.event_at = max(row.event_at, event_at)  # two deletions: the later one is the deletion's time
            row.rev = rev if row.event_at == event_at else row.rev
            return True
        if event_at >= row.event_at or op.get("base_rev") == row.rev:
            self.rows[op["entity"], op["item"]] = Row(rev, event_at, deleted=True)
            return True
        return False

    def put(self, op: dict, row: Row | None, event_at: float, rev: int) -> bool:
        if not self.may_put(op, row, event_at):
            return False
        if row is None or row.deleted:
            row = Row(rev, event_at)
        data = {**row.data, **op["data"]}
        if op["entity"] == "progress":
            self.watch(op, row, data)
        self.rows[op["entity"], op["item"]] = Row(rev, event_at, playback_id=op.get("playback_id"), data=data)
        return True

    def may_put(self, op: dict, row: Row | None, event_at: float) -> bool:
        if row is None or op.get("base_rev") == row.rev:
            return True
        if row.deleted:
            return event_at > row.event_at
        playback = op.get("playback_id")
        if op["entity"] == "progress" and playback is not None and playback == row.playback_id and row.event_at <= event_at:
            return True
        if event_at <= row.event_at:
            return False
        further = op["entity"] == "favorite" or op["data"]["position_ms"] > row.data["position_ms"]
        return further or op["data"].get("completed") is True

    def watch(self, op: dict, row: Row, data: dict) -> None:
        """90 % watched completes, `completed: false` alone clears; a viewing counts once."""
        said, playback = op["data"].get("completed"), op.get("playback_id")
        data["duration_ms"] = op["data"].get("duration_ms") or row.data.get("duration_ms", 0)
        reached = said if said is not None else data["duration_ms"] > 0 and data["position_ms"] >= 0.9 * data["duration_ms"]
        was = row.data.get("completed", False)
        counted = was if playback is None else (op["item"], playback) in self.finished
        data["plays"] = row.data.get("plays", 0)
        if reached and not counted:
            data["plays"] += 1
            self.finished.append((op["item"], playback))
        data["completed"] = False if said is False else reached or was

    def state(self) -> dict[tuple[str, str], dict]:
        return {key: {**row.data, "rev": row.rev} for key, row in self.rows.items() if not row.deleted}
