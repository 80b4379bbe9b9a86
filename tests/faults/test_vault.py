"""The vault when its keys are gone, wrong or changed, and while they change (design, "SQL")."""

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from db.cluster import ROOT, SetupError
from db.vault import ensure_vault
from tests.support.people import Person
from tests.support.system import System

PASSWORD = "S3cret-of-the-vault"
PASTED = f"http://tv.example:8080/get.php?username=ada&password={PASSWORD}"


@pytest.fixture
def system(fragile):
    return fragile


@pytest.fixture
def household(system):
    return Person(system, plan="ultimate")


@pytest.fixture
def playlist(household):
    return household.post("/v1/playlists", {"name": "Living room", "url": PASTED}, expect=201)


@pytest.fixture
def key(system):
    """The file of the key that seals now; put back as it was afterwards."""
    with system.connect() as connection:
        directory, key_id = connection.execute("select directory, key_id from private.vault").fetchone()
    path = Path(directory) / f"{key_id}.key"
    content, status = path.read_bytes(), path.stat()
    yield path
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    path.chmod(0o400)
    os.chown(path, status.st_uid, status.st_gid)


def replace(path: Path, content: bytes) -> None:
    status = path.stat()
    path.unlink()
    path.write_bytes(content)
    path.chmod(0o400)
    os.chown(path, status.st_uid, status.st_gid)


def log_since(system: System, start: int) -> str:
    return system.cluster.log.read_bytes()[start:].decode()


def assert_closed(system: System, household: Person, playlist: dict, reason: str) -> None:
    """Secrets are neither read nor written, the log says why, and all the rest works."""
    start = system.cluster.log.stat().st_size
    path = f"/v1/playlists/{playlist['id']}"
    for method, address, body in (
        ("GET", f"{path}/credentials", None),
        ("POST", "/v1/playlists", {"name": "x", "url": PASTED}),
        ("PATCH", path, {"password": PASSWORD + "2"}),
    ):
        response = household.http.request(method, address, json=body) if body else household.http.get(address)
        assert response.status_code == 503, response.text
        assert response.json()["data"] == {"code": "unavailable", "retry_after": 30}
        assert response.headers["Retry-After"] == "30"
        assert PASSWORD not in response.text and ".key" not in response.text
    log = log_since(system, start)
    assert log.count("LOG:  vault: ") == 3 and reason in log, log
    assert PASSWORD not in log
    assert household.patch(path, {"name": "Kitchen"})["name"] == "Kitchen"
    assert [item["id"] for item in household.get("/v1/playlists")["items"]] == [playlist["id"]]


def assert_open(household: Person, playlist: dict) -> None:
    assert household.get(f"/v1/playlists/{playlist['id']}/credentials")["password"] == PASSWORD


def test_the_key_is_a_file_outside_the_data_directory_for_postgresql_alone(system, key):
    assert not key.is_relative_to(system.cluster.data)
    assert key.stat().st_mode & 0o777 == 0o400 and key.parent.stat().st_mode & 0o777 == 0o700
    assert key.stat().st_uid == key.parent.stat().st_uid == system.cluster.data.stat().st_uid
    assert key.stat().st_size == 32


def test_a_missing_key(system, household, playlist, key):
    content = key.read_bytes()
    status = key.stat()
    key.unlink()
    assert_closed(system, household, playlist, f"the key file {key} is missing")
    key.write_bytes(content)
    os.chown(key, status.st_uid, status.st_gid)
    assert_open(household, playlist)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (secrets.token_bytes(32), "does not hold the key that it did"),
        (b"", "does not have 32 bytes"),
        (secrets.token_bytes(31), "does not have 32 bytes"),
        (secrets.token_bytes(33), "does not have 32 bytes"),
    ],
    ids=["another key", "empty", "short", "long"],
)
def test_a_wrong_key_seals_nothing_and_opens_nothing(system, household, playlist, key, content, reason):
    right = key.read_bytes()
    replace(key, content)
    assert_closed(system, household, playlist, f"the key file {key} {reason}")
    replace(key, right)
    assert_open(household, playlist)


def test_a_key_that_cannot_be_read(system, household, playlist, key):
    key.chmod(0)
    assert_closed(system, household, playlist, f"the key file {key} cannot be read: could not open file")
    key.chmod(0o400)
    assert_open(household, playlist)


