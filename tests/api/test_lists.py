"""Lists: limit and cursor (contract §1)."""

import base64

import pytest

from tests.support.people import refusal


@pytest.fixture
def crowd(new_person):
    person = new_person(plan="ultimate")
    person.names = [person.profile(f"P{n}")["name"] for n in range(7)]
    return person


def test_pages_follow_each_other_without_gap_or_repetition(crowd):
    names, cursor = [], None
    for expected in (3, 3, 1):
        page = crowd.get("/v1/profiles", params={"limit": 3, **({"cursor": cursor} if cursor else {})})
        assert set(page) == {"items", "next_cursor"}
        assert len(page["items"]) == expected
        names += [profile["name"] for profile in page["items"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert names == crowd.names


def test_a_last_page_that_is_full_has_no_next(crowd):
    assert crowd.get("/v1/profiles?limit=7")["next_cursor"] is None


def test_without_a_limit_there_are_fifty(crowd):
    crowd.sql("insert into app.profile (account_id, name, rev) select %(account)s, 'x', 0 from generate_series(1, 60)")
    page = crowd.get("/v1/profiles")
    assert len(page["items"]) == 50
    assert len(crowd.get("/v1/profiles", params={"cursor": page["next_cursor"]})["items"]) == 17
    assert len(crowd.get("/v1/profiles?limit=200")["items"]) == 67


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "", "1.5", "1e1", "99999999999999999999", "١", "null", " 1", "+1"])
def test_a_limit_is_a_number_from_1_to_200(crowd, limit):
    assert crowd.refused(400, "invalid", "GET", "/v1/profiles", params={"limit": limit})["field"] == "limit"


def test_a_limit_is_sent_once(crowd):
    assert crowd.refused(400, "invalid", "GET", "/v1/profiles?limit=1&limit=2")["field"] == "limit"


def test_a_cursor_that_was_not_given_out_is_refused(crowd, new_person):
    cursor = crowd.get("/v1/profiles?limit=3")["next_cursor"]
    other = new_person(plan="ultimate")
    other.profile("A"), other.profile("B")
    forged = [
        "x",
        "",
        "0",
        "é",
        cursor[:-1],
        cursor + "A",
        cursor.swapcase(),
        base64.urlsafe_b64encode(b'["2026-01-01","x"]00000000').decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        other.get("/v1/profiles?limit=1")["next_cursor"],
        "x" * 1001,
        "x" * 5000,
    ]
    for value in forged:
        assert crowd.refused(400, "invalid", "GET", "/v1/profiles", params={"cursor": value})["field"] == "cursor", value
    for path in ("/v1/sessions", "/v1/audit"):
        assert crowd.refused(400, "invalid", "GET", path, params={"cursor": cursor})["field"] == "cursor"
    assert refusal(other.http.get("/v1/profiles", params={"cursor": cursor}), 400, "invalid")["field"] == "cursor"


def test_a_cursor_outlives_the_row_that_it_came_from(crowd):
    page = crowd.get("/v1/profiles?limit=3")
    crowd.delete(f"/v1/profiles/{page['items'][2]['id']}")
    rest = crowd.get("/v1/profiles", params={"cursor": page["next_cursor"]})["items"]
    assert [profile["name"] for profile in rest] == crowd.names[3:]


def test_sessions_and_audit_are_paged_newest_first(crowd):
    crowd.login(device_name="second"), crowd.login(device_name="third")
    for path in ("/v1/sessions", "/v1/audit"):
        names, cursor = [], None
        for _ in range(3):
            page = crowd.get(path, params={"limit": 1, **({"cursor": cursor} if cursor else {})})
            names += [entry["device_name"] for entry in page["items"]]
            cursor = page["next_cursor"]
        assert (names, cursor) == (["third", "second", None], None)
