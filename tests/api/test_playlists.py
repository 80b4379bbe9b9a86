"""Playlists (contract §4), over HTTP. What each address and each panel's answer becomes is in tests/db/playlists."""

import copy
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.people import data_of

PASTED = "http://TV.example:8080/sub/get.php?password=p%2Bw%20d&type=m3u_plus&output=ts&username=ada+lovelace"
FIELDS = {
    "id",
    "name",
    "kind",
    "url",
    "username_hint",
    "has_epg",
    "fallback_count",
    "visible_to",
    "position",
    "status",
    "created_at",
    "updated_at",
    "rev",
}


@pytest.fixture
def household(new_person):
    """A premium account."""
    return new_person(plan="premium")


@pytest.fixture
def kid(household):
    """A kids profile of the household, on a device of its own."""
    profile = household.profile("Kim", is_kids=True)
    kid = copy.copy(household)
    kid.http = household.system.client()
    return kid.use(data_of(household.login(device_id="tablet"), 200)).select(profile["id"])


def add(person, name="Living room", url=PASTED, **body) -> dict:
    return person.post("/v1/playlists", {"name": name, "url": url, **body}, expect=201)


def test_a_pasted_address_becomes_a_playlist(household):
    playlist = add(household)
    assert set(playlist) == FIELDS
    assert playlist["kind"] == "xtream"
    assert playlist["url"] == "http://tv.example:8080/sub"
    assert playlist["username_hint"] == "ada***"
    assert (playlist["visible_to"], playlist["position"], playlist["status"]) == ("all", 0, None)
    assert household.get(f"/v1/playlists/{playlist['id']}") == playlist
    assert household.get("/v1/playlists") == {"items": [playlist], "next_cursor": None}


def test_credentials_are_answered_by_their_own_call_and_noted(household):
    playlist = add(household, epg_url="http://epg.example/?key=k", fallback_urls=["http://b.example/", "https://c.example"])
    assert (playlist["has_epg"], playlist["fallback_count"]) == (True, 2)
    path = f"/v1/playlists/{playlist['id']}/credentials"
    response = household.http.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["data"] == {
        "url": "http://tv.example:8080/sub",
        "username": "ada+lovelace",
        "password": "p+w d",
        "epg_url": "http://epg.example/?key=k",
        "fallback_urls": ["http://b.example", "https://c.example"],
    }
    household.get(path)
    entries = [entry for entry in household.get("/v1/audit")["items"] if entry["action"] == "credentials_read"]
    assert [(entry["subject_type"], entry["subject_id"]) for entry in entries] == [("playlist", playlist["id"])] * 2


def test_unchanged_passwords_whatever_is_in_them(household):
    for password in ("a b", "a+b", "%41", "ü🔑", "'; drop table app.playlist; --", '{"$x"}', "\\x41", "a\\", '"', "x" * 500):
        playlist = add(household, "x", "http://tv.example", kind="xtream", username="ada", password=password)
        assert household.get(f"/v1/playlists/{playlist['id']}/credentials")["password"] == password
        household.delete(f"/v1/playlists/{playlist['id']}")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "http://tv.example"}, "kind"),
        ({"url": "http://tv.example", "kind": "xtream", "password": "S3cret"}, "username"),
        ({"url": "http://tv.example", "kind": "xtream", "username": "S3cret"}, "password"),
        ({"url": "http://tv.example", "kind": "mpeg"}, "kind"),
        ({"url": "http://tv.example/get.php?username=S3cret"}, "url"),
        ({"url": "http://S3cret:S3cret@tv.example/get.php?username=S3cret&password=S3cret"}, "url"),
        ({"url": "ftp://tv.example/get.php?username=S3cret&password=S3cret"}, "url"),
        ({"url": "http://tv.example/get.php?username=S3cret&password=S3cret%FF"}, "url"),
        ({"url": "http://tv.example/get.php?username=S3cret&password=S3cret%00"}, "url"),
        ({"url": "http://tv.example/get.php?username=S3cret&password=S3cret\n"}, "url"),
        ({"url": "http://tv.example/get.php?username=S3cret&password=S3cret\0"}, "url"),
        ({"url": "http://tv.example/get.php?username=S3cret&password=S3cret" + "x" * 4000}, "url"),
        ({"url": "http://tv.example:0/get.php?username=S3cret&password=S3cret"}, "url"),
        ({"url": ["http://tv.example/get.php?username=S3cret&password=S3cret"]}, "url"),
        ({"url": None}, "url"),
        ({}, "url"),
        ({"url": PASTED, "username": ""}, "username"),
        ({"url": PASTED, "username": "S3cret\n"}, "username"),
        ({"url": PASTED, "password": 5}, "password"),
        ({"url": PASTED, "password": "S3cret" * 100}, "password"),
        ({"url": PASTED, "epg_url": "javascript:S3cret"}, "epg_url"),
        ({"url": PASTED, "epg_url": "http://S3cret@h/"}, "epg_url"),
        ({"url": PASTED, "fallback_urls": ["http://b.example", "S3cret"]}, "fallback_urls"),
        ({"url": PASTED, "fallback_urls": ["http://b.example"] * 11}, "fallback_urls"),
        ({"url": PASTED, "fallback_urls": [None]}, "fallback_urls"),
        ({"url": PASTED, "fallback_urls": "http://b.example"}, "fallback_urls"),
        ({"url": PASTED, "visible_to": "kids"}, "visible_to"),
        ({"url": PASTED, "name": ""}, "name"),
        ({"url": PASTED, "name": "x" * 101}, "name"),
    ],
)
def test_what_is_not_valid_is_refused_and_not_quoted(household, body, field):
    response = household.http.post("/v1/playlists", json={"name": "x", **body})
    assert response.status_code == 400, response.text
    assert response.json()["data"] == {"code": "invalid", "field": field}
    assert "S3cret" not in response.text
    assert household.get("/v1/playlists")["items"] == []


