"""The vault's keys: making the first one, rotating them.

A key is a file of 32 random bytes, `<directory>/<key id>.key`, that PostgreSQL's operating system user alone can read
(deploy/playlists/vault.sql). The directory is `vault` in `SYNCSTREAM_HOME`, or `VAULT_DIRECTORY`. For a server that
`DATABASE_URL` names, `VAULT_DIRECTORY` is a directory on that server's machine; where that is another one, the keys are made
there by hand, and the command is in the message that asks for one. Keep keys apart from the backups of the database, and as long as those.
"""

import argparse
import os
import pwd
import secrets
import shutil
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from db.cluster import SetupError
from db.deployment import Target

KEY_BYTES = 32
ROTATION = "syncstream vault rotation"  # an advisory lock's name
ACCOUNTS = "select distinct account_id from private.playlist_secret where key_id <> %s and account_id > %s order by 1 limit %s"
ROTATE = """
    select sum((done).sealed), sum((done).failed)
    from (select private.playlist_secret_rotate(account) as done from unnest(%s::uuid[]) as account offset 0) as batch
"""


def ensure_vault(target: Target, home: Path | None) -> None:
    """Let the deployed database have a key that works: the first one where there is none, else the one it uses.

    `home` is the embedded cluster's; None for an existing server.
    """
    with target.connect() as connection:
        if one(connection, "select to_regprocedure('private.vault_use(text, text)')") is None:
            return  # deployed up to a change before the vault
        used = in_use(connection)
        if used is None:
            use_key(connection, key_directory(home), "k1", make=is_here(connection))
        elif moved(home, used[0]):
            use_key(connection, key_directory(home), used[1], make=False)
        else:
            reason = refusal(connection, "select private.vault_key(%s) is not null", used[1])
            if reason:
                say(f"Vault: {reason}. Playlists cannot be opened or added until it is back.")


def rotate(target: Target, batch: int = 100, pause: float = 0.0) -> None:
    """Seal every secret with a new key, online, in batches that each stand. Run again, it goes on where it was stopped."""
    with target.connect() as connection:
        if not one(connection, "select pg_try_advisory_lock(hashtext(%s))", ROTATION):
            raise SetupError("The vault's key is being rotated already.")
        used = in_use(connection)
        if used is None:
            raise SetupError("The vault has no key yet. Run: make deploy")
        directory, key_id = used
        if left_to_seal(connection):
            say(f"Vault: going on with {key_id}")
        else:
            key_id = f"k{int(key_id.removeprefix('k')) + 1}"
            use_key(connection, directory, key_id, make=is_here(connection))
            say(f"Vault: new secrets are sealed with {key_id}")
        for (old,) in connection.execute("select distinct key_id from private.playlist_secret where key_id <> %s", [key_id]).fetchall():
            reason = refusal(connection, "select private.vault_key(%s) is not null", old)
            if reason:
                raise SetupError(f"Vault: {reason}. Put it back, and run this again.")
        reseal(connection, key_id, batch, pause)
        for (old,) in connection.execute("select key_id from private.vault_fingerprint where key_id <> %s order by added_at", [key_id]):
            say(
                f"Vault: nothing uses {old} any more. {directory}/{old}.key may be archived, for as long as there are backups from its time"
            )


def reseal(connection: psycopg.Connection, key_id: str, batch: int, pause: float) -> None:
    done = 0
    while left := left_to_seal(connection):
        # Rows that a request is writing are passed over, so there may be another round.
        sealed = failed = 0
        after = UUID(int=0)
        while accounts := [account for (account,) in connection.execute(ACCOUNTS, [key_id, after, batch])]:
            after = accounts[-1]
            counts = connection.execute(ROTATE, [accounts]).fetchall()[0]
            sealed, failed = sealed + counts[0], failed + counts[1]
            say(f"Vault: {done + sealed} of {done + left} sealed with {key_id}")
            time.sleep(pause)
        done += sealed
        if failed and failed == left_to_seal(connection):
            raise SetupError(f"Vault: {failed} could not be opened and stay as they are. PostgreSQL's log says which")
        time.sleep(0.1)
    say(f"Vault: everything is sealed with {key_id}")


