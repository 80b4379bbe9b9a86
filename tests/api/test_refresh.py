"""Refresh tokens (contract §1, Authentication): rotated at each use, with a grace of 10 seconds."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.people import data_of, refusal


def age(person, seconds: int) -> None:
    """As if all that was rotated had been rotated so much earlier."""
    person.sql(
        "update private.refresh_token set rotated_at = rotated_at - %(by)s * interval '1 second' where account_id = %(account)s", by=seconds
    )


def test_a_refresh_answers_new_tokens_and_keeps_the_profile(person):
    profile = person.profile()
    person.select(profile["id"])
    tokens = data_of(person.refresh(), 200)
    assert set(tokens) == {"account", "session_id", "access_token", "token_type", "expires_in", "refresh_token", "profile"}
    assert tokens["refresh_token"] != person.tokens["refresh_token"]
    assert tokens["session_id"] == person.tokens["session_id"]
    assert tokens["profile"] == profile
    person.use(tokens).get("/v1/me")


def test_a_rotated_token_works_within_the_grace_and_leads_to_the_current_one(person):
    """Three tabs: T0 → T1 → T2, and T0 once more."""
    t0 = person.tokens["refresh_token"]
    t1 = data_of(person.refresh(t0), 200)["refresh_token"]
    t2 = data_of(person.refresh(t1), 200)["refresh_token"]
    again = data_of(person.refresh(t0), 200)
    assert again["refresh_token"] == t2
    person.use(again).get("/v1/me")
    data_of(person.refresh(t2), 200)


def test_twenty_tabs_refresh_side_by_side_and_nobody_is_signed_out(person):
    with ThreadPoolExecutor(20) as pool:
        answers = [data_of(response, 200) for response in pool.map(lambda n: person.refresh(), range(20))]
    assert len({answer["refresh_token"] for answer in answers}) == 1
    for answer in answers:
        person.use(answer).get("/v1/me")
    data_of(person.refresh(answers[0]["refresh_token"]), 200)


def test_a_late_reuse_revokes_the_session(person):
    current = data_of(person.refresh(), 200)
    age(person, 11)
    refusal(person.refresh(), 401, "invalid_refresh_token")
    refusal(person.refresh(current["refresh_token"]), 401, "invalid_refresh_token")
    person.use(current).refused(401, "unauthorized", "GET", "/v1/me")
    actions = [entry["action"] for entry in person.use(data_of(person.login(), 200)).get("/v1/audit")["items"]]
    assert "refresh_token_reused" in actions


def test_a_reuse_just_within_the_grace_does_not(person):
    data_of(person.refresh(), 200)
    age(person, 5)
    data_of(person.refresh(), 200)


def test_a_late_reuse_of_an_early_token_of_a_long_chain_revokes_too(person):
    tokens = [person.tokens["refresh_token"]]
    for _ in range(4):
        tokens.append(data_of(person.refresh(tokens[-1]), 200)["refresh_token"])
        age(person, 60)
    refusal(person.refresh(tokens[0]), 401, "invalid_refresh_token")
    person.refused(401, "unauthorized", "GET", "/v1/me")


@pytest.mark.parametrize("token", ["", "x", "x" * 107, "A" * 107, "é" * 107, "-" * 107, "x" * 100_000])
def test_a_made_up_token_is_refused(person, token):
    refusal(person.refresh(token or " "), 401, "invalid_refresh_token")


def test_a_guess_at_someones_token_signs_nobody_out(person, new_person):
    """Account and session are no secrets; the rest is."""
    token, other = person.tokens["refresh_token"], new_person().tokens["refresh_token"]
    for guess in (token[:43] + other[43:], other[:43] + token[43:], token[:43] + "A" * 64, token[:43] + "A" * 21 + token[64:]):
        refusal(person.refresh(guess), 401, "invalid_refresh_token")
        person.get("/v1/me")


def test_only_a_digest_is_stored(person):
    (count,) = person.sql(
        "select count(*) from private.refresh_token t where account_id = %(account)s"
        " and position(substr(decode(translate(%(token)s, '-_', '+/') || '=', 'base64'), 49, 32) in t.secret_hash) > 0",
        token=person.tokens["refresh_token"],
    )[0]
    assert count == 0


def test_a_refresh_token_is_no_access_token_and_the_other_way_round(person):
    refusal(person.refresh(person.access_token), 401, "invalid_refresh_token")
    person.use({"access_token": person.tokens["refresh_token"]}).refused(401, "unauthorized", "GET", "/v1/me")


def test_a_refresh_needs_a_token(person):
    for body in ({}, {"refresh_token": None}, {"refresh_token": 1}):
        assert person.refused(400, "invalid", "POST", "/v1/auth/refresh", body)["field"] == "refresh_token"