def test_a_start_without_the_key_says_so_and_makes_no_other(system, household, playlist, key, capsys):
    right = key.read_bytes()
    key.rename(key.with_suffix(".away"))
    ensure_vault(system.target, system.home)
    assert f"Vault: the key file {key} is missing" in capsys.readouterr().out
    assert not key.exists()
    key.with_suffix(".away").rename(key)
    assert key.read_bytes() == right
    ensure_vault(system.target, system.home)
    assert capsys.readouterr().out == ""
    assert_open(household, playlist)


def test_keys_that_moved_are_found_by_the_setting(system, household, playlist, key, monkeypatch):
    elsewhere = system.directory / "keys"
    monkeypatch.setenv("VAULT_DIRECTORY", str(elsewhere))
    with pytest.raises(SetupError, match="is missing"):
        ensure_vault(system.target, system.home)
    key.parent.rename(elsewhere)
    ensure_vault(system.target, system.home)
    assert_open(household, playlist)
    monkeypatch.setenv("VAULT_DIRECTORY", "keys")
    with pytest.raises(SetupError, match="absolute path"):
        ensure_vault(system.target, system.home)
    monkeypatch.delenv("VAULT_DIRECTORY")
    elsewhere.rename(key.parent)
    ensure_vault(system.target, system.home)
    assert_open(household, playlist)
    with pytest.raises(SetupError, match="VAULT_DIRECTORY is not set"), system.connect() as connection:
        connection.execute("begin; delete from private.vault; commit")
        try:
            ensure_vault(system.target, None)
        finally:
            ensure_vault(system.target, system.home)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("ciphertext = set_byte(ciphertext, length(ciphertext) / 2, get_byte(ciphertext, length(ciphertext) / 2) # 1)", "it was changed"),
        ("ciphertext = substring(ciphertext for length(ciphertext) - 1)", "it was changed"),
        ("ciphertext = ''", "it was changed"),
        ("ciphertext = (select o.ciphertext from private.playlist_secret o where o.account_id <> s.account_id limit 1)", "it was moved"),
        (
            "ciphertext = (select o.ciphertext from private.playlist_secret o where o.account_id = s.account_id and o <> s)",
            "it was moved",
        ),
        ("key_id = 'k77'", "there is no key k77"),
    ],
    ids=["a bit", "cut off", "empty", "another account's", "another playlist's", "another key's"],
)
def test_a_changed_or_moved_secret_is_never_answered(system, household, playlist, change, reason):
    Person(system, plan="premium").post("/v1/playlists", {"name": "x", "url": PASTED + "-other"}, expect=201)
    second = household.post("/v1/playlists", {"name": "x", "url": PASTED + "-second"}, expect=201)
    household.sql(f"update private.playlist_secret s set {change} where playlist_id = %(id)s", id=playlist["id"])
    start = system.cluster.log.stat().st_size
    household.refused(503, "unavailable", "GET", f"/v1/playlists/{playlist['id']}/credentials")
    log = log_since(system, start)
    assert reason in log and PASSWORD not in log, log
    assert household.get(f"/v1/playlists/{second['id']}/credentials")["password"] == PASSWORD + "-second"
    household.patch(f"/v1/playlists/{playlist['id']}", {"url": PASTED})  # sent anew, it is whole again
    assert_open(household, playlist)


# -- rotation


