"""Favorites, progress and history by their own calls: what a device does that is online."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.sync import Device, watcher


@pytest.fixture
def ada(new_person):
    person = watcher(new_person)
    person.body = {"playlist_id": person.home, "kind": "movie", "provider_id": "1"}
    return person


def ago(**units) -> str:
    return (datetime.now(UTC) - timedelta(**units)).isoformat()


def items(person, path: str, **params) -> list[dict]:
    """All pages of a list."""
    found, cursor = [], None
    while True:
        page = person.get(path, params={**params, **({"cursor": cursor} if cursor else {})})
        assert set(page) == {"items", "next_cursor"}
        found, cursor = found + page["items"], page["next_cursor"]
        if cursor is None:
            return found


ITEM = {
    "item",
    "playlist_id",
    "kind",
    "provider_id",
    "title",
    "year",
    "image",
    "series",
    "ids",
    "match_key",
    "device_id",
    "event_at",
    "rev",
}


# -- favorites


def test_a_favorite_is_answered_as_it_is_stored(ada):
    told = {"title": "The Matrix", "year": 1999, "image": "http://x/y.png", "ids": {"tmdb": 603}, "group": "Sunday", "rank": 1.5}
    row = ada.put("/v1/favorites", {**ada.body, **told})
    assert set(row) == ITEM | {"group", "rank", "added_at"}
    assert {name: row[name] for name in told} == told
    assert (row["item"], row["match_key"]) == (ada.film, "tmdb:movie:603")
    assert items(ada, "/v1/favorites") == [row]


def test_what_is_absent_stays_and_null_clears(ada):
    first = ada.put("/v1/favorites", {**ada.body, "title": "Heat", "year": 1995, "group": "A", "rank": 3})
    second = ada.put("/v1/favorites", {**ada.body, "group": None})
    assert (second["title"], second["year"], second["group"], second["rank"]) == ("Heat", 1995, None, 3)
    assert second["added_at"] == first["added_at"] and second["rev"] > first["rev"]
    other = ada.put("/v1/favorites", {**ada.body, "provider_id": "2"})
    assert other["rank"] == 4, "at the end"
    assert ada.put("/v1/favorites", {**ada.body, "rank": None})["rank"] == 5, "cleared: to the end"


def test_deleting_a_favorite_is_idempotent(ada):
    ada.put("/v1/favorites", ada.body)
    for _ in range(2):
        assert ada.delete("/v1/favorites", params={"item": ada.film}) is None
    assert items(ada, "/v1/favorites") == []
    refused = ada.delete("/v1/favorites", params={"item": "nonsense"}, expect=400)
    assert (refused["code"], refused["field"]) == ("invalid", "item")
    assert ada.delete("/v1/favorites", expect=400)["field"] == "item"


def test_favorites_by_rank_kind_and_group_page_by_page(ada):
    names = ["a|b", "c|", "|d", "||", "e", "f"]  # a list's cursor holds the last item's name
    for n, name in enumerate(names):
        ada.put("/v1/favorites", {**ada.body, "provider_id": name, "rank": n // 3, "group": "AB"[n % 2]})
    ada.put("/v1/favorites", {**ada.body, "kind": "live", "provider_id": "7", "rank": -0.5})
    whole = items(ada, "/v1/favorites")
    assert [row["rank"] for row in whole] == [-0.5, 0, 0, 0, 1, 1, 1]
    for limit in (1, 2, 3, 7):
        assert items(ada, "/v1/favorites", limit=limit) == whole
    assert {row["provider_id"] for row in items(ada, "/v1/favorites", group="A", limit=1)} == {"a|b", "|d", "e"}
    assert [row["provider_id"] for row in items(ada, "/v1/favorites", kind="live")] == ["7"]
    assert items(ada, "/v1/favorites", kind="episode") == []
    assert ada.get("/v1/favorites", params={"kind": "film"}, expect=400)["field"] == "kind"
    assert ada.get("/v1/favorites", params={"cursor": "x"}, expect=400)["field"] == "cursor"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "film"),
        ("provider_id", ""),
        ("provider_id", "x" * 201),
        ("title", ""),
        ("title", "x" * 501),
        ("year", 1700),
        ("year", "1999"),
    ]
    + [
        ("ids", {"tmdb": "603"}),
        ("ids", {"isbn": 1}),
        ("series", {"season": -1}),
        ("group", ""),
        ("rank", "1"),
        ("image", ""),
        ("playlist_id", "x"),
    ],
)
def test_what_a_favorite_may_not_be(ada, field, value):
    refused = ada.put("/v1/favorites", {**ada.body, field: value}, expect=400)
    assert (refused["code"], refused["field"]) == ("invalid", field)


# -- progress


def test_progress_is_answered_as_it_is_stored(ada):
    row = ada.put("/v1/progress", {**ada.body, "position_ms": 60_000, "duration_ms": 120_000, "title": "Heat", "playback_id": "p"})
    assert set(row) == ITEM | {"position_ms", "duration_ms", "completed", "plays", "playback_id"}
    assert (row["position_ms"], row["duration_ms"], row["completed"], row["plays"], row["match_key"]) == (
        60_000,
        120_000,
        False,
        0,
        "title:heat:",
    )
    assert items(ada, "/v1/progress") == [row]
    row = ada.put("/v1/progress", {**ada.body, "position_ms": 70_000})
    assert (row["title"], row["duration_ms"], row["playback_id"], row["match_key"]) == ("Heat", 120_000, None, "title:heat:")
    assert ada.put("/v1/progress", {**ada.body, "position_ms": 70_001, "title": None})["match_key"] is None


def test_only_a_later_event_is_asked_for(ada):
    row = ada.put("/v1/progress", {**ada.body, "position_ms": 80, "event_at": ago(hours=1)})
    refused = ada.put("/v1/progress", {**ada.body, "position_ms": 90, "event_at": ago(hours=2)}, expect=409)
    assert (refused["code"], refused["current"]) == ("conflict", row)
    assert ada.put("/v1/progress", {**ada.body, "position_ms": 10, "event_at": row["event_at"]})["position_ms"] == 10, "sent again"
    now = ada.put("/v1/progress", {**ada.body, "position_ms": 20, "event_at": "2100-01-01T00:00:00Z"})
    assert datetime.fromisoformat(now["event_at"]) <= datetime.now(UTC), "never later than now"
    assert ada.put("/v1/progress", {**ada.body, "position_ms": 5})["position_ms"] == 5


def test_a_put_before_the_deletion_conflicts(ada):
    ada.put("/v1/progress", {**ada.body, "position_ms": 80, "title": "Heat"})
    for _ in range(2):
        assert ada.delete("/v1/progress", params={"item": ada.film}) is None
    refused = ada.put("/v1/progress", {**ada.body, "position_ms": 90, "event_at": ago(hours=1)}, expect=409)
    assert refused["current"] is None
    row = ada.put("/v1/progress", {**ada.body, "position_ms": 1})
    assert (row["title"], row["plays"], row["duration_ms"]) == (None, 0, 0)


def test_completion_plays_and_history(ada):
    def watch(position, **fields):
        row = ada.put("/v1/progress", {**ada.body, "position_ms": position, "duration_ms": 100, **fields})
        return row["completed"], row["plays"]

    assert watch(89, playback_id="p") == (False, 0)
    assert watch(90, playback_id="p") == (True, 1)
    assert watch(95, playback_id="p") == (True, 1)
    assert watch(1, playback_id="q") == (True, 1), "only `completed: false` clears it"
    assert watch(2, playback_id="q", completed=False) == (False, 1)
    assert watch(97, playback_id="q", duration_ms=0) == (True, 2), "how long it is, is known"
    assert watch(1, playback_id="r", completed=True) == (True, 3)
    assert watch(95) == (True, 3), "a viewing without a name counts as it completes"
    ada.delete("/v1/progress", params={"item": ada.film})
    history = items(ada, "/v1/history", limit=2)
    assert [row["playback_id"] for row in history] == ["r", "q", "p"]
    assert set(history[0]) == {"item", "kind", "title", "match_key", "playback_id", "finished_at", "device_id"}


def test_progress_newest_first_by_kind_and_state_page_by_page(ada):
    for n, name in enumerate(["a|b", "c|", "|d", "||", "e"]):
        body = {**ada.body, "provider_id": name, "position_ms": 95 if n % 2 else 5, "duration_ms": 100}
        ada.put("/v1/progress", {**body, "event_at": f"2026-01-01T00:00:0{n // 2}Z"})
    ada.put("/v1/progress", {**ada.body, "kind": "episode", "position_ms": 1})
    whole = items(ada, "/v1/progress")
    assert [row["event_at"] for row in whole] == sorted((row["event_at"] for row in whole), reverse=True) and whole[0]["kind"] == "episode"
    for limit in (1, 2, 4, 6):
        assert items(ada, "/v1/progress", limit=limit) == whole
    assert {row["provider_id"] for row in items(ada, "/v1/progress", state="completed", limit=1)} == {"c|", "||"}
    assert {row["provider_id"] for row in items(ada, "/v1/progress", state="watching", kind="movie")} == {"a|b", "|d", "e"}
    assert ada.get("/v1/progress", params={"state": "paused"}, expect=400)["field"] == "state"


@pytest.mark.parametrize(
    ("field", "value"),
    [("position_ms", -1), ("position_ms", None), ("position_ms", 1.5), ("duration_ms", -1), ("completed", "yes"), ("event_at", "now")],
)
def test_what_progress_may_not_be(ada, field, value):
    refused = ada.put("/v1/progress", {**ada.body, "position_ms": 1, field: value}, expect=400)
    assert (refused["code"], refused["field"]) == ("invalid", field)


def test_resume_on_another_playlist(ada):
    second = ada.playlist("Second")["id"]
    matrix = {"title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}}
    ada.put("/v1/progress", {**ada.body, **matrix, "position_ms": 10})
    row = ada.put(
        "/v1/progress", {**ada.body, "playlist_id": second, "provider_id": "77", **matrix, "title": "MATRIX 4K", "position_ms": 20}
    )
    assert ada.get("/v1/progress/resume", params={"match_key": "tmdb:movie:603"}) == row
    ada.delete(f"/v1/playlists/{second}")
    assert ada.get("/v1/progress/resume", params={"match_key": "tmdb:movie:603"})["position_ms"] == 10
    assert ada.get("/v1/progress/resume", expect=400)["field"] == "match_key"


def test_what_is_done_online_reaches_the_other_devices(ada):
    tv = Device(ada, "tv")
    tv.pull()
    kept = ada.put("/v1/favorites", ada.body)
    watched = ada.put("/v1/progress", {**ada.body, "position_ms": 1})
    assert [(change["entity"], change["data"], change["rev"]) for change in tv.pull()] == [
        ("favorite", kept, kept["rev"]),
        ("progress", watched, watched["rev"]),
    ]
    ada.delete("/v1/favorites", params={"item": ada.film})
    ada.delete("/v1/progress", params={"item": ada.film})
    assert [(change["entity"], change["deleted"]) for change in tv.pull()] == [("favorite", True), ("progress", True)]
    ada.delete("/v1/progress", params={"item": ada.film})
    assert tv.pull() == []
