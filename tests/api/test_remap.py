"""POST /v1/playlists/{id}/remap: the same content under another provider's names."""

import pytest


@pytest.fixture
def viewer(new_person):
    """Someone with four films, favorites and half watched, as provider ids 1 to 4."""
    viewer = new_person(plan="premium")
    viewer.select(viewer.profile()["id"])
    viewer.list = viewer.playlist()["id"]
    for number, title in enumerate(("Up", "Heat", "Ran", "Gone Girl"), 1):
        keep(viewer, viewer.list, str(number), title)
    return viewer


def keep(viewer, playlist: str, provider_id: str, title: str) -> None:
    item = {"playlist_id": playlist, "kind": "movie", "provider_id": provider_id, "title": title}
    viewer.put("/v1/favorites", item)
    viewer.put("/v1/progress", {**item, "position_ms": 1000})


def films(*pairs: tuple[str, str]) -> list[dict]:
    return [{"kind": "movie", "provider_id": provider_id, "title": title} for provider_id, title in pairs]


def remap(viewer, items: list, **body) -> dict:
    return viewer.post(f"/v1/playlists/{viewer.list}/remap", {"items": items, **body})


def state(viewer) -> dict[str, dict[str, str]]:
    """Title by provider id, of favorites and of progress."""
    return {
        entity: {item["provider_id"]: item["title"] for item in viewer.get(f"/v1/{entity}")["items"]}
        for entity in ("favorites", "progress")
    }


NEW_CATALOGUE = films(("2", "UP [HD]"), ("3", "heat"), ("9", "Ran 4K"), ("10", "Ran"))


def test_looking_changes_nothing(viewer):
    before = state(viewer)
    answer = remap(viewer, NEW_CATALOGUE)
    assert answer["applied"] is False
    moves = {(pair["entity"], pair["item"][-1], pair["to"].rpartition(":")[2]) for pair in answer["mapped"]}
    assert moves == {(entity, old, new) for entity in ("favorite", "progress") for old, new in (("1", "2"), ("2", "3"), ("3", "9"))}
    assert {(pair["title"], pair["to"]) for pair in answer["left"]} == {("Gone Girl", None)}
    assert state(viewer) == before


def test_applied_each_has_its_new_key_also_where_keys_follow_each_other(viewer):
    cursor = viewer.post("/v1/sync", {"device_id": "tv", "client_now": "2026-01-01T00:00:00Z"})["next_cursor"]
    assert remap(viewer, NEW_CATALOGUE, apply=True)["applied"] is True
    expected = {"2": "Up", "3": "Heat", "9": "Ran", "4": "Gone Girl"}
    assert state(viewer) == {"favorites": expected, "progress": expected}
    changes = viewer.post("/v1/sync", {"device_id": "tv", "client_now": "2026-01-01T00:00:00Z", "cursor": cursor})["changes"]
    assert {(c["entity"], c["key"].rpartition(":")[2], c["deleted"]) for c in changes} == {
        (entity, key, key == "1") for entity in ("favorite", "progress") for key in ("1", "2", "3", "9")
    }
    assert len({c["rev"] for c in changes}) == len(changes)


def test_what_was_found_takes_the_key_of_what_was_not(viewer):
    remap(viewer, films(("4", "Up")), apply=True)
    assert state(viewer)["favorites"] == {"4": "Up", "2": "Heat", "3": "Ran"}


def test_of_two_with_the_same_content_the_newer_stays(viewer):
    keep(viewer, viewer.list, "5", "Up UHD")
    remap(viewer, films(("70", "Up")), apply=True)
    assert state(viewer)["progress"]["70"] == "Up UHD"
    assert len(state(viewer)["favorites"]) == 4


def test_other_profiles_are_moved_too_and_only_counted(viewer):
    other = viewer.profile("Max", pin="4711")
    mine = viewer.access_token
    viewer.select(other["id"], "4711")
    keep(viewer, viewer.list, "1", "Up")
    viewer.use({"access_token": mine})
    answer = remap(viewer, NEW_CATALOGUE, apply=True)
    assert answer["others"] == {"mapped": 2, "left": 0}
    assert len(answer["mapped"]) == 6
    viewer.select(other["id"], "4711")
    assert state(viewer)["favorites"] == {"2": "Up"}


@pytest.mark.parametrize("item", [5, {}, {"kind": "film", "provider_id": "1"}, {"kind": "movie", "provider_id": "1", "year": "1999"}])
def test_a_catalogue_that_is_none_is_refused_whole(viewer, item):
    before = state(viewer)
    refused = viewer.post(f"/v1/playlists/{viewer.list}/remap", {"items": [*NEW_CATALOGUE, item], "apply": True}, expect=400)
    assert refused["field"] == "items"
    assert state(viewer) == before


def test_strangers_and_kids(viewer, person):
    assert person.post(f"/v1/playlists/{viewer.list}/remap", {"items": []}, expect=404)["code"] == "not_found"
    viewer.select(viewer.profile("Kim", is_kids=True)["id"])
    assert viewer.post(f"/v1/playlists/{viewer.list}/remap", {"items": []}, expect=403)["code"] == "restricted_profile"
