"""A socket lasts as long as the right to it; and tells a device what another one of its profile did."""

import asyncio
import json
import time
from datetime import datetime

import pytest

from api.auth import Authenticator
from api.config import Keys
from db import jwt_keys
from tests.support.party import Line, in_a_loop, member_of
from tests.support.people import Person
from tests.support.sync import watcher


@pytest.fixture
def short(system):
    """Access tokens that last some seconds, of somebody who is signed in."""

    def sign(person: Person, seconds: int) -> str:
        class Settings:
            keys = Keys.read(system.home / "secrets/jwt_keys.json")
            access_token_seconds = seconds
            allowed_origins = frozenset()
            public_url = system.url

        claims = {"sub": person.account_id, "sid": person.tokens["session_id"], "role": "user"}
        return Authenticator(Settings).sign({**claims, "current_profile_id": person.profile_id, "profile_version": 0})

    return sign


@in_a_loop
async def test_a_token_that_expires_ends_the_socket(relay, new_person, short):
    person = member_of(new_person)
    async with Line(relay) as line:
        await line.send("auth", token=short(person, 2))
        expires = datetime.fromisoformat((await line.hear("authenticated"))["expires_at"]).timestamp()
        await line.closed(4401)
        assert -0.5 < time.time() - expires < 3


@in_a_loop
async def test_a_new_token_before_that_keeps_it_and_its_parties(relay, gather, short):
    party = gather(1)
    async with Line(relay) as line:
        await line.send("auth", token=short(party.host, 3))
        await line.hear("authenticated")
        await line.attach(party.id)
        await line.sign_in(party.host)
        await asyncio.sleep(3.5)
        party.post(party.host, "messages", {"text": "Still here"})
        await line.hear("party.event", kind="chat")
        await line.send("auth", token="nonsense")
        assert (await line.closed(4401))[-1]["code"] == "unauthorized"


@in_a_loop
async def test_another_profile_on_the_same_socket_is_in_no_party(relay, gather):
    party = gather(1)
    async with Line(relay, party.host) as line:
        await line.attach(party.id)
        other = party.host.profile("Other")["id"]
        party.host.select(other)
        assert (await line.sign_in(party.host))["profile_id"] == other
        await line.send("party.chat", party_id=party.id, id="1", text="Me?")
        await line.refused("not_found")
        await line.send("party.reaction", party_id=party.id, emoji="👻")
        await line.refused("not_found")


def sign_out(person: Person) -> None:
    person.post("/v1/auth/logout")


def suspend(person: Person) -> None:
    person.sql("update app.account set status = 'suspended' where account_id = %(account)s")


def become_a_kid(person: Person) -> None:
    person.patch(f"/v1/profiles/{person.profile_id}", {"is_kids": True})


def delete_the_account(person: Person) -> None:
    person.delete("/v1/me", {"password": "correct horse"})


@in_a_loop
@pytest.mark.parametrize("end", [sign_out, suspend, become_a_kid, delete_the_account])
async def test_a_session_that_ends_takes_its_sockets_along_within_two_seconds(relays, new_person, end):
    person = member_of(new_person)
    async with Line(relays[0], person) as one, Line(relays[1], person) as two:
        await asyncio.sleep(1)
        begun = time.monotonic()
        end(person)
        for line in (one, two):
            await line.closed(4401)
        assert time.monotonic() - begun < 4  # measured: 0.6; the contract's two, and what else this machine does
    async with Line(relays[0]) as line:
        await line.send("auth", token=person.access_token)
        frames = await line.closed(4401)
        assert frames[0]["code"] == ("account_suspended" if end is suspend else "unauthorized")


@in_a_loop
async def test_another_session_of_the_account_goes_on(relay, new_person):
    person = member_of(new_person)
    other = Person.__new__(Person)
    other.__dict__.update(person.__dict__)
    other.http = person.system.client()
    other.use(person.login(device_id="tv").json()["data"])
    async with Line(relay, person) as one, Line(relay, other) as two:
        sign_out(other)
        await two.closed(4401)
        await one.send("ping", t0=1)
        await one.hear("pong")


@in_a_loop
async def test_a_key_that_became_known_signs_nobody_in(system, relay, new_person, monkeypatch):
    person = member_of(new_person)
    path = system.home / "secrets/jwt_keys.json"
    before = path.read_text()
    async with Line(relay, person) as line:
        try:
            kid, key = jwt_keys.new_key()
            jwt_keys.write_keys(path, kid, {kid: key, **json.loads(before)["keys"]})
            await asyncio.sleep(2.5)
            await line.send("ping", t0=1)
            await line.hear("pong")
            jwt_keys.write_keys(path, kid, {kid: key})
            await line.closed(4401)
        finally:
            path.write_text(before)
            await asyncio.sleep(2.5)


# -- changes


@pytest.fixture
def devices(new_person):
    """Two devices of a profile: the same person signed in twice."""
    phone = watcher(new_person)
    phone.use(phone.login(device_id="phone").json()["data"]).select(phone.selected["id"])
    tv = Person.__new__(Person)
    tv.__dict__.update(phone.__dict__)
    tv.http = phone.system.client()
    tv.use(phone.login(device_id="tv").json()["data"])
    tv.select(phone.selected["id"])
    return phone, tv


def watch(person, position_ms: int = 60_000) -> None:
    item = {"playlist_id": person.home, "kind": "movie", "provider_id": "1"}
    person.put("/v1/progress", {**item, "title": "A film", "position_ms": position_ms, "playback_id": "1"})


def keep(person) -> None:
    person.put("/v1/favorites", {"playlist_id": person.home, "kind": "movie", "provider_id": "2", "title": "Another"})


@in_a_loop
async def test_a_device_hears_of_what_another_one_changed(relays, devices):
    phone, tv = devices
    async with Line(relays[0], phone) as here, Line(relays[1], tv) as there:
        for change, entity in ((watch, "progress"), (keep, "favorite")):
            begun = time.monotonic()
            change(phone)
            frame = await there.hear("sync.changed")
            assert frame == {"type": "sync.changed", "entities": [entity]}
            assert time.monotonic() - begun < 3  # measured: 0.5
        await here.nothing("sync.changed", 2)  # what it did itself it knows


@in_a_loop
async def test_a_change_right_after_signing_in_is_not_missed(relays, devices):
    phone, tv = devices
    async with Line(relays[1], tv) as there:
        keep(phone)
        assert (await there.hear("sync.changed"))["entities"] == ["favorite"]


@in_a_loop
async def test_many_changes_are_told_once_a_second(relays, devices):
    phone, tv = devices
    async with Line(relays[1], tv) as there:
        heard = []

        async def listen():
            while True:
                heard.append(await there.hear("sync.changed", 60))

        listening = asyncio.create_task(listen())
        begun = time.monotonic()
        for n in range(25):
            await asyncio.to_thread(watch, phone, 60_000 + n)
            await asyncio.sleep(0.1)
        await asyncio.sleep(2)
        listening.cancel()
        assert 2 <= len(heard) <= time.monotonic() - begun + 1


@in_a_loop
async def test_other_profiles_and_accounts_hear_nothing(relays, devices, new_person):
    phone, tv = devices
    other = phone.profile("Other")["id"]
    tv.select(other)
    stranger = watcher(new_person)
    async with Line(relays[0], tv) as profile, Line(relays[0], stranger) as account:
        await asyncio.sleep(1)
        keep(phone)
        await asyncio.gather(profile.nothing("sync.changed", 2), account.nothing("sync.changed", 2))