def test_a_playlist_has_no_other_fields(household):
    for field in ("position", "status", "id", "account_id"):
        assert household.refused(400, "unknown_field", "POST", "/v1/playlists", {"name": "x", "url": PASTED, field: 1})["field"] == field


def test_a_free_account_has_one_playlist_however_many_are_added_at_once(person):
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: person.http.post("/v1/playlists", json={"name": f"P{n}", "url": PASTED}), range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] + [403] * 11
    refused = next(answer.json() for answer in answers if answer.status_code == 403)
    assert refused["message"] == "Plan limit reached. Maximum playlists: 1"
    assert refused["data"] == {"code": "plan_limit_reached", "limit": "max_playlists", "max": 1}
    assert len(person.get("/v1/playlists")["items"]) == 1


def test_editing_keeps_what_is_not_sent(household):
    playlist = add(household, epg_url="http://epg.example")
    path = f"/v1/playlists/{playlist['id']}"
    household.put(f"{path}/status", {"user_info": {"auth": 1, "status": "Active"}, "server_info": {}})

    renamed = household.patch(path, {"name": "Kitchen"})
    assert (renamed["name"], renamed["status"]["state"]) == ("Kitchen", "active")
    assert renamed["rev"] > playlist["rev"] and renamed["updated_at"] > playlist["updated_at"]

    moved = household.patch(path, {"url": "https://new.example:8443/"})
    assert (moved["id"], moved["url"], moved["status"], moved["has_epg"]) == (playlist["id"], "https://new.example:8443", None, True)
    credentials = household.get(f"{path}/credentials")
    assert (credentials["username"], credentials["password"]) == ("ada+lovelace", "p+w d")

    household.patch(path, {"url": "http://third.example/get.php?username=u&password=p", "epg_url": None})
    credentials = household.get(f"{path}/credentials")
    assert credentials == {"url": "http://third.example", "username": "u", "password": "p", "epg_url": None, "fallback_urls": []}

    assert household.refused(400, "invalid", "PATCH", path, {"url": None})["field"] == "url"
    assert household.refused(400, "invalid", "PATCH", path, {"password": None})["field"] == "password"
    assert household.refused(400, "unknown_field", "PATCH", path, {"status": {}})["field"] == "status"


def test_position_orders_the_list(household):
    ids = {name: add(household, name)["id"] for name in "ABCD"}

    def order():
        return "".join(playlist["name"] for playlist in household.get("/v1/playlists")["items"])

    assert order() == "ABCD"
    assert household.patch(f"/v1/playlists/{ids['D']}", {"position": 0})["position"] == 0
    assert order() == "DABC"
    household.patch(f"/v1/playlists/{ids['D']}", {"position": 3})
    assert order() == "ABCD"
    first = household.get("/v1/playlists?limit=3")
    assert [playlist["name"] for playlist in first["items"]] == ["A", "B", "C"]
    assert [p["name"] for p in household.get("/v1/playlists", params={"cursor": first["next_cursor"]})["items"]] == ["D"]
    assert household.refused(400, "invalid", "PATCH", f"/v1/playlists/{ids['A']}", {"position": -1})["field"] == "position"


def test_positions_asked_for_at_once_stay_an_order(household):
    ids = [add(household, str(n))["id"] for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: household.patch(f"/v1/playlists/{ids[n % 6]}", {"position": n % 4}), range(24)))
    positions = [playlist["position"] for playlist in household.get("/v1/playlists")["items"]]
    assert len(set(positions)) == 6 and positions == sorted(positions)


