"""The drill: a backup, a mistake, and back to the moment before it, on another machine, as far as one can tell."""

import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

import httpx
import pytest

from db.backup import finished, first_segment
from db.cluster import ROOT, Cluster
from db.deployment import Target
from tests.support.people import Person, data_of, refusal
from tests.test_running import Session, environment

SECRET = "S3cret-in-no-backup"
PASTED = f"http://tv.example:8080/get.php?username=ada&password={SECRET}"
MAKE = ["make", "--silent", "--old-file", "setup"]  # what is set up already


def make(site, *command: str, **settings: str) -> subprocess.CompletedProcess:
    return subprocess.run([*MAKE, *command], cwd=ROOT, env=environment(site.home, **settings), capture_output=True, text=True)


def archive_all(site) -> None:
    """Until the archive has what was written by now."""
    with site.connect() as connection:
        (last,) = connection.execute("select pg_walfile_name(pg_switch_wal())").fetchone()
    deadline = time.monotonic() + 60
    while not (site.cluster.backups / "wal" / f"{last}.gz").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def people(site):
    """One from before the base backup, one from after it."""
    before = Person(site, plan="ultimate")
    before.playlist_id = before.post("/v1/playlists", {"name": "Home", "url": PASTED}, expect=201)["id"]
    done = make(site, "backup", f"DIR={site.cluster.backups}")
    assert done.returncode == 0 and done.stdout.startswith(f"Backup: {site.cluster.backups}/base/"), done.stderr
    after = Person(site, plan="ultimate")
    after.playlist_id = after.post("/v1/playlists", {"name": "Home", "url": PASTED}, expect=201)["id"]
    return before, after


@pytest.fixture(scope="module")
def moment(site, people):
    """Just before a delete that was meant for somebody else; work goes on after it."""
    with site.connect() as connection:
        (moment,) = connection.execute("select clock_timestamp()::text").fetchone()
        connection.execute("delete from app.account where account_id = any(%s)", [[person.account_id for person in people]])
    people[0].late = Person(site)
    archive_all(site)
    return moment


@pytest.fixture(scope="module")
def keys(site):
    """The vault's keys, as they were put apart."""
    shutil.copytree(site.home / "vault", site.directory / "keys")
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "postgres:postgres", site.directory / "keys"], check=True)
    return site.directory / "keys"


def restore(site, to: Path, **settings: str) -> subprocess.CompletedProcess:
    return make(site, "restore", f"DIR={site.cluster.backups}", f"TO={to}", *(f"{name}={value}" for name, value in settings.items()))


def test_back_to_the_moment_before_a_delete(site, people, moment, keys):
    home = site.directory / "restored"
    asked = restore(site, home / "postgresql", TIME=moment)
    assert asked.returncode and asked.stderr.startswith("Say where the vault's keys are")
    assert not home.exists()
    done = restore(site, home / "postgresql", TIME=moment, VAULT=keys)
    assert done.returncode == 0, done.stderr

    without = Session(home)
    assert without.process.wait(60) == 1, "it does not serve without the vault's keys"
    assert "Recovered: the database is open" in without.output and f"{home}/vault/k1.key is missing" in without.output

    session = Session(home, VAULT_DIRECTORY=str(keys)).ready()
    try:
        with site.connect() as before, Target.embedded(Cluster(home)).connect() as after:
            epochs = [connection.execute("select private.party_epoch()").fetchone()[0] for connection in (before, after)]
        assert epochs[0] < epochs[1], "numbers that clients have seen with other events are not taken for the same"
        for person in people:
            body = {"email": person.email, "password": "correct horse"}
            tokens = data_of(httpx.post(f"{session.url}/v1/auth/login", json=body, timeout=30), 200)
            headers = {"Authorization": f"Bearer {tokens['access_token']}"}
            path = f"/v1/playlists/{person.playlist_id}/credentials"
            assert data_of(httpx.get(session.url + path, headers=headers), 200)["password"] == SECRET
            made = httpx.post(f"{session.url}/v1/profiles", json={"name": "Ada"}, headers=headers)
            data_of(made, 201)
        body = {"email": people[0].late.email, "password": "correct horse"}
        refusal(httpx.post(f"{session.url}/v1/auth/login", json=body, timeout=30), 401, "invalid_credentials")
    finally:
        session.stop()
    again = restore(site, home / "postgresql", VAULT=keys)
    assert again.returncode and "is not empty" in again.stderr


