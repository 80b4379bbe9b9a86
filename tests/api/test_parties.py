"""Watch parties over HTTP (contract §8): parallel calls, and what the socket does not show. The rules themselves: tests/db/parties."""

import itertools
import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.people import Person, data_of, refusal

FILM = {"kind": "movie", "title": "The Matrix", "year": 1999, "ids": {"tmdb": 603}}
_numbers = itertools.count(1)


class Member(Person):
    """Someone with a profile selected."""

    def __init__(self, system, name: str | None = None, plan: str | None = None, **profile):
        super().__init__(system, plan=plan)
        self.profile_id = self.profile(name or f"P{next(_numbers)}", **profile)["id"]
        self.select(self.profile_id)

    def party(self, **body) -> "Party":
        return Party(self.post("/v1/parties", {"title": "Friday night", "content": FILM, **body}, expect=201))

    def join(self, party: "Party", expect: int = 200):
        return self.post("/v1/parties/join", {"code": party.code}, expect)

    def command(self, party: "Party", command: str, expect: int = 200, **fields):
        return self.post(f"{party.path}/commands", {"id": uuid.uuid4().hex, "command": command, **fields}, expect)


class Party:
    def __init__(self, made: dict):
        assert set(made) == {"party", "code"}
        self.made, self.code = made["party"], made["code"]
        self.id = self.made["id"]
        self.path = f"/v1/parties/{self.id}"


@pytest.fixture
def new_member(system):
    return lambda *args, **options: Member(system, *args, **options)


@pytest.fixture
def host(new_member):
    return new_member("Ada", plan="premium")


@pytest.fixture
def guest(new_member):
    return new_member("Bob")


def side_by_side(calls) -> list:
    """The calls' answers; all start at one moment."""
    barrier = threading.Barrier(len(calls), timeout=30)

    def one(call):
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def events(system, party: Party) -> list[tuple]:
    with system.connect() as connection:
        return connection.execute(
            "select seq, kind, actor_name from app.party_event where party_id = %s order by seq", [party.id]
        ).fetchall()


def sql(system, statement: str, **values) -> None:
    with system.connect() as connection:
        connection.execute(statement, values)


def see(system, party: Party, *members: Member) -> None:
    """As a relay would that these are connected to."""
    seen = json.dumps([{"party_id": party.id, "profile_id": member.profile_id, "ping_ms": 20} for member in members])
    sql(system, "select relay.presence(%(seen)s, '[]', 'test')", seen=seen)


def test_a_party_from_its_making_to_its_end(system, host, guest):
    party = host.party()
    assert set(party.made) == {
        "id", "title", "content", "match_key", "control", "status", "position_ms", "anchored_at", "rate", "seq", "epoch", "members",
        "max_members", "created_at",
    }  # fmt: skip
    assert party.made["match_key"] == "tmdb:movie:603" and party.made["content"] == FILM and party.made["max_members"] == 16
    assert abs(party.made["anchored_at"] / 1000 - time.time()) < 60
    assert guest.join(party)["party"]["members"][1]["name"] == "Bob"
    event = host.command(party, "play", position_ms=1000)
    assert set(event) == {"type", "party_id", "seq", "epoch", "kind", "actor", "body", "at", "apply_at"}
    assert event["actor"] == {"profile_id": host.profile_id, "name": "Ada"} and event["body"] == {"position_ms": 1000, "rate": 1}
    seen = guest.get(party.path)
    assert (seen["status"], seen["anchored_at"], seen["seq"]) == ("playing", event["apply_at"], event["seq"])
    assert guest.get("/v1/parties")["items"] == [seen]
    said = guest.post(f"{party.path}/messages", {"text": "Whoa"})
    assert "apply_at" not in said
    assert host.get(f"{party.path}/messages") == {"items": [said], "next_cursor": None}
    assert host.delete(party.path) is None
    assert guest.get(party.path)["status"] == "ended"
    assert [kind for _, kind, _ in events(system, party)] == ["join", "play", "chat", "end"]
    host.refused(409, "conflict", "POST", f"{party.path}/commands", {"id": "x", "command": "play"})
    guest.refused(404, "not_found", "POST", "/v1/parties/join", {"code": party.code})


def test_of_twenty_on_the_last_slot_one_gets_it(system, host, new_member):
    party = host.party(max_members=2)
    guests = [new_member() for _ in range(20)]
    answers = side_by_side([lambda g=g: g.http.post("/v1/parties/join", json={"code": party.code}) for g in guests])
    assert sorted(answer.status_code for answer in answers) == [200] + [403] * 19
    for answer in answers:
        if answer.status_code == 403:
            assert refusal(answer, 403, "plan_limit_reached")["max"] == 2
    assert len(host.get(party.path)["members"]) == 2
    assert [(seq, kind) for seq, kind, _ in events(system, party)] == [(1, "join")]


