"""POST /v1/sync: who wins, what a device hears of, and what cannot go wrong. One test a promise."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.sync import Device, new_op_id, watcher

HOUR = 3600
DAY = timedelta(days=1)


@pytest.fixture
def ada(new_person):
    return watcher(new_person)


@pytest.fixture
def phone(ada):
    return Device(ada, "phone")


@pytest.fixture
def tv(ada):
    return Device(ada, "tv")


def progress(person, item=None):
    return {row["item"]: row for row in person.get("/v1/progress")["items"]}.get(item or person.film)


def favorite(person, item=None):
    return {row["item"]: row for row in person.get("/v1/favorites")["items"]}.get(item or person.film)


def statuses(results):
    return [result["status"] for result in results]


def at(row) -> datetime:
    return datetime.fromisoformat(row["event_at"])


# -- the answer


def test_the_answer_of_a_first_call(ada, phone):
    answer = phone.sync()
    assert set(answer) == {"server_now", "results", "changes", "next_cursor", "has_more", "resync"}
    assert answer["results"] == [] and answer["has_more"] is False and answer["resync"] is False
    assert [(change["entity"], change["key"]) for change in answer["changes"]] == [("profile", ada.selected["id"]), ("playlist", ada.home)]
    for change in answer["changes"]:
        assert set(change) == {"entity", "key", "rev", "deleted", "data", "device_id"}
    assert abs(datetime.fromisoformat(answer["server_now"]) - datetime.now(UTC)) < timedelta(seconds=5)


def test_ops_may_be_missing_or_null(ada, phone):
    body = {"device_id": "phone", "client_now": phone.clock()}
    assert ada.post("/v1/sync", body)["results"] == []
    assert ada.post("/v1/sync", {**body, "ops": None, "cursor": None, "limit": None})["results"] == []


def test_a_change_is_the_row_as_its_own_call_answers_it(ada, phone):
    phone.apply(
        phone.keep(ada.film, title="The Matrix", year=1999, ids={"tmdb": 603}, group="Sunday"), phone.watch(ada.film, 5, duration_ms=100)
    )
    changes = {change["entity"]: change for change in phone.pull()}
    assert changes["favorite"]["data"] == favorite(ada) and changes["favorite"]["key"] == ada.film
    assert changes["progress"]["data"] == progress(ada) and changes["progress"]["rev"] == progress(ada)["rev"]
    assert changes["profile"]["data"] == ada.get("/v1/profiles")["items"][0]
    assert changes["favorite"]["device_id"] == "phone" and changes["favorite"]["data"]["match_key"] == "tmdb:movie:603"


def test_results_come_in_the_order_of_the_ops_and_changes_by_rev(ada, phone):
    items = [f"movie:{ada.home}:{n}" for n in (5, 3, 9, 1, 7)]
    ops = [op for item in items for op in (phone.keep(item), phone.watch(item, 1))]
    answer = phone.sync(*ops, phone.keep("nonsense"), phone.drop("favorite", items[0]))
    assert [result["op_id"] for result in answer["results"][:10]] == [op["op_id"] for op in ops]
    assert statuses(answer["results"]) == ["applied"] * 10 + ["rejected", "applied"]
    revs = [change["rev"] for change in answer["changes"]]
    assert revs == sorted(set(revs))
    mine = [(change["entity"], change["key"]) for change in answer["changes"] if change["device_id"] == "phone"]
    expected = [(op["entity"], op["item"]) for op in ops]
    assert mine == expected[1:], "the caller's own are among them, a deletion is not, in what is sent for the first time"
    applied = {(op["entity"], op["item"]): result["rev"] for op, result in zip(ops, answer["results"], strict=False)}
    assert all(change["rev"] == applied[change["entity"], change["key"]] for change in answer["changes"] if change["device_id"] == "phone")


# -- clocks


@pytest.mark.parametrize("ahead", [-DAY, DAY, timedelta(days=-3650), timedelta(hours=5)])
def test_a_wrong_clock_makes_no_difference(ada, phone, ahead):
    wrong = Device(ada, "tv", ahead)
    phone.apply(phone.watch(ada.film, 10, ago=HOUR, playback_id="p"))
    assert statuses(wrong.push(wrong.watch(ada.film, 20, ago=2 * HOUR, playback_id="w"))) == ["conflict"], "it was before"
    assert statuses(wrong.push(wrong.watch(ada.film, 20, ago=HOUR / 2, playback_id="w"))) == ["applied"], "it was after"
    assert abs(at(progress(ada)) - (datetime.now(UTC) - timedelta(seconds=HOUR / 2))) < timedelta(seconds=20)


def test_no_event_is_later_than_now(ada, phone):
    phone.apply(phone.watch(ada.film, 10, ago=-HOUR), phone.keep(ada.film, ago=-HOUR))
    assert at(progress(ada)) <= datetime.now(UTC) and at(favorite(ada)) <= datetime.now(UTC)


def test_times_that_no_calendar_has_or_centuries_apart(ada, phone):
    ops = [phone.keep(ada.film), phone.watch(ada.film, 1)]
    ops[0]["event_at"] = "2026-02-30T00:00:00Z"
    ops[1]["event_at"] = "0001-01-01T00:00:00Z"
    results = phone.push(*ops)
    assert statuses(results) == ["rejected", "applied"] and results[0]["code"] == "invalid"
    assert statuses(phone.sync(ops[0], {**ops[1], "op_id": new_op_id()}, client_now="9999-12-31T23:59:59Z")["results"]) == ["rejected"] * 2
    assert progress(ada)["event_at"].startswith("1970-01-01T00:00:00"), "times stay what RFC 3339 can write"


# -- who wins: progress


def test_a_stale_device_writing_now_does_not_win(ada, phone, tv):
    phone.apply(phone.watch(ada.film, 3_000_000, ago=HOUR, playback_id="phone/1"))
    [result] = tv.push(tv.watch(ada.film, 600_000, playback_id="tv/1"))  # resumes where it was last week, and says so now
    assert result["status"] == "conflict" and result["current"] == progress(ada)
    assert progress(ada)["position_ms"] == 3_000_000


def test_offline_60_percent_against_80_percent(ada, phone, tv):
    tv.apply(tv.watch(ada.film, 80, ago=HOUR, duration_ms=100, playback_id="tv/1"))
    [result] = phone.push(phone.watch(ada.film, 60, ago=2 * HOUR, playback_id="phone/1"))
    assert result["status"] == "conflict" and result["current"]["position_ms"] == 80
    [rev] = phone.apply(phone.watch(ada.film, 60, ago=2 * HOUR, playback_id="phone/1", base_rev=result["current"]["rev"]))
    assert (progress(ada)["position_ms"], progress(ada)["rev"]) == (60, rev), "the user's word"


def test_offline_80_percent_against_60_percent(ada, phone, tv):
    tv.apply(tv.watch(ada.film, 60, ago=2 * HOUR, duration_ms=100, playback_id="tv/1"))
    phone.apply(phone.watch(ada.film, 80, ago=HOUR, playback_id="phone/1"))
    assert (progress(ada)["position_ms"], progress(ada)["duration_ms"]) == (80, 100)


def test_further_but_earlier_does_not_win(ada, phone, tv):
    tv.apply(tv.watch(ada.film, 60, ago=HOUR))
    assert statuses(phone.push(phone.watch(ada.film, 80, ago=2 * HOUR))) == ["conflict"]


def test_later_and_completed_wins_wherever_it_stands(ada, phone, tv):
    tv.apply(tv.watch(ada.film, 60, ago=HOUR))
    phone.apply(phone.watch(ada.film, 0, completed=True))
    assert progress(ada)["completed"] is True


def test_the_sessions_own_later_saves_apply_also_backwards(ada, phone):
    phone.apply(phone.watch(ada.film, 100, ago=30, playback_id="p"), phone.watch(ada.film, 40, ago=20, playback_id="p"))
    phone.apply(phone.watch(ada.film, 20, ago=10, playback_id="p"))
    assert progress(ada)["position_ms"] == 20
    assert statuses(phone.push(phone.watch(ada.film, 200, ago=15, playback_id="p"))) == ["conflict"], "an earlier save that was late"
    phone.apply({**phone.watch(ada.film, 25, playback_id="p"), "event_at": progress(ada)["event_at"]})


def test_another_playback_is_no_own_save(ada, phone):
    phone.apply(phone.watch(ada.film, 100, ago=30, playback_id="p"))
    assert statuses(phone.push(phone.watch(ada.film, 40, ago=20, playback_id="q"), phone.watch(ada.film, 40, ago=20))) == [
        "conflict",
        "conflict",
    ]


def test_base_rev_is_the_current_one_or_does_not_count(ada, phone, tv):
    [first] = phone.apply(phone.watch(ada.film, 50, ago=30))
    [second] = tv.apply(tv.watch(ada.film, 10, ago=40, base_rev=first))
    assert statuses(phone.push(phone.watch(ada.film, 5, ago=10, base_rev=first))) == ["conflict"], "it was, and is not any more"
    phone.apply(phone.watch(ada.film, 50, ago=10, base_rev=first))  # by the other rule: later and further
    assert statuses(tv.push(tv.watch(ada.film, 0, ago=50, base_rev=second + 1000))) == ["conflict"]


def test_base_rev_of_another_row_does_not_count(ada, phone, tv):
    other = f"movie:{ada.home}:2"
    revs = phone.apply(phone.watch(ada.film, 50), phone.watch(other, 50))
    assert statuses(tv.push(tv.watch(ada.film, 1, base_rev=revs[1]))) == ["conflict"]


# -- who wins: favorites


def test_the_later_change_of_a_favorite_wins(ada, phone, tv):
    phone.apply(phone.keep(ada.film, ago=HOUR, group="A"))
    [result] = tv.push(tv.keep(ada.film, ago=2 * HOUR, group="B"))
    assert result["status"] == "conflict" and result["current"] == favorite(ada) and result["current"]["group"] == "A"
    tv.apply(tv.keep(ada.film, ago=HOUR / 2, group="B"))
    assert favorite(ada)["group"] == "B"
    tv.apply(tv.keep(ada.film, ago=2 * HOUR, group="C", base_rev=favorite(ada)["rev"]))
    assert favorite(ada)["group"] == "C"


def test_what_a_put_does_not_say_stays_and_null_clears(ada, phone):
    phone.apply(phone.keep(ada.film, ago=3, title="Heat", year=1995, group="A", rank=4))
    phone.apply(phone.keep(ada.film, ago=2, group=None))
    row = favorite(ada)
    assert (row["title"], row["year"], row["group"], row["rank"]) == ("Heat", 1995, None, 4)
    phone.apply(phone.watch(ada.film, 1, ago=2, title="Heat", duration_ms=9, playback_id="p"))
    phone.apply(phone.watch(ada.film, 2, playback_id="p"))
    assert (progress(ada)["title"], progress(ada)["duration_ms"]) == ("Heat", 9)


def test_new_favorites_go_to_the_end(ada, phone):
    items = [f"movie:{ada.home}:{n}" for n in range(3)]
    phone.apply(phone.keep(items[0], rank=2.5), phone.keep(items[1]), phone.keep(items[2]), phone.keep(ada.film, rank=-1))
    assert [row["item"] for row in ada.get("/v1/favorites")["items"]] == [ada.film, items[0], items[2]] or [
        row["rank"] for row in ada.get("/v1/favorites")["items"]
    ] == [-1, 2.5, 4.5]


# -- deletions


def test_a_deletion_before_the_put_that_is_there_conflicts(ada, phone, tv):
    phone.apply(phone.keep(ada.film, ago=HOUR), phone.watch(ada.film, 5, ago=HOUR))
    results = tv.push(tv.drop("favorite", ada.film, ago=2 * HOUR), tv.drop("progress", ada.film, ago=2 * HOUR))
    assert statuses(results) == ["conflict", "conflict"]
    assert results[0]["current"] == favorite(ada) and results[1]["current"] == progress(ada)


def test_a_deletion_at_the_same_time_or_with_the_current_rev_applies(ada, phone, tv):
    [rev, _] = phone.apply(phone.keep(ada.film, ago=HOUR), phone.watch(ada.film, 5, ago=HOUR))
    tv.apply(tv.drop("favorite", ada.film, ago=2 * HOUR, base_rev=rev))
    tv.apply({**tv.drop("progress", ada.film), "event_at": progress(ada)["event_at"]})
    assert favorite(ada) is None and progress(ada) is None


@pytest.mark.parametrize("entity", ["favorite", "progress"])
def test_a_put_before_the_deletion_conflicts_and_one_after_it_applies(ada, phone, tv, entity):
    def put(ago, **fields):
        return tv.op("put", entity, ada.film, ago, data={"position_ms": 5} if entity == "progress" else {}, **fields)

    phone.apply(phone.op("put", entity, ada.film, 3 * HOUR, data={"position_ms": 99} if entity == "progress" else {}))
    phone.apply(phone.drop(entity, ada.film, ago=HOUR))
    [result] = tv.push(put(2 * HOUR))
    assert result["status"] == "conflict" and "current" in result and result["current"] is None
    tv.apply(put(HOUR / 2))
    assert (favorite if entity == "favorite" else progress)(ada) is not None


def test_a_put_with_the_tombstones_rev_applies(ada, phone, tv):
    phone.apply(phone.keep(ada.film, ago=HOUR))
    [rev] = phone.apply(phone.drop("favorite", ada.film))
    tv.apply(tv.keep(ada.film, ago=2 * HOUR, base_rev=rev))
    assert favorite(ada) is not None


def test_of_two_deletions_the_later_counts(ada, phone, tv):
    phone.apply(phone.keep(ada.film, ago=4 * HOUR), phone.watch(ada.film, 1, ago=4 * HOUR))
    phone.apply(phone.drop("favorite", ada.film, ago=3 * HOUR), phone.drop("progress", ada.film, ago=3 * HOUR))
    tv.apply(tv.drop("favorite", ada.film, ago=HOUR), tv.drop("progress", ada.film, ago=HOUR))
    phone.apply(phone.drop("favorite", ada.film, ago=3 * HOUR))  # not there: applied, and changes nothing
    assert statuses(phone.push(phone.keep(ada.film, ago=2 * HOUR), phone.watch(ada.film, 9, ago=2 * HOUR))) == ["conflict", "conflict"]


def test_deleting_what_is_not_there_is_applied(ada, phone):
    phone.apply(phone.drop("favorite", ada.film), phone.drop("progress", f"movie:{ada.home}:none"))
    phone.apply(phone.keep(ada.film, ago=HOUR))  # there never was a row


def test_a_row_that_comes_back_brings_nothing_of_the_old_one(ada, phone):
    phone.apply(phone.keep(ada.film, ago=9, title="Old", group="A"), phone.watch(ada.film, 95, ago=9, duration_ms=100, title="Old"))
    phone.apply(phone.drop("favorite", ada.film, ago=8), phone.drop("progress", ada.film, ago=8))
    phone.apply(phone.keep(ada.film), phone.watch(ada.film, 5))
    assert (favorite(ada)["title"], favorite(ada)["group"]) == (None, None)
    row = progress(ada)
    assert (row["title"], row["duration_ms"], row["completed"], row["plays"]) == (None, 0, False, 0)


def test_deletions_reach_the_other_device(ada, phone, tv):
    phone.apply(phone.keep(ada.film, ago=9), phone.watch(ada.film, 1, ago=9))
    tv.pull()
    revs = phone.apply(phone.drop("favorite", ada.film), phone.drop("progress", ada.film))
    gone = {"key": ada.film, "deleted": True, "data": None, "device_id": "phone"}
    assert tv.pull() == [{"entity": "favorite", "rev": revs[0], **gone}, {"entity": "progress", "rev": revs[1], **gone}]
    assert tv.pull() == []


def test_absence_is_never_a_deletion(ada, phone, tv):
    items = [f"movie:{ada.home}:{n}" for n in range(3)]
    phone.apply(*(phone.keep(item, ago=HOUR) for item in items))
    tv.apply(tv.keep(items[1], group="all that this device has"))
    assert len(ada.get("/v1/favorites")["items"]) == 3


def test_first_sign_in_with_local_data_merges(ada, phone, tv):
    items = [f"movie:{ada.home}:{n}" for n in range(4)]
    phone.apply(phone.keep(items[0], ago=HOUR), phone.watch(items[1], 500, ago=HOUR), phone.watch(items[2], 100, ago=3 * HOUR))
    # The TV was used without an account; now it sends what it has, and asks for everything.
    answer = tv.sync(
        tv.keep(items[3], ago=50 * HOUR),
        tv.keep(items[0], ago=60 * HOUR),
        tv.watch(items[1], 200, ago=2 * HOUR),
        tv.watch(items[2], 300, ago=2 * HOUR),
    )
    assert statuses(answer["results"]) == ["applied", "conflict", "conflict", "applied"]
    rows = {(change["entity"], change["key"]): change["data"] for change in answer["changes"]}
    assert {key for entity, key in rows if entity == "favorite"} == {items[0], items[3]}
    assert rows["progress", items[1]]["position_ms"] == 500 and rows["progress", items[2]]["position_ms"] == 300


def test_a_deleted_playlist_takes_its_items_along_and_leaves_history(ada, phone, tv):
    other = ada.playlist("Other")["id"]
    gone = f"movie:{other}:1"
    phone.apply(phone.keep(gone), phone.watch(gone, 95, duration_ms=100), phone.keep(ada.film))
    tv.pull()
    ada.delete(f"/v1/playlists/{other}")
    assert [(change["entity"], change["key"], change["deleted"]) for change in tv.pull()] == [
        ("playlist", other, True),
        ("favorite", gone, True),
        ("progress", gone, True),
    ]
    assert [row["item"] for row in ada.get("/v1/favorites")["items"]] == [ada.film]
    assert [row["item"] for row in ada.get("/v1/history")["items"]] == [gone]
    [result] = phone.push(phone.keep(gone))
    assert (result["status"], result["code"]) == ("rejected", "not_found")
    phone.apply(phone.drop("favorite", gone))


def test_profiles_are_told_of_too(ada, phone):
    phone.pull()
    other = ada.profile("Grace")
    assert [(change["entity"], change["data"]) for change in phone.pull()] == [("profile", other)]
    ada.delete(f"/v1/profiles/{other['id']}")
    assert [(change["key"], change["deleted"], change["data"]) for change in phone.pull()] == [(other["id"], True, None)]


# -- the same content


def test_two_playlists_with_the_same_film(ada, phone, tv):
    second = f"movie:{ada.playlist('Second')['id']}:77"
    phone.apply(phone.watch(ada.film, 10, ago=HOUR, title="Amélie (2001) [FHD]", year=2001))
    tv.apply(tv.watch(second, 20, title="AMELIE 4K", year=2001))
    first, other = progress(ada), progress(ada, second)
    assert first["match_key"] == other["match_key"] == "title:amelie:2001"
    assert ada.get("/v1/progress/resume", params={"match_key": first["match_key"]}) == other, "the newest, whichever playlist"
    phone.apply(phone.drop("progress", second))
    assert ada.get("/v1/progress/resume", params={"match_key": first["match_key"]}) == first
    assert ada.get("/v1/progress/resume", params={"match_key": "tmdb:movie:1"}) is None


# -- an op counts once


def test_an_op_counts_once_in_a_batch_in_a_later_one_and_from_another_device(ada, phone, tv):
    op = phone.keep(ada.film, ago=9, group="A")
    first, again = phone.push(op, {**op, "data": {"group": "B"}})
    assert (first["status"], again["status"]) == ("applied", "duplicate") and again["rev"] == first["rev"]
    for device in (phone, tv):
        [result] = device.push({**op, "event_at": device.clock()})
        assert result == {"op_id": op["op_id"], "status": "duplicate", "rev": first["rev"]}
    assert favorite(ada)["group"] == "A"


def test_an_op_that_was_not_applied_is_looked_at_again(ada, phone):
    op_id = new_op_id()
    bad = {**phone.keep(ada.film, colour="red"), "op_id": op_id}
    good = {**phone.keep(ada.film, ago=5, group="A"), "op_id": op_id}
    results = phone.push(bad, good, good, {**phone.watch(ada.film, 5), "op_id": op_id})
    assert statuses(results) == ["rejected", "applied", "duplicate", "duplicate"]
    assert statuses(phone.push(good)) == ["duplicate"]


def test_op_ids_are_the_accounts_own(ada, phone, new_person):
    other = watcher(new_person)
    op = phone.keep(ada.film)
    phone.apply(op)
    Device(other).apply({**Device(other).keep(other.film), "op_id": op["op_id"]})


def test_an_op_id_is_the_accounts_and_not_the_profiles(ada, phone):
    op = phone.keep(ada.film)
    [rev] = phone.apply(op)
    ada.select(ada.profile("Grace")["id"])
    assert phone.push(op) == [{"op_id": op["op_id"], "status": "duplicate", "rev": rev}]


# -- bad ops

BAD_FIELDS = [
    ({"op_id": None}, "invalid"),
    ({"op_id": ""}, "invalid"),
    ({"op_id": "x" * 65}, "invalid"),
    ({"op_id": 7}, "invalid"),
    ({"entity": "profile"}, "invalid"),
    ({"entity": ["favorite"]}, "invalid"),
    ({"type": "patch"}, "invalid"),
    ({"item": "film:1"}, "invalid"),
    ({"item": 5}, "invalid"),
    ({"item": "movie:00000000-0000-0000-0000-000000000000:"}, "invalid"),
    ({"item": "movie:00000000-0000-0000-0000-000000000000:" + "x" * 201}, "invalid"),
    ({"item": "movie:00000000-0000-0000-0000-000000000000:1"}, "not_found"),
    ({"event_at": "yesterday"}, "invalid"),
    ({"event_at": None}, "invalid"),
    ({"event_at": 1700000000}, "invalid"),
    ({"event_at": "2026-01-01T00:00:00"}, "invalid"),
    ({"base_rev": "1"}, "invalid"),
    ({"base_rev": -1}, "invalid"),
    ({"base_rev": 1.5}, "invalid"),
    ({"playback_id": 3}, "invalid"),
    ({"playback_id": ""}, "invalid"),
    ({"data": [1]}, "invalid"),
    ({"data": "x"}, "invalid"),
    ({"colour": "red"}, "unknown_field"),
    ({"data": {"position_ms": 1, "colour": "red"}}, "unknown_field"),
    ({"data": {"position_ms": 1, "rev": 1}}, "unknown_field"),
    ({"data": {"position_ms": 1, "account_id": "x"}}, "unknown_field"),
    ({"data": {"position_ms": 1, "group": "x"}}, "unknown_field"),
    ({"data": {}}, "invalid"),
    ({"data": None}, "invalid"),
    ({"data": {"position_ms": -1}}, "invalid"),
    ({"data": {"position_ms": 1.5}}, "invalid"),
    ({"data": {"position_ms": "1"}}, "invalid"),
    ({"data": {"position_ms": None}}, "invalid"),
    ({"data": {"position_ms": 10**12}}, "invalid"),
    ({"data": {"position_ms": 1, "duration_ms": True}}, "invalid"),
    ({"data": {"position_ms": 1, "completed": "yes"}}, "invalid"),
    ({"data": {"position_ms": 1, "title": ""}}, "invalid"),
    ({"data": {"position_ms": 1, "title": "x" * 501}}, "invalid"),
    ({"data": {"position_ms": 1, "title": ["x"]}}, "invalid"),
    ({"data": {"position_ms": 1, "year": 1700}}, "invalid"),
    ({"data": {"position_ms": 1, "year": "1999"}}, "invalid"),
    ({"data": {"position_ms": 1, "year": 1999.5}}, "invalid"),
    ({"data": {"position_ms": 1, "image": "x" * 2001}}, "invalid"),
    ({"data": {"position_ms": 1, "series": {"seasn": 1}}}, "invalid"),
    ({"data": {"position_ms": 1, "series": []}}, "invalid"),
    ({"data": {"position_ms": 1, "ids": {"tmdb": "603"}}}, "invalid"),
    ({"data": {"position_ms": 1, "ids": {"imdb": "603"}}}, "invalid"),
    ({"data": {"position_ms": 1, "ids": 5}}, "invalid"),
    ({"entity": "favorite", "data": {"position_ms": 1}}, "unknown_field"),
    ({"entity": "favorite", "data": {"rank": "1"}}, "invalid"),
    ({"entity": "favorite", "data": {"rank": 1e-320}}, None),
    ({"entity": "favorite", "data": {"group": ""}}, "invalid"),
    ({"entity": "favorite", "data": {"group": "x" * 101}}, "invalid"),
]


def test_bad_ops_are_rejected_by_themselves(ada, phone):
    before, after = phone.watch(f"movie:{ada.home}:before", 1), phone.watch(f"movie:{ada.home}:after", 1)
    bad = [{**phone.watch(ada.film, 1), **fields} for fields, _ in BAD_FIELDS]
    results = phone.push(before, *bad, "no object", None, [], after)
    assert results[0]["status"] == results[-1]["status"] == "applied"
    told = [(fields, result.get("code")) for (fields, _), result in zip(BAD_FIELDS, results[1:], strict=False)]
    assert told == BAD_FIELDS
    for op, result in zip(bad, results[1:], strict=False):
        if result["status"] == "rejected":
            assert set(result) == {"op_id", "status", "code"}
            assert not isinstance(op["op_id"], str) or result["op_id"] == op["op_id"]
    assert [(result["op_id"], result["status"], result["code"]) for result in results[-4:-1]] == [(None, "rejected", "invalid")] * 3
    assert progress(ada) is None


def test_a_missing_field_is_a_bad_op(ada, phone):
    whole = phone.watch(ada.film, 1)
    for field in ("op_id", "entity", "type", "item", "event_at", "data"):
        [result] = phone.push({name: value for name, value in whole.items() if name != field})
        assert (result["status"], result["code"]) == ("rejected", "invalid"), field


def test_numbers_beyond_all_bounds_are_bad_ops(ada, phone):
    body = '{"device_id": "d", "client_now": "2026-01-01T00:00:00Z", "ops": [%s]}'
    op = '{"op_id": "%s", "entity": "favorite", "type": "put", "item": "%s", "event_at": "2026-01-01T00:00:00Z", "data": {"rank": %s}}'
    ops = ", ".join(op % (new_op_id(), ada.film, rank) for rank in ("1e300", "1e-400", "-1e309"[1:], "123456789012345678901234567890"))
    response = ada.http.post("/v1/sync", content=body % ops, headers={"Content-Type": "application/json"})
    assert response.status_code in (200, 400), response.text  # what JSON parsers cannot hold may be refused whole
    if response.status_code == 200:
        assert {result["status"] for result in response.json()["data"]["results"]} <= {"applied", "rejected", "conflict"}


def test_strange_but_good_items(ada, phone, tv):
    items = [f"movie:{ada.home}:{name}" for name in ("a|b", "a:b", "ä ö\n", "x" * 200, '"', "%2F", "{1,2}", "\\", "NULL", "日本", "A", "a")]
    phone.apply(*(phone.watch(item, n) for n, item in enumerate(items)), *(phone.keep(item) for item in items))
    assert {change["key"]: change["data"]["position_ms"] for change in tv.pull() if change["entity"] == "progress"} == {
        item: n for n, item in enumerate(items)
    }


def test_a_batch_is_decided_in_its_order(ada, phone):
    names = ["b", "A", "a", "ä", "z", "B", "_", "-", "10", "9"]
    items = {name: f"movie:{ada.home}:{name}" for name in names}
    ops = [phone.watch(items[name], n, ago=100, playback_id=name) for n, name in enumerate(names)]
    ops += [phone.drop("progress", items["a"], ago=90), phone.watch(items["a"], 77, ago=80), phone.drop("progress", items["b"], ago=90)]
    ops += [phone.watch(items["z"], 1, ago=70, playback_id="z"), phone.keep(items["b"], ago=60), phone.watch(items["A"], 0, ago=90)]
    results = phone.push(*ops)
    assert statuses(results) == ["applied"] * (len(ops) - 1) + ["conflict"]
    rows = {row["item"]: row["position_ms"] for row in ada.get("/v1/progress")["items"]}
    assert rows == {items[name]: n for n, name in enumerate(names) if name != "b"} | {items["a"]: 77, items["z"]: 1}
    assert results[-1]["current"]["rev"] == results[1]["rev"] and [row["item"] for row in ada.get("/v1/favorites")["items"]] == [items["b"]]


# -- completion, plays, history


def test_ninety_percent_completes_and_only_false_clears(ada, phone):
    phone.apply(phone.watch(ada.film, 89, ago=9, duration_ms=100, playback_id="p"))
    assert progress(ada)["completed"] is False
    phone.apply(phone.watch(ada.film, 90, ago=8, playback_id="p"))
    assert (progress(ada)["completed"], progress(ada)["plays"]) == (True, 1)
    phone.apply(phone.watch(ada.film, 10, ago=7, playback_id="p"), phone.watch(ada.film, 11, ago=6, completed=None, playback_id="p"))
    assert (progress(ada)["completed"], progress(ada)["plays"]) == (True, 1)
    phone.apply(phone.watch(ada.film, 12, ago=5, completed=False, playback_id="p"))
    assert (progress(ada)["completed"], progress(ada)["plays"]) == (False, 1)


def test_a_duration_of_0_is_unknown(ada, phone):
    phone.apply(phone.watch(ada.film, 95, ago=9, duration_ms=0, playback_id="p"))
    assert (progress(ada)["completed"], progress(ada)["duration_ms"]) == (False, 0)
    phone.apply(
        phone.watch(ada.film, 20, ago=8, duration_ms=100, playback_id="p"), phone.watch(ada.film, 95, ago=7, duration_ms=0, playback_id="p")
    )
    assert (progress(ada)["completed"], progress(ada)["duration_ms"]) == (True, 100)


def test_a_playback_counts_once(ada, phone, tv):
    def finish(playback, ago, position=95):
        return phone.watch(ada.film, position, ago=ago, duration_ms=100, playback_id=playback)

    phone.apply(finish("p", 60), finish("p", 59, 50), finish("p", 58, 96), finish("p", 57, 97))
    phone.apply(finish("p", 56, 98))
    assert progress(ada)["plays"] == 1
    tv.apply(finish("q", 50, 99))
    assert progress(ada)["plays"] == 2
    phone.apply({**finish("p", 40, 94), "base_rev": progress(ada)["rev"]})  # the first viewing goes on
    assert progress(ada)["plays"] == 2
    history = ada.get("/v1/history")["items"]
    assert [row["playback_id"] for row in history] == ["q", "p"]
    assert set(history[0]) == {"item", "kind", "title", "match_key", "playback_id", "finished_at", "device_id"}


def test_history_is_kept_when_progress_starts_over_or_goes(ada, phone):
    phone.apply(phone.watch(ada.film, 95, ago=9, duration_ms=100, playback_id="p", title="Heat", year=1995))
    phone.apply(phone.watch(ada.film, 0, ago=8, completed=False, playback_id="p"))
    phone.apply(phone.drop("progress", ada.film))
    [row] = ada.get("/v1/history")["items"]
    assert (row["item"], row["title"], row["match_key"], row["device_id"]) == (ada.film, "Heat", "title:heat:1995", "phone")
    phone.apply(phone.watch(ada.film, 99, duration_ms=100, playback_id="p"))
    assert len(ada.get("/v1/history")["items"]) == 1, "the same viewing"


# -- limits


def test_the_plans_limit_within_a_batch(new_person):
    bob = watcher(new_person, plan=None)  # free: 50 favorites
    device = Device(bob)
    items = [f"movie:{bob.home}:{n}" for n in range(60)]
    results = device.push(
        *(device.keep(item, ago=9) for item in items[:52]),  # 50 of them
        device.drop("favorite", items[0], ago=8),  # makes room
        device.keep(items[55], ago=7),  # takes it
        device.keep(items[56], ago=7),
        device.keep(items[1], ago=7, group="changing is no adding"),
        device.drop("favorite", "movie:00000000-0000-0000-0000-000000000000:1", ago=6),
        device.keep(items[57], ago=6),
        device.watch(items[57], 1),
    )
    expected = ["applied"] * 50 + ["rejected"] * 2 + ["applied", "applied", "rejected", "applied", "applied", "rejected", "applied"]
    assert statuses(results) == expected
    assert results[50]["code"] == "plan_limit_reached"
    assert len(bob.get("/v1/favorites", params={"limit": 200})["items"]) == 50
    refused = bob.put("/v1/favorites", {"playlist_id": bob.home, "kind": "movie", "provider_id": "99"}, expect=403)
    assert (refused["code"], refused["limit"], refused["max"]) == ("plan_limit_reached", "max_favorites", 50)


def test_2000_ops_and_not_one_more(ada, phone):
    ops = [phone.watch(f"movie:{ada.home}:{n}", n, title=f"Film {n}") for n in range(2001)]
    refused = phone.sync(*ops, expect=400)
    assert (refused["code"], refused["field"]) == ("invalid", "ops")
    phone.apply(*ops[:2000])
    assert len([change for change in phone.pull() if change["entity"] == "progress"]) == 2000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("limit", 0),
        ("limit", 2001),
        ("limit", "x"),
        ("ops", {}),
        ("ops", "x"),
        ("client_now", None),
        ("client_now", "now"),
        ("device_id", None),
    ]
    + [("device_id", ""), ("device_id", "x" * 201), ("cursor", 5), ("client_now", "infinity")],
)
def test_a_bad_body_is_refused_whole(phone, field, value):
    refused = phone.sync(expect=400, **{field: value})
    assert (refused["code"], refused["field"]) == ("invalid", field)


def test_an_unknown_field_of_the_body(phone):
    refused = phone.sync(expect=400, colour="red")
    assert (refused["code"], refused["field"]) == ("unknown_field", "colour")


# -- cursors and pages


@pytest.mark.parametrize("limit", [1, 2, 7, 2000])
def test_pages_have_everything_once(ada, phone, limit):
    items = [f"movie:{ada.home}:{n}" for n in range(20)]
    phone.apply(*(phone.keep(item) for item in items), *(phone.watch(item, 1) for item in items))
    phone.apply(*(phone.drop("favorite", item) for item in items[::3]))
    keys = [(change["entity"], change["key"]) for change in phone.pull(limit)]
    expected = {("favorite", item) for n, item in enumerate(items) if n % 3} | {("progress", item) for item in items}
    assert len(keys) == len(set(keys)) and {key for key in keys if key[0] in ("favorite", "progress")} - expected <= {
        ("favorite", item) for item in items[::3]
    }
    assert expected <= set(keys)
    assert phone.pull(limit) == []


def test_has_more_is_true_just_when_there_is_more(ada, phone):
    phone.pull()
    phone.apply(*(phone.watch(f"movie:{ada.home}:{n}", 1) for n in range(4)))
    assert phone.sync(limit=4)["has_more"] is False
    answer = phone.sync(limit=3)
    assert answer["has_more"] is True and len(answer["changes"]) == 3
    phone.cursor = answer["next_cursor"]
    answer = phone.sync(limit=3)
    assert answer["has_more"] is False and len(answer["changes"]) == 1


def test_500_changes_where_nothing_is_said(ada, phone):
    phone.pull()
    phone.apply(*(phone.watch(f"movie:{ada.home}:{n}", 1) for n in range(501)))
    answer = phone.sync()
    assert len(answer["changes"]) == 500 and answer["has_more"] is True


@pytest.mark.parametrize("cursor", ["", "x", "0", "eyJhIjoxfQ", "MTIz", "💥", "x" * 1000, "x" * 1001, "WzAsMCwwXTAwMDAwMDAw"])
def test_a_cursor_that_was_not_given_out(phone, cursor):
    refused = phone.sync(cursor=cursor, expect=400)
    assert (refused["code"], refused["field"]) == ("invalid", "cursor")


def test_cursors_of_another_profile_account_or_list(ada, phone, new_person):
    phone.pull()
    other = watcher(new_person)
    Device(other).cursor = None
    stranger = Device(other)
    stranger.cursor = phone.cursor
    assert stranger.sync(expect=400)["field"] == "cursor"
    stranger.cursor = None
    stranger.apply(stranger.keep(other.film), stranger.keep(other.film + "2"))
    page = other.get("/v1/favorites", params={"limit": 1})
    assert stranger.sync(cursor=page["next_cursor"], expect=400)["field"] == "cursor"
    ada.select(ada.profile("Grace")["id"])
    assert phone.sync(expect=400)["field"] == "cursor"


# -- resync


def age(system, person, days: int = 91) -> None:
    """Time passes for what was deleted."""
    with system.connect() as connection:
        for table in ("favorite", "progress", "account_tombstone"):
            connection.execute(
                f"update app.{table} set deleted_at = deleted_at - make_interval(days => %s) where account_id = %s",
                [days, person.account_id],
            )
        connection.execute(
            "update app.sync_op set created_at = created_at - make_interval(days => %s) where account_id = %s", [days, person.account_id]
        )


def prune(system, person) -> None:
    """What one sync in a hundred does, now."""
    with system.connect() as connection, connection.transaction():
        connection.execute("set local role member")
        connection.execute("select set_config('request.account_id', %s, true)", [person.account_id])
        connection.execute("select private.sync_prune()")


def test_a_cursor_older_than_the_tombstones_starts_over(system, ada, phone, tv):
    kept, dropped = f"movie:{ada.home}:kept", f"movie:{ada.home}:dropped"
    phone.apply(phone.keep(kept, ago=9), phone.keep(dropped, ago=9))
    tv.pull()
    phone.apply(phone.drop("favorite", dropped))
    age(system, ada)
    prune(system, ada)
    answer = tv.sync()
    assert answer["resync"] is True
    assert {change["key"] for change in answer["changes"] if change["entity"] == "favorite"} == {kept}
    tv.cursor = answer["next_cursor"]
    assert tv.sync()["resync"] is False


@pytest.mark.parametrize("limit", [1, 3, 5])
def test_starting_over_comes_to_an_end_whatever_was_pruned(system, ada, phone, tv, limit):
    items = [f"movie:{ada.home}:{n}" for n in range(12)]
    phone.apply(*(phone.keep(item, ago=9) for item in items))
    tv.pull()
    phone.apply(*(phone.drop("favorite", item) for item in items[6:]))
    age(system, ada)
    prune(system, ada)

    def everything(device):
        keys, resyncs = set(), []
        for _ in range(40):
            answer = device.sync(limit=limit)
            keys |= {change["key"] for change in answer["changes"] if change["entity"] == "favorite"}
            resyncs.append(answer["resync"])
            device.cursor = answer["next_cursor"]
            if not answer["has_more"]:
                return keys, resyncs
        raise AssertionError("it went round in circles")

    keys, resyncs = everything(tv)
    assert keys == set(items[:6]) and resyncs == [True] + [False] * (len(resyncs) - 1), "told once, at its beginning"
    keys, resyncs = everything(Device(ada, "new"))
    assert keys == set(items[:6]) and not any(resyncs)


def test_a_deletion_pruned_while_pages_are_fetched_starts_over(system, ada, phone, tv):
    items = [f"movie:{ada.home}:{n}" for n in range(6)]
    phone.apply(*(phone.keep(item, ago=9) for item in items))
    answer = tv.sync(limit=4)  # the first ones are on the TV
    tv.cursor = answer["next_cursor"]
    phone.apply(phone.drop("favorite", items[0]))
    age(system, ada)
    prune(system, ada)
    assert tv.sync()["resync"] is True


def test_no_resync_for_a_device_that_was_there_though_its_profile_had_no_change(system, ada, phone):
    ada.http.headers["Authorization"], token = ada.http.headers["Authorization"], ada.access_token
    phone.pull()
    ada.select(ada.profile("Grace")["id"])  # another profile deletes
    grace = Device(ada, "grace")
    grace.apply(grace.keep(ada.film, ago=9), grace.drop("favorite", ada.film))
    ada.select(ada.selected["id"])
    phone.pull()
    age(system, ada)
    prune(system, ada)
    assert phone.sync()["resync"] is False
    assert token


def test_no_resync_where_nothing_was_forgotten(system, ada, phone, tv):
    phone.apply(phone.keep(ada.film, ago=9))
    tv.pull()
    phone.apply(phone.drop("favorite", ada.film))
    age(system, ada, days=80)
    prune(system, ada)
    answer = tv.sync()
    assert answer["resync"] is False and [change["deleted"] for change in answer["changes"]] == [True]


def test_op_ids_are_remembered_for_as_long(system, ada, phone):
    op = phone.keep(ada.film, ago=9)
    phone.apply(op)
    age(system, ada, days=89)
    prune(system, ada)
    assert statuses(phone.push(op)) == ["duplicate"]
    age(system, ada, days=2)
    prune(system, ada)
    assert statuses(phone.push({**op, "event_at": phone.clock()})) == ["applied"]


# -- whose


def test_a_profile_must_be_selected(new_person):
    nobody = new_person()
    nobody.profile()
    item = "movie:00000000-0000-0000-0000-000000000000:1"
    put = {"playlist_id": "00000000-0000-0000-0000-000000000000", "kind": "movie", "provider_id": "1"}
    calls = [
        ("POST", "/v1/sync", {"device_id": "d", "client_now": "2026-01-01T00:00:00Z"}, {}),
        ("GET", "/v1/favorites", None, {}),
        ("PUT", "/v1/favorites", put, {}),
        ("DELETE", "/v1/favorites", None, {"item": item}),
        ("GET", "/v1/progress", None, {}),
        ("GET", "/v1/progress/resume", None, {"match_key": "x"}),
        ("PUT", "/v1/progress", {**put, "position_ms": 1}, {}),
        ("DELETE", "/v1/progress", None, {"item": item}),
        ("GET", "/v1/history", None, {}),
    ]
    for method, path, body, params in calls:
        response = nobody.http.request(method, path, json=body, params=params)
        assert (response.status_code, response.json()["data"]["code"], response.json()["message"]) == (
            403,
            "forbidden",
            "Select a profile first",
        ), path


def test_another_profiles_data_is_out_of_reach(ada, phone):
    phone.apply(phone.keep(ada.film, ago=9, title="Ada's"), phone.watch(ada.film, 95, ago=9, duration_ms=100, title="Ada's"))
    match_key = progress(ada)["match_key"]
    revs = [favorite(ada)["rev"], progress(ada)["rev"]]
    ada.select(ada.profile("Grace")["id"])
    grace = Device(ada, "grace")
    assert {change["entity"] for change in grace.pull()} == {"profile", "playlist"}
    for path in ("/v1/favorites", "/v1/progress", "/v1/history"):
        assert ada.get(path)["items"] == []
    assert ada.get("/v1/progress/resume", params={"match_key": match_key}) is None
    ada.delete("/v1/favorites", params={"item": ada.film})
    ada.delete("/v1/progress", params={"item": ada.film})
    grace.apply(grace.drop("favorite", ada.film, base_rev=revs[0]), grace.drop("progress", ada.film, base_rev=revs[1]))
    grace.apply(grace.watch(ada.film, 1, ago=2 * HOUR))  # an own row: there is none yet
    ada.select(ada.selected["id"])
    assert favorite(ada)["title"] == progress(ada)["title"] == "Ada's" and progress(ada)["position_ms"] == 95


def test_another_accounts_data_is_out_of_reach(ada, phone, new_person):
    phone.apply(phone.keep(ada.film, ago=9), phone.watch(ada.film, 95, ago=9, duration_ms=100, title="Ada's", year=2000))
    eve = watcher(new_person)
    device = Device(eve)
    results = device.push(device.keep(ada.film), device.watch(ada.film, 99), device.drop("favorite", ada.film))
    assert [(result["status"], result.get("code")) for result in results] == [("rejected", "not_found")] * 2 + [("applied", None)]
    eve.put("/v1/favorites", {"playlist_id": ada.home, "kind": "movie", "provider_id": "1"}, expect=404)
    eve.put("/v1/progress", {"playlist_id": ada.home, "kind": "movie", "provider_id": "1", "position_ms": 1}, expect=404)
    eve.delete("/v1/progress", params={"item": ada.film})
    assert eve.get("/v1/progress/resume", params={"match_key": "title:adas:2000"}) is None
    assert not any(ada.home in str(change) for change in device.pull())
    assert favorite(ada) and progress(ada)["position_ms"] == 95


# -- kids


@pytest.fixture
def kim(ada):
    """A kids profile of Ada's, with a playlist that is for all and one that is not."""
    ada.adults = ada.playlist("Adults", visible_to="unrestricted")["id"]
    ada.hidden = f"movie:{ada.adults}:1"
    ada.parent_token = ada.access_token
    ada.kid = ada.profile("Kim", is_kids=True)
    ada.select(ada.kid["id"])
    ada.kid_token = ada.access_token
    return ada


