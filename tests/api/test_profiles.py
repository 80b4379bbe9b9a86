"""Profiles and parental control (contract §3), over HTTP."""

from concurrent.futures import ThreadPoolExecutor


def test_a_free_account_has_one_profile_however_many_are_asked_for_at_once(system, person):
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda n: person.http.post("/v1/profiles", json={"name": f"P{n}"}).status_code, range(20)))
    assert sorted(statuses) == [201] + [403] * 19
    assert len(person.get("/v1/profiles")["items"]) == 1