def test_events_of_twenty_side_by_side_are_numbered_without_a_gap(system, new_member):
    host = new_member("Ada", plan="ultimate")
    party = host.party(control="everyone")
    guests = [new_member() for _ in range(19)]
    side_by_side([lambda g=g: g.join(party) for g in guests])
    found = side_by_side([lambda m=m: m.command(party, "pause", position_ms=5)["seq"] for m in [host, *guests]])
    assert sorted(found) == list(range(20, 40))
    assert [seq for seq, _, _ in events(system, party)] == list(range(1, 40))
    assert host.get(party.path)["seq"] == 39


def test_a_command_sent_twenty_times_at_once_is_done_once(system, host):
    party = host.party()
    body = {"id": "once", "command": "play", "position_ms": 7}
    answers = side_by_side([lambda: data_of(host.http.post(f"{party.path}/commands", json=body), 200)] * 20)
    assert all(answer == answers[0] for answer in answers)
    message = {"id": "said", "text": "Once"}
    answers = side_by_side([lambda: data_of(host.http.post(f"{party.path}/messages", json=message), 200)] * 20)
    assert all(answer == answers[0] for answer in answers)
    assert [kind for _, kind, _ in events(system, party)] == ["play", "chat"]


def test_only_so_many_wrong_codes_are_looked_at(host, guest):
    party = host.party()
    answers = side_by_side([lambda: guest.http.post("/v1/parties/join", json={"code": "BBBBBBBB"}).status_code] * 20)
    assert sorted(answers) == [404] * 10 + [429] * 10
    assert guest.refused(429, "rate_limited", "POST", "/v1/parties/join", {"code": party.code})["retry_after"] > 60
    guest.sql("delete from private.throttle where bucket = 'party_code' and subject = %(account)s::text")
    guest.join(party)


def test_a_member_of_one_party_reads_and_does_nothing_in_another(host, guest, new_member):
    theirs = new_member(plan="basic").party()
    ours = host.party()
    guest.join(ours)
    profile = {"profile_id": host.profile_id}
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/messages", None),
        ("POST", "/messages", {"text": "x"}),
        ("POST", "/commands", {"id": "x", "command": "play"}),
        ("POST", "/leave", None),
        ("POST", "/kick", profile),
        ("POST", "/role", {**profile, "role": "host"}),
        ("DELETE", "", None),
    ):
        guest.refused(404, "not_found", method, theirs.path + path, body)
        guest.refused(404, "not_found", method, f"/v1/parties/{uuid.uuid4()}{path}", body)
        guest.refused(404, "not_found", method, f"/v1/parties/x{path}", body)
    assert [party["id"] for party in guest.get("/v1/parties")["items"]] == [ours.id]


def test_leaving_kicking_banning_and_who_follows(system, host, guest, new_member):
    party, cat = host.party(), new_member("Cat")
    guest.join(party)
    cat.join(party)
    assert guest.refused(403, "forbidden", "POST", f"{party.path}/kick", {"profile_id": cat.profile_id})
    left = host.post(f"{party.path}/kick", {"profile_id": cat.profile_id})
    assert [member["name"] for member in left["members"]] == ["Ada", "Bob"]
    cat.join(party)
    host.post(f"{party.path}/kick", {"profile_id": cat.profile_id, "ban": True})
    cat.refused(403, "banned", "POST", "/v1/parties/join", {"code": party.code})
    cat.refused(403, "banned", "GET", party.path)
    assert host.post(f"{party.path}/role", {"profile_id": guest.profile_id, "role": "host"})["members"][1]["role"] == "host"
    host.post(f"{party.path}/role", {"profile_id": guest.profile_id, "role": "member"})
    host.refused(409, "conflict", "POST", f"{party.path}/role", {"profile_id": host.profile_id, "role": "member"})
    assert host.post(f"{party.path}/leave") is None
    assert [(m["name"], m["role"]) for m in guest.get(party.path)["members"]] == [("Bob", "host")]
    guest.post(f"{party.path}/leave")
    assert [kind for _, kind, _ in events(system, party)] == [
        "join", "join", "kick", "join", "ban", "role", "role", "leave", "role", "leave", "end",
    ]  # fmt: skip


