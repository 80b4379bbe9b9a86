"""Profiles and parental control (contract §3), over HTTP."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.people import PASSWORD, data_of, refusal

PROFILE = {"id", "name", "avatar", "is_kids", "max_rating", "hidden_categories", "language", "settings", "has_pin", "created_at", "rev"}
SOME_ID = "5f0e8f5a-6a8e-4c0e-9d3b-2f1b7c9a4e6d"


@pytest.fixture
def family(new_person):
    """Three profiles: Ada with the PIN 4711, Bob, and Kim, a kid."""
    person = new_person(plan="premium")
    person.ada, person.bob, person.kim = person.profile("Ada", pin="4711"), person.profile("Bob"), person.profile("Kim", is_kids=True)
    return person


def select(person, profile: dict, pin: str | None = None) -> httpx.Response:
    return person.http.post(f"/v1/profiles/{profile['id']}/select", json={"pin": pin})


# -- making, reading, changing, deleting


def test_a_profile_is_made_read_changed_and_deleted(family):
    full = {
        "name": "Eve",
        "avatar": "cat",
        "is_kids": False,
        "max_rating": 21,
        "hidden_categories": ["Horror"],
        "language": "pt-BR",
        "settings": {"a": [1]},
    }
    profile = family.post("/v1/profiles", full, expect=201)
    path = f"/v1/profiles/{profile['id']}"
    assert set(profile) == PROFILE
    assert full.items() <= profile.items()
    assert profile["has_pin"] is False
    assert family.get(path) == profile
    assert family.get("/v1/profiles")["items"] == [family.ada, family.bob, family.kim, profile]
    changed = family.patch(path, {"name": "Eva", "max_rating": 0})
    assert changed == profile | {"name": "Eva", "max_rating": 0, "rev": changed["rev"]}
    assert changed["rev"] > profile["rev"]
    assert family.patch(path)["name"] == "Eva"
    assert family.delete(path) is None
    for method in ("GET", "PATCH", "DELETE"):
        family.refused(404, "not_found", method, path)


def test_names_are_of_1_to_100_characters_and_settings_of_16_kib(family):
    family.patch(f"/v1/profiles/{family.bob['id']}", {"name": "x" * 100, "settings": {"x": "x" * (16384 - 8)}})
    family.patch(f"/v1/profiles/{family.bob['id']}", {"name": "x", "hidden_categories": ["x" * 200] * 200})
    assert (
        family.refused(400, "invalid", "PATCH", f"/v1/profiles/{family.bob['id']}", {"settings": {"x": "x" * (16384 - 7)}})["field"]
        == "settings"
    )


def test_a_free_account_has_one_profile_however_many_are_asked_for_at_once(system, person):
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda n: person.http.post("/v1/profiles", json={"name": f"P{n}"}).status_code, range(20)))
    assert sorted(statuses) == [201] + [403] * 19
    assert len(person.get("/v1/profiles")["items"]) == 1


def test_over_the_plan_says_which_limit(person):
    person.profile()
    response = person.http.post("/v1/profiles", json={"name": "Bob"})
    data = refusal(response, 403, "plan_limit_reached", "Plan limit reached. Maximum profiles: 1")
    assert data == {"code": "plan_limit_reached", "limit": "max_profiles", "max": 1}


def test_going_down_a_plan_deletes_nothing_and_adds_nothing(family):
    family.sql("delete from app.subscription where account_id = %(account)s")
    assert len(family.get("/v1/profiles")["items"]) == 3
    family.refused(403, "plan_limit_reached", "POST", "/v1/profiles", {"name": "x"})
    family.patch(f"/v1/profiles/{family.bob['id']}", {"name": "Rob"})


def test_an_account_keeps_its_last_profile(family):
    family.delete(f"/v1/profiles/{family.bob['id']}")
    family.delete(f"/v1/profiles/{family.kim['id']}")
    family.refused(409, "conflict", "DELETE", f"/v1/profiles/{family.ada['id']}")


def test_an_account_keeps_its_last_profile_also_when_all_are_deleted_at_once(family):
    with ThreadPoolExecutor(3) as pool:
        profiles = (family.ada, family.bob, family.kim)
        statuses = list(pool.map(lambda profile: family.http.delete(f"/v1/profiles/{profile['id']}").status_code, profiles))
    assert sorted(statuses) == [200, 200, 409]


def calls_of(profile_id: str) -> list[tuple]:
    return [
        ("GET", f"/v1/profiles/{profile_id}", None),
        ("PATCH", f"/v1/profiles/{profile_id}", {"name": "Mine"}),
        ("DELETE", f"/v1/profiles/{profile_id}", None),
        ("PUT", f"/v1/profiles/{profile_id}/pin", {"password": PASSWORD, "pin": "1234"}),
        ("POST", f"/v1/profiles/{profile_id}/select", None),
        ("POST", f"/profile/{profile_id}/select", None),
    ]


def test_someone_elses_profile_is_not_found(family, new_person):
    stranger = new_person(plan="premium")
    stranger.profile(), stranger.profile()
    for call in calls_of(family.bob["id"]):
        stranger.refused(404, "not_found", *call)
    assert family.get(f"/v1/profiles/{family.bob['id']}") == family.bob


@pytest.mark.parametrize(
    "name", ["x", "0", "null", SOME_ID[:-1], SOME_ID + "0", SOME_ID.replace("-", ""), f"{{{SOME_ID}}}", "%00", "%20", "١"]
)
def test_a_malformed_id_is_not_found(person, name):
    for call in calls_of(name):
        person.refused(404, "not_found", *call)


def test_an_id_compares_without_case(family):
    assert family.get(f"/v1/profiles/{family.bob['id'].upper()}") == family.bob


def test_the_first_designs_paths_answer_too(new_person):
    person = new_person()
    profile = person.post("/profiles", {"name": "Ada"}, expect=201)
    assert person.post(f"/profile/{profile['id']}/select")["profile"] == profile
    person.refused(403, "plan_limit_reached", "POST", "/profiles", {"name": "Bob"})


# -- selecting


def test_selecting_answers_a_token_for_the_profile(family):
    response = select(family, family.bob)
    tokens = data_of(response, 200)
    assert response.json()["message"] == "Profile selected successfully"
    assert set(tokens) == {"account", "session_id", "access_token", "token_type", "expires_in", "profile"}
    assert tokens["profile"] == family.bob
    assert data_of(family.refresh(), 200)["profile"] == family.bob


def test_a_pin_is_asked_for(family):
    refusal(select(family, family.ada), 403, "pin_required", "PIN required")
    assert refusal(select(family, family.ada, "0000"), 403, "invalid_pin", "Invalid PIN") == {"code": "invalid_pin", "attempts_left": 4}
    assert data_of(select(family, family.ada, "4711"), 200)["profile"] == family.ada
    data_of(select(family, family.bob, "0000"), 200)  # has none


def lock(family) -> None:
    left = [refusal(select(family, family.ada, "0000"), 403, "invalid_pin")["attempts_left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]


def end_lock(family) -> None:
    family.sql("update private.profile_pin set locked_until = clock_timestamp() - interval '1 ms' where account_id = %(account)s")


def locked_for(family) -> int:
    return refusal(select(family, family.ada, "4711"), 429, "pin_locked")["retry_after"]


def test_five_wrong_pins_lock_it_for_twice_as_long_each_time_up_to_an_hour(family):
    for minutes in (5, 10, 20, 40, 60, 60):
        lock(family)
        assert (minutes - 1) * 60 < locked_for(family) <= minutes * 60
        refusal(select(family, family.ada, "0000"), 429, "pin_locked")
        refusal(select(family, family.ada), 429, "pin_locked")
        end_lock(family)
    data_of(select(family, family.ada, "4711"), 200)
    lock(family)
    assert locked_for(family) <= 5 * 60, "the right PIN resets the doubling"


def test_the_right_pin_resets_the_count(family):
    for _ in range(2):
        for _ in range(4):
            refusal(select(family, family.ada, "0000"), 403, "invalid_pin")
        data_of(select(family, family.ada, "4711"), 200)


def test_of_thirty_guesses_side_by_side_five_are_checked_and_then_the_right_one_must_wait(family):
    with ThreadPoolExecutor(30) as pool:
        answers = [response.json()["data"] for response in pool.map(lambda n: select(family, family.ada, f"{n:04}"), range(30))]
    codes = [answer["code"] for answer in answers]
    assert (codes.count("invalid_pin"), codes.count("pin_locked")) == (5, 25)
    assert sorted(answer["attempts_left"] for answer in answers if "attempts_left" in answer) == [0, 1, 2, 3, 4]
    assert locked_for(family) <= 5 * 60
    end_lock(family)
    data_of(select(family, family.ada, "4711"), 200)


def test_a_lock_is_the_profiles_alone(family):
    lock(family)
    data_of(select(family, family.bob), 200)


# -- setting a PIN


def test_a_pin_is_set_changed_and_removed_by_the_password(family):
    path = f"/v1/profiles/{family.bob['id']}/pin"
    assert family.put(path, {"password": PASSWORD, "pin": "1234"})["has_pin"] is True
    data_of(select(family, family.bob, "1234"), 200)
    family.put(path, {"password": PASSWORD, "pin": "12345678"})
    refusal(select(family, family.bob, "1234"), 403, "invalid_pin")
    data_of(select(family, family.bob, "12345678"), 200)
    assert family.put(path, {"password": PASSWORD, "pin": None})["has_pin"] is False
    data_of(select(family, family.bob), 200)
    family.refused(403, "invalid_credentials", "PUT", path, {"password": "wrong one", "pin": "1234"})
    assert family.refused(400, "invalid", "PUT", path, {"pin": "1234"})["field"] == "password"
    for pin in ("123", "123456789", "abcd", "12 34", "", 1234):
        assert family.refused(400, "invalid", "PUT", path, {"password": PASSWORD, "pin": pin})["field"] == "pin"
    assert family.get(f"/v1/profiles/{family.bob['id']}")["has_pin"] is False


def test_setting_a_pin_unlocks(family):
    lock(family)
    family.put(f"/v1/profiles/{family.ada['id']}/pin", {"password": PASSWORD, "pin": "0815"})
    data_of(select(family, family.ada, "0815"), 200)


def test_a_pin_is_not_a_field_of_patch(family):
    assert family.refused(400, "unknown_field", "PATCH", f"/v1/profiles/{family.bob['id']}", {"pin": "1234"})["field"] == "pin"


# -- tokens of a profile that is no more what it was


def device(family, profile: dict):
    """Another device of the family's, the profile selected on it."""
    tokens = data_of(family.login(), 200)
    http = httpx.Client(base_url=family.system.url, headers={"Authorization": f"Bearer {tokens['access_token']}"})
    answer = data_of(http.post(f"/v1/profiles/{profile['id']}/select"), 200)
    http.cookies.clear()
    http.headers["Authorization"] = f"Bearer {answer['access_token']}"
    http.refresh_token = tokens["refresh_token"]
    return http