def test_deleting(household):
    playlist = add(household)
    path = f"/v1/playlists/{playlist['id']}"
    household.delete(path)
    for method, at in (("GET", path), ("GET", f"{path}/credentials"), ("DELETE", path), ("PATCH", path)):
        household.refused(404, "not_found", method, at)
    assert household.get("/v1/playlists")["items"] == []


def test_a_kids_profile_sees_what_is_for_all(household, kid):
    cartoons = add(household, "Cartoons")
    films = add(household, "Films", visible_to="unrestricted")
    assert [playlist["name"] for playlist in kid.get("/v1/playlists")["items"]] == ["Cartoons"]
    assert kid.get(f"/v1/playlists/{cartoons['id']}/credentials")["password"] == "p+w d"
    kid.refused(404, "not_found", "GET", f"/v1/playlists/{films['id']}")
    kid.refused(404, "not_found", "GET", f"/v1/playlists/{films['id']}/credentials")
    for method, path, body in (
        ("POST", "/v1/playlists", {"name": "x", "url": PASTED}),
        ("PATCH", f"/v1/playlists/{cartoons['id']}", {"visible_to": "unrestricted"}),
        ("PUT", f"/v1/playlists/{cartoons['id']}/status", {"user_info": {}}),
        ("DELETE", f"/v1/playlists/{cartoons['id']}", None),
    ):
        kid.refused(403, "restricted_profile", method, path, body)
    household.patch(f"/v1/playlists/{cartoons['id']}", {"visible_to": "unrestricted"})
    kid.refused(404, "not_found", "GET", f"/v1/playlists/{cartoons['id']}/credentials")


def test_somebody_elses_playlist_is_not_there(household, new_person):
    playlist = add(household)
    stranger = new_person(plan="premium")
    for at in (playlist["id"], str(uuid.uuid4()), "x"):
        path = f"/v1/playlists/{at}"
        for method, address, body in (
            ("GET", path, None),
            ("GET", f"{path}/credentials", None),
            ("PATCH", path, {"name": "mine"}),
            ("PATCH", path, {"password": "mine"}),
            ("PUT", f"{path}/status", {"user_info": {}}),
            ("DELETE", path, None),
        ):
            stranger.refused(404, "not_found", method, address, body)
    assert household.get(f"/v1/playlists/{playlist['id']}") == playlist


def test_a_panels_answer_is_taken_as_it_came(household):
    playlist = add(household)
    path = f"/v1/playlists/{playlist['id']}/status"
    answer = {
        "user_info": {
            "username": "ada+lovelace",
            "password": "p+w d",
            "message": "Welcome",
            "auth": "1",
            "status": "Active",
            "exp_date": "1893456000",
            "is_trial": "0",
            "active_cons": "N/A",
            "max_connections": "",
            "allowed_output_formats": ["m3u8", "ts"],
        },
        "server_info": {"url": "tv.example", "timezone": "Europe/Berlin", "timestamp_now": 1767225600},
        "categories": {"live": []},
    }
    status = household.put(path, answer)["status"]
    assert status.pop("checked_at").endswith("+00:00")
    assert status == {
        "state": "active",
        "expires_at": "2030-01-01T00:00:00+00:00",
        "is_trial": False,
        "max_connections": None,
        "active_connections": None,
        "timezone": "Europe/Berlin",
    }
    for user_info, state in (
        ({"auth": 0}, "unauthorized"),
        ({"auth": 1, "status": "Active", "exp_date": 1577836800}, "expired"),
        ({"auth": 1, "status": "banned", "max_connections": 10**30, "exp_date": 1e300}, "banned"),
    ):
        assert household.put(path, {"user_info": user_info})["status"]["state"] == state
    (stored,) = household.sql("select status::text from app.playlist where account_id = %(account)s")[0]
    assert "lovelace" not in stored and "p+w d" not in stored


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (None, "user_info"),
        ({}, "user_info"),
        ({"user_info": []}, "user_info"),
        ({"user_info": None}, "user_info"),
        ({"user_info": "Active"}, "user_info"),
        ({"user_info": {}, "server_info": []}, "server_info"),
        ({"user_info": {}, "server_info": "x"}, "server_info"),
        ({"user_info": {}, "rest": {"a": "\0"}}, "rest"),
        ([], "body"),
    ],
)
def test_an_object_is_due(household, body, field):
    playlist = add(household)
    assert household.refused(400, "invalid", "PUT", f"/v1/playlists/{playlist['id']}/status", body)["field"] == field