def test_of_all_who_leave_at_once_the_last_one_ends_it(system, host, new_member):
    party = host.party()
    guests = [new_member() for _ in range(7)]
    for guest in guests:
        guest.join(party)
    side_by_side([lambda m=m: m.post(f"{party.path}/leave") for m in [host, *guests]])
    found = events(system, party)
    assert [seq for seq, _, _ in found] == list(range(1, len(found) + 1))
    kinds = [kind for _, kind, _ in found]
    assert kinds.count("leave") == 8 and kinds.count("end") == 1 and kinds[-1] == "end"


def test_without_a_relay_a_barrier_ends_when_somebody_asks_for_something(system, host, guest):
    party = host.party(control="everyone")
    guest.join(party)
    see(system, party, host, guest)
    host.command(party, "play")
    host.command(party, "seek", position_ms=60_000)
    waiting = guest.get(party.path)
    assert (waiting["status"], waiting["position_ms"]) == ("waiting", 60_000)
    assert [member["ready"] for member in waiting["members"]] == [False, False]
    guest.command(party, "play", expect=409)
    sql(system, "update app.party set due_at = due_at - interval '8 seconds' where id = %(party)s", party=party.id)
    guest.post(f"{party.path}/messages", {"text": "At last"})
    assert guest.get(party.path)["status"] == "playing"
    assert [kind for _, kind, _ in events(system, party)][-3:] == ["seek", "play", "chat"]


def test_with_nobody_connected_nobody_is_waited_for(host):
    party = host.party()
    host.command(party, "load", content={"kind": "movie", "title": "Alien", "year": 1979}, position_ms=5)
    seen = host.get(party.path)
    assert (seen["status"], seen["position_ms"], seen["match_key"]) == ("paused", 5, "title:alien:1979")


def test_chat_and_commands_have_their_pace(host):
    party = host.party()
    for path, burst, body in (("messages", 4, {"text": "x"}), ("commands", 5, {"command": "pause"})):
        statuses = [host.http.post(f"{party.path}/{path}", json={"id": f"{path}{n}", **body}).status_code for n in range(burst * 3)]
        # The bucket fills again meanwhile: at least the burst, and not all.
        assert statuses[:burst] == [200] * burst and 429 in statuses
        answer = next(
            a
            for a in (host.http.post(f"{party.path}/{path}", json={"id": uuid.uuid4().hex, **body}) for _ in range(20))
            if a.status_code == 429
        )
        assert refusal(answer, 429, "rate_limited")["retry_after"] == 1


def test_limits_of_the_plan(system, host, guest, new_member):
    assert guest.refused(403, "plan_limit_reached", "POST", "/v1/parties", {"title": "x", "content": FILM}) == {
        "code": "plan_limit_reached", "limit": "max_party_members", "max": 0,
    }  # fmt: skip
    host.refused(403, "plan_limit_reached", "POST", "/v1/parties", {"title": "x", "content": FILM, "max_members": 17})
    party = host.party()
    guest.join(party)
    host.sql("delete from app.subscription where account_id = %(account)s")
    new_member().refused(403, "plan_limit_reached", "POST", "/v1/parties/join", {"code": party.code})
    assert host.command(party, "play") and guest.get(party.path), "who is in it goes on"


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "movie"},
        {"title": "x"},
        {**FILM, "url": "http://panel.example/movie/ada/secret/1.mp4"},
        {**FILM, "title": "http://panel.example/movie/ada/secret/1.mp4"},
        {"kind": "live", "title": "x", "ids": {"tvg": "http://panel.example/?username=ada&password=secret"}},
        {**FILM, "ids": {"password": "secret"}},
        {**FILM, "playlist_id": str(uuid.uuid4())},
        {**FILM, "duration_ms": "1"},
        "x",
        [],
    ],
)
def test_what_is_watched_says_nothing_else(host, content):
    party = host.party()
    assert host.refused(400, "invalid", "POST", "/v1/parties", {"title": "x", "content": content})["field"] == "content"
    load = {"id": "x", "command": "load", "content": content}
    assert host.refused(400, "invalid", "POST", f"{party.path}/commands", load)["field"] == "content"


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("command", {"id": "x"}),
        ("command", {"id": "x", "command": "stop"}),
        ("id", {"command": "play"}),
        ("id", {"id": "x" * 65, "command": "play"}),
        ("position_ms", {"id": "x", "command": "seek"}),
        ("position_ms", {"id": "x", "command": "seek", "position_ms": -1}),
        ("position_ms", {"id": "x", "command": "seek", "position_ms": 1.5}),
        ("rate", {"id": "x", "command": "rate"}),
        ("rate", {"id": "x", "command": "rate", "rate": 4.01}),
        ("rate", {"id": "x", "command": "rate", "rate": 0}),
        ("content", {"id": "x", "command": "load"}),
    ],
)
def test_commands_that_are_none(host, field, body):
    assert host.refused(400, "invalid", "POST", f"{host.party().path}/commands", body)["field"] == field