def test_changing_is_kids_ends_the_profiles_tokens_at_once_and_others_go_on(family):
    bobs, kims = device(family, family.bob), device(family, family.kim)
    path = f"/v1/profiles/{family.bob['id']}"
    family.patch(path, {"is_kids": True})
    refusal(bobs.get("/v1/me"), 401, "unauthorized")
    data_of(kims.get("/v1/me"), 200)
    family.get("/v1/me")
    fitting = data_of(family.refresh(bobs.refresh_token), 200)
    assert fitting["profile"]["id"] == family.bob["id"]
    bobs.headers["Authorization"] = f"Bearer {fitting['access_token']}"
    refusal(bobs.post("/v1/profiles", json={"name": "x"}), 403, "restricted_profile")
    family.patch(path, {"is_kids": False})
    refusal(bobs.get("/v1/me"), 401, "unauthorized")


def test_any_other_change_ends_none(family):
    bobs = device(family, family.bob)
    family.patch(f"/v1/profiles/{family.bob['id']}", {"is_kids": False, "name": "Rob", "max_rating": 6})
    family.put(f"/v1/profiles/{family.bob['id']}/pin", {"password": PASSWORD, "pin": "1234"})
    data_of(bobs.get("/v1/me"), 200)


def test_deleting_a_profile_ends_its_tokens_at_once_and_others_go_on(family):
    bobs, kims = device(family, family.bob), device(family, family.kim)
    family.delete(f"/v1/profiles/{family.bob['id']}")
    refusal(bobs.get("/v1/me"), 401, "unauthorized")
    data_of(kims.get("/v1/me"), 200)
    assert data_of(family.refresh(bobs.refresh_token), 200)["profile"] is None