def is_here(connection: psycopg.Connection) -> bool:
    """Whether the server is on this machine, and files made here are there."""
    return connection.info.host.startswith("/")


def left_to_seal(connection: psycopg.Connection) -> int:
    return one(connection, "select count(*) from private.playlist_secret s where s.key_id <> (select v.key_id from private.vault v)")


def in_use(connection: psycopg.Connection) -> tuple[Path, str] | None:
    """The directory of the keys, and the one that seals."""
    rows = connection.execute("select directory, key_id from private.vault").fetchall()
    return (Path(rows[0][0]), rows[0][1]) if rows else None


def one(connection: psycopg.Connection, statement: str, *params: str) -> Any:
    return connection.execute(statement, params).fetchall()[0][0]


def key_directory(home: Path | None) -> Path:
    """Where the keys are to be, on the database's machine."""
    given = os.environ.get("VAULT_DIRECTORY")
    if given and not given.startswith("/"):
        raise SetupError(f"VAULT_DIRECTORY is {given!r}; it must be an absolute path.")
    if given:
        return Path(given)
    if home is None:
        raise SetupError(
            "VAULT_DIRECTORY is not set. With DATABASE_URL it must name a directory on the database's machine, for the vault's keys."
        )
    return home.resolve() / "vault"


def moved(home: Path | None, directory: Path) -> bool:
    """Whether the settings name another directory than the database knows. Without a setting an existing server's stays."""
    if home is None and not os.environ.get("VAULT_DIRECTORY"):
        return False
    return key_directory(home) != directory


def use_key(connection: psycopg.Connection, directory: Path, key_id: str, make: bool) -> None:
    """Seal with this key from here on."""
    path = directory / f"{key_id}.key"
    if make:
        make_key(path)
    reason = refusal(connection, "select private.vault_use(%s, %s)", str(directory), key_id)
    if reason:
        known = one(connection, "select exists (select from private.vault_fingerprint where key_id = %s)", key_id)
        command = f"(umask 077 && mkdir -p {directory} && head -c {KEY_BYTES} /dev/urandom > {path})"
        raise SetupError(
            f"Vault: {reason}. "
            + ("Put it back." if known else f"Make it on the database's machine, as the user that PostgreSQL runs as:\n  {command}")
        )


def make_key(path: Path) -> None:
    """A new key where there is none. Whole or not at all, never over another one, and on disk before it is used."""
    owner = "postgres" if os.geteuid() == 0 else None
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    if owner:
        for mine in (path.parent, draft):
            shutil.chown(mine, owner, pwd.getpwnam(owner).pw_gid)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # made before, and not put to use
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def refusal(connection: psycopg.Connection, statement: str, *params: str) -> str | None:
    """Why the vault refuses a statement; None where it does not. The reason is in a message of the level log."""
    reasons: list[str] = []

    def listen(notice: psycopg.errors.Diagnostic) -> None:
        reasons.append((notice.message_primary or "").removeprefix("vault: "))

    connection.add_notice_handler(listen)
    try:
        with connection.transaction():
            connection.execute("set local client_min_messages = log")
            connection.execute(statement, params)
        return None
    except psycopg.Error as error:
        if error.sqlstate != "PT503":
            raise
        return reasons[-1] if reasons else str(error)
    finally:
        connection.remove_notice_handler(listen)


def say(text: str) -> None:
    print(text, flush=True)


def main() -> None:
    from db.manage import running_target

    parser = argparse.ArgumentParser(prog="make rotate-vault-key", description="Seal all secrets with a new key, while everything runs.")
    parser.add_argument("--batch", type=int, default=100, help="accounts a transaction")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between transactions")
    options = parser.parse_args()
    try:
        rotate(running_target(), options.batch, options.pause)
    except SetupError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