def test_a_kids_profile_hosts_and_joins(host, system):
    kid = Member(system, "Kim", plan="premium", is_kids=True)
    party = kid.party()
    host.join(party)
    kid.join(host.party())
    assert kid.command(party, "play")["kind"] == "play"
    assert len(kid.get("/v1/parties")["items"]) == 2


def test_a_profile_has_to_be_selected(person, host):
    code = {"code": host.party().code}
    for method, path, body in (
        ("POST", "", {"title": "x", "content": FILM}),
        ("GET", "", None),
        ("POST", "/join", code),
        ("GET", f"/{uuid.uuid4()}", None),
    ):
        person.refused(403, "forbidden", method, f"/v1/parties{path}", body)


def test_idle_parties_end_and_ended_ones_go(system, host, guest):
    party = host.party()
    guest.join(party)
    late = "update app.party set active_at = active_at - interval '13 hours', due_at = due_at - interval '13 hours' where id = %(party)s"
    see(system, party, guest)
    sql(system, late, party=party.id)
    sql(system, "select relay.settle()")
    assert host.get(party.path)["status"] == "paused", "somebody is there"
    sql(system, "delete from app.party_presence where party_id = %(party)s", party=party.id)
    sql(system, late, party=party.id)
    sql(system, "select relay.settle()")
    assert host.get(party.path)["status"] == "ended"
    assert guest.get("/v1/parties")["items"] == []
    sql(system, "update app.party set due_at = due_at - interval '25 hours' where id = %(party)s", party=party.id)
    sql(system, "select relay.settle()")
    host.refused(404, "not_found", "GET", party.path)


def test_an_account_that_goes_leaves_every_party_and_takes_its_own(system, host, guest):
    ours, theirs = host.party(), Member(system, "Cat", plan="basic")
    party = theirs.party()
    host.join(party)
    guest.join(party)
    guest.join(ours)
    host.post(f"{party.path}/messages", {"text": "My words"})
    host.delete("/v1/me", {"password": "correct horse"})
    assert [member["name"] for member in theirs.get(party.path)["members"]] == ["Cat", "Bob"]
    assert [message["body"] for message in theirs.get(f"{party.path}/messages")["items"]] == [{"text": ""}]
    guest.refused(404, "not_found", "GET", ours.path)
    assert [item["id"] for item in guest.get("/v1/parties")["items"]] == [party.id]


def test_all_that_may_happen_to_a_party_at_once_ends_in_no_deadlock(system, new_member):
    """Joining, commanding, leaving, kicking, presence, settling and a deletion, on two parties: gapless, and no 5xx."""
    hosts = [new_member(plan="ultimate") for _ in range(2)]
    parties = [host.party(control="everyone") for host in hosts]
    guests = [new_member() for _ in range(4)]
    for guest, party in itertools.product(guests, parties):
        guest.join(party)
    stop, statuses = threading.Event(), []

    def repeat(call) -> None:
        while not stop.is_set():
            statuses.append(call().status_code)

    def presence() -> None:
        while not stop.is_set():
            for party in parties:
                see(system, party, *hosts, *guests)
            sql(system, "select relay.settle()")

    def post(person, party, path, **body):
        return lambda: person.http.post(f"{party.path}/{path}", json=body | ({"id": uuid.uuid4().hex} if path == "commands" else {}))

    work = [post(g, p, "commands", command="seek", position_ms=5) for g, p in zip(guests, parties * 2, strict=True)]
    work += [post(h, p, "kick", profile_id=guests[0].profile_id) for h, p in zip(hosts, parties, strict=True)]
    work += [post(guests[1], p, "leave") for p in parties]
    work += [lambda g=g, p=p: g.http.post("/v1/parties/join", json={"code": p.code}) for g in guests[:2] for p in parties]
    threads = [threading.Thread(target=repeat, args=[call]) for call in work] + [threading.Thread(target=presence)]
    for thread in threads:
        thread.start()
    while len(statuses) < 200:
        time.sleep(0.05)
    guests[3].delete("/v1/me", {"password": "correct horse"})
    stop.set()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 401, 404, 409, 429}, set(statuses)
    for party in parties:
        found = [seq for seq, _, _ in events(system, party)]
        assert found == list(range(1, len(found) + 1))
    assert "deadlock" not in system.cluster.log.read_text()