def start_rotation(system: System, *options: str) -> subprocess.Popen:
    environment = {**os.environ, "SYNCSTREAM_HOME": str(system.home)}
    command = [sys.executable, "-m", "db.vault", *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def rotate(system: System) -> str:
    process = start_rotation(system)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    return output


def keys_in_use(system: System) -> dict[str, int]:
    with system.connect() as connection:
        return dict(connection.execute("select key_id, count(*) from private.playlist_secret group by 1").fetchall())


def test_rotation_under_traffic_killed_and_resumed(system):
    people = []
    for n in range(30):
        person = Person(system)
        person.password = f"{PASSWORD}-{n}"
        address = f"http://tv.example/get.php?username=ada&password={person.password}"
        person.playlist = person.post("/v1/playlists", {"name": "x", "url": address}, expect=201)["id"]
        people.append(person)
    with system.connect() as connection:
        old = connection.execute("select key_id from private.vault").fetchone()[0]
    assert keys_in_use(system).keys() == {old}

    stop, mistakes, calls = threading.Event(), [], [0, 0, 0]

    def use(n: int) -> None:
        while not stop.is_set():
            for person in people[n::3]:
                path = f"/v1/playlists/{person.playlist}"
                answer = person.http.get(f"{path}/credentials")
                if answer.status_code != 200 or answer.json()["data"]["password"] != person.password:
                    mistakes.append(answer.text)
                calls[n] += 1
                if person in people[::5]:
                    continue  # these are only read, so that the new key comes to them by the rotation alone
                person.password = f"{PASSWORD}-{n}-{calls[n]}"
                answer = person.http.patch(path, json={"password": person.password})
                if answer.status_code != 200:
                    mistakes.append(answer.text)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    try:
        process = start_rotation(system, "--batch", "1", "--pause", "0.05")
        lines = [process.stdout.readline() for _ in range(4)]
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert "sealed with" in lines[-1], lines
        half = keys_in_use(system)
        assert old in half and len(half) == 2, f"was killed too late: {half}"

        output = rotate(system)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not mistakes, mistakes[:3]
    assert min(calls) > 0
    with system.connect() as connection:
        directory, new = connection.execute("select directory, key_id from private.vault").fetchone()
    assert new == f"k{int(old[1:]) + 1}", "a second run went on with the first one's key"
    assert f"going on with {new}" in output and f"everything is sealed with {new}" in output
    assert f"nothing uses {old} any more. {directory}/{old}.key may be archived" in output
    assert keys_in_use(system).keys() == {new}

    archived = Path(directory) / f"{old}.key"
    archived.rename(archived.with_suffix(".archived"))
    try:
        for person in people:
            assert person.get(f"/v1/playlists/{person.playlist}/credentials")["password"] == person.password
    finally:
        archived.with_suffix(".archived").rename(archived)


def test_rotation_waits_for_who_is_still_sealing_with_the_old_key(system, household):
    with system.connect() as writer:
        writer.execute("begin; set local role member")
        writer.execute("select set_config('request.account_id', %s, true)", [household.account_id])
        writer.execute("select api.playlist_create('late', %s)", [PASTED])
        process = start_rotation(system)
        time.sleep(1.5)
        assert process.poll() is None, "it did not wait"
        writer.execute("commit")
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert len(keys_in_use(system)) == 1
    (playlist,) = household.get("/v1/playlists")["items"]
    assert_open(household, playlist)


def test_only_one_rotation_at_a_time(system):
    with system.connect() as other:
        other.execute("select pg_advisory_lock(hashtext('syncstream vault rotation'))")
        process = start_rotation(system)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1 and "being rotated already" in output


def test_what_does_not_open_stops_a_rotation_and_is_left_as_it_is(system, household, playlist):
    rotate(system)
    household.sql(
        "update private.playlist_secret set ciphertext = set_byte(ciphertext, 40, 0) where playlist_id = %(id)s", id=playlist["id"]
    )
    process = start_rotation(system)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1 and "1 could not be opened and stay as they are" in output
    household.patch(f"/v1/playlists/{playlist['id']}", {"url": PASTED})
    assert "everything is sealed" in rotate(system)
    assert_open(household, playlist)


def test_a_rotation_that_lacks_an_old_key_changes_nothing(system, household, playlist):
    household.sql("insert into private.vault_fingerprint values ('k0', '')")
    household.sql("update private.playlist_secret set key_id = 'k0' where playlist_id = %(id)s", id=playlist["id"])
    before = keys_in_use(system)
    try:
        process = start_rotation(system)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 1 and "k0.key is missing. Put it back, and run this again" in output
        assert keys_in_use(system) == before
    finally:
        household.sql("delete from private.playlist_secret where playlist_id = %(id)s", id=playlist["id"])
        household.sql("delete from private.vault_fingerprint where key_id = 'k0'")
    household.patch(f"/v1/playlists/{playlist['id']}", {"url": PASTED})
    assert_open(household, playlist)