def as_parent(person):
    return person.use({"access_token": person.parent_token})


def as_kid(person):
    return person.use({"access_token": person.kid_token})


def test_a_kid_does_not_see_or_use_what_is_not_for_kids(kim):
    tablet = Device(kim, "tablet")
    assert kim.adults not in str(tablet.pull())
    results = tablet.push(tablet.keep(kim.film), tablet.watch(kim.film, 1), tablet.keep(kim.hidden), tablet.watch(kim.hidden, 1))
    assert [(result["status"], result.get("code")) for result in results] == [("applied", None)] * 2 + [("rejected", "not_found")] * 2
    kim.put("/v1/favorites", {"playlist_id": kim.adults, "kind": "movie", "provider_id": "1"}, expect=404)
    kim.put("/v1/progress", {"playlist_id": kim.adults, "kind": "movie", "provider_id": "1", "position_ms": 1}, expect=404)


def test_what_is_hidden_from_a_kid_goes_and_what_is_shown_again_comes_back(kim):
    tablet = Device(kim, "tablet")
    tablet.apply(
        tablet.keep(kim.film, ago=9, title="Secret"), tablet.watch(kim.film, 95, ago=9, duration_ms=100, title="Secret", playback_id="p")
    )
    match_key = progress(kim)["match_key"]
    tablet.pull()

    as_parent(kim)
    phone = Device(kim, "phone")
    phone.pull()
    kim.patch(f"/v1/playlists/{kim.home}", {"visible_to": "unrestricted"})
    assert [(change["entity"], change["key"], change["deleted"]) for change in phone.pull()] == [("playlist", kim.home, False)]

    as_kid(kim)
    assert [(change["entity"], change["key"], change["deleted"]) for change in tablet.pull()] == [("playlist", kim.home, True)]
    for path in ("/v1/favorites", "/v1/progress", "/v1/history"):
        assert kim.get(path)["items"] == [], path
    assert kim.get("/v1/progress/resume", params={"match_key": match_key}) is None
    refused = kim.put(
        "/v1/progress",
        {"playlist_id": kim.home, "kind": "movie", "provider_id": "1", "position_ms": 1, "event_at": "2001-01-01T00:00:00Z"},
        expect=404,
    )
    results = tablet.push(
        tablet.drop("favorite", kim.film, ago=HOUR), tablet.drop("progress", kim.film, ago=HOUR), tablet.watch(kim.film, 1, ago=HOUR)
    )
    assert "Secret" not in str(results) + str(refused) + str(Device(kim, "new").pull())

    as_parent(kim)
    kim.patch(f"/v1/playlists/{kim.home}", {"visible_to": "all"})
    assert [(change["entity"], change["key"]) for change in phone.pull()] == [("playlist", kim.home)]
    as_kid(kim)
    changes = tablet.pull()
    assert {(change["entity"], change["key"]) for change in changes if not change["deleted"]} >= {
        ("playlist", kim.home),
        ("favorite", kim.film),
        ("progress", kim.film),
    }
    assert tablet.pull() == []
    assert [row["title"] for row in kim.get("/v1/history")["items"]] == ["Secret"]


def test_a_profile_that_stops_being_a_kids_profile_is_sent_the_rest(kim):
    tablet = Device(kim, "tablet")
    tablet.pull()
    as_parent(kim)
    kim.patch(f"/v1/profiles/{kim.kid['id']}", {"is_kids": False})
    kim.select(kim.kid["id"])
    answer = tablet.sync()
    assert answer["resync"] is True
    assert kim.adults in {change["key"] for change in answer["changes"]}


def test_a_profile_that_becomes_a_kids_profile_starts_over(kim):
    as_parent(kim)
    kim.profile("Grace")
    tablet = Device(kim, "tablet")
    tablet.apply(tablet.keep(kim.hidden))
    tablet.pull()
    kim.patch(f"/v1/profiles/{kim.selected['id']}", {"is_kids": True})
    kim.use(kim.login().json()["data"]).select(kim.selected["id"])
    answer = tablet.sync()
    assert answer["resync"] is True and kim.adults not in str(answer["changes"])