def test_a_backup_has_neither_the_vault_s_key_nor_a_secret(site, people, moment):
    """Looked for in all that is in it, unpacked. What is sealed is there, or this test would find nothing anywhere."""
    found = set()
    sought = {"the key": (site.home / "vault/k1.key").read_bytes(), "a secret": SECRET.encode(), "an address": people[0].email.encode()}
    (base,) = finished(site.cluster.backups)
    unpacked = site.directory / "unpacked"
    for archive in base.glob("*.tar.gz"):
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked / archive.name)
    for segment in (site.cluster.backups / "wal").glob("*.gz"):
        with (unpacked / segment.stem).open("wb") as file:
            subprocess.run(["gzip", "-dc", segment], stdout=file, check=True)
    for path in unpacked.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found |= {what for what, value in sought.items() if value in content}
    assert found == {"an address"}


def test_a_backup_that_was_damaged_is_refused(site, people, moment, keys):
    (base,) = finished(site.cluster.backups)
    copy = site.directory / "damaged"
    (copy / "base" / base.name).mkdir(parents=True)
    for path in base.iterdir():
        shutil.copy(path, copy / "base" / base.name)
    unpacked = site.directory / "to-damage"
    unpacked.mkdir()
    tar = copy / "base" / base.name / "base.tar.gz"
    subprocess.run(["tar", "-xzf", tar, "-C", unpacked], check=True)
    with (unpacked / "PG_VERSION").open("ab") as file:
        file.write(b" ")
    subprocess.run(["tar", "-czf", tar, "-C", unpacked, "."], check=True)
    done = make(site, "restore", f"DIR={copy}", f"TO={site.directory / 'nowhere'}", f"VAULT={keys}")
    assert done.returncode and "PG_VERSION" in done.stderr, done.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"TIME": "yesterday"}, "'yesterday' is no time"),
        ({"TIME": "2020-01-01 00:00:00+00"}, "has no base backup from before 2020"),
        ({"DIR": "/nonexistent"}, "/nonexistent has no base backup"),
    ],
)
def test_what_cannot_be_restored_is_said(site, people, keys, settings, sentence):
    done = restore(site, site.directory / "nowhere", **settings, VAULT=keys)
    assert done.returncode and sentence in done.stderr
    assert not (site.directory / "nowhere").exists()


def test_old_backups_go_with_the_wal_that_only_they_needed(site, people, moment):
    (old,) = finished(site.cluster.backups)
    needed = first_segment(old)
    assert (site.cluster.backups / "wal" / f"{needed}.gz").exists()
    while time.strftime("%Y-%m-%dT%H-%M-%SZ", time.gmtime()) <= old.name:  # backups are told apart by the second
        time.sleep(0.1)
    done = make(site, "backup", f"DIR={site.cluster.backups}", "ARGS=--keep 1")
    assert done.returncode == 0 and f"Backup: {old} removed" in done.stdout, done.stderr
    (new,) = finished(site.cluster.backups)
    kept = sorted(path.name.partition(".")[0] for path in (site.cluster.backups / "wal").iterdir())
    assert kept[0] >= first_segment(new) > needed


def test_a_segment_is_kept_once_and_never_over_another(tmp_path):
    """What PostgreSQL asks of an archive_command."""

    def archive(content: bytes) -> int:
        (tmp_path / "segment").write_bytes(content)
        command = [ROOT / "db/server/archive-wal", tmp_path / "segment", "0000000100000000000000AA", tmp_path / "wal"]
        return subprocess.run(command, capture_output=True).returncode

    assert archive(b"one") != 0, "there is no directory"
    (tmp_path / "wal").mkdir()
    (tmp_path / "wal/0000000100000000000000AA.gz.part").write_bytes(b"half of it, from before a crash")
    assert archive(b"one") == 0
    assert archive(b"one") == 0, "told again, after a crash"
    assert archive(b"another") != 0
    command = [ROOT / "db/server/restore-wal", tmp_path / "wal", "0000000100000000000000AA", tmp_path / "back"]
    assert subprocess.run(command).returncode == 0
    assert (tmp_path / "back").read_bytes() == b"one"
    assert subprocess.run([*command[:2], "0000000100000000000000AB", tmp_path / "none"]).returncode == 1
    assert [path.name for path in (tmp_path / "wal").iterdir()] == ["0000000100000000000000AA.gz"]