# -- kids


def test_a_kid_may_look_and_leave_and_nothing_else(family):
    kims = device(family, family.kim)
    for path in ("/v1/me", "/v1/profiles", f"/v1/profiles/{family.ada['id']}", "/v1/plans"):
        data_of(kims.get(path), 200)
    path = f"/v1/profiles/{family.bob['id']}"
    restricted = [
        ("POST", "/v1/profiles", {"name": "x"}),
        ("POST", "/profiles", {"name": "x"}),
        ("PATCH", path, {"name": "x"}),
        ("PATCH", f"/v1/profiles/{family.kim['id']}", {"is_kids": False}),
        ("DELETE", path, None),
        ("PUT", f"{path}/pin", {"password": PASSWORD, "pin": "1234"}),
        ("GET", "/v1/sessions", None),
        ("DELETE", f"/v1/sessions/{family.tokens['session_id']}", None),
        ("GET", "/v1/audit", None),
        ("GET", "/v1/subscription", None),
        ("POST", "/v1/me/password", {"current_password": PASSWORD, "new_password": "battery staple"}),
    ]
    for method, path, body in restricted:
        refusal(kims.request(method, path, json=body), 403, "restricted_profile")
    refusal(kims.post(f"/v1/profiles/{family.ada['id']}/select"), 403, "pin_required")
    assert data_of(kims.post(f"/v1/profiles/{family.bob['id']}/select"), 200)["profile"] == family.bob
    data_of(kims.post("/v1/auth/logout"), 200)
    refusal(kims.get("/v1/me"), 401, "unauthorized")
