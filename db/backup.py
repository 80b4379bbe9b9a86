"""Backups: a base backup and the archive of all WAL since, in one directory; and back to any moment since then.

    <directory>/base/2026-11-22T03-10-00Z/   base.tar.gz, pg_wal.tar.gz, backup_manifest; named by when it was done
    <directory>/wal/000000010000000000000042.gz

PostgreSQL's archive_command (db/server/archive-wal) fills `wal`. The vault's keys are in none of it: a backup opens no
secret, and a restored system opens them only where somebody has the keys.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from db.cluster import ROOT, SetupError, find_bin, quoted, shell_quoted
from db.deployment import Target
from db.vault import ensure_vault

NAME = "%Y-%m-%dT%H-%M-%SZ"
KEEP = 7
SEGMENT = 16 * 1024 * 1024
RECOVERY_SECONDS = 24 * 3600


# -- backing up


def backup(target: Target, directory: Path, keep: int = KEEP) -> Path:
    """A base backup beside the others; then all but the last `keep` go, and the WAL that only they needed."""
    with target.connect() as connection:
        if connection.execute("select from pg_tablespace where spcname not in ('pg_default', 'pg_global')").rowcount:
            raise SetupError("There are tablespaces beside the usual ones; this backup does not know them.")
        archiving = connection.execute("select current_setting('archive_mode') <> 'off'").fetchall()[0][0]
    if not archiving:
        say("Backup: the server archives no WAL, so this can be restored as it is, but to no later moment (BACKUP_DIRECTORY, at its start)")
    bases = directory / "base"
    bases.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in bases.glob("*.unfinished"):
        shutil.rmtree(left)
    draft = bases / f"{os.getpid()}.unfinished"
    options = ["--format=tar", "--gzip", "--wal-method=stream", "--checkpoint=fast", "--no-password"]
    run([find_bin() / "pg_basebackup", f"--pgdata={draft}", *options], target.environment)
    done = bases / datetime.now(UTC).strftime(NAME)
    draft.rename(done)
    run(["sync", *done.iterdir(), bases])
    say(f"Backup: {done}, {sum(path.stat().st_size for path in done.iterdir()) / 1e6:.1f} MB")
    if archiving:
        prune(directory, keep)
    return done


def prune(directory: Path, keep: int) -> None:
    kept = finished(directory)
    for old in kept[:-keep]:
        shutil.rmtree(old)
        say(f"Backup: {old} removed")
    first = first_segment(kept[-keep:][0])
    run([find_bin() / "pg_archivecleanup", "-x", ".gz", directory / "wal", first])
    for note in (directory / "wal").glob("*.backup.gz"):  # of a base backup's beginning, which that leaves
        if note.name < first:
            note.unlink()


def finished(directory: Path) -> list[Path]:
    return sorted(path for path in (directory / "base").glob("*Z") if path.is_dir())


def first_segment(base: Path) -> str:
    """The name of the first WAL segment that a base backup needs."""
    (wal,) = json.loads((base / "backup_manifest").read_text())["WAL-Ranges"][:1]
    high, low = (int(part, 16) for part in wal["Start-LSN"].split("/"))
    return f"{wal['Timeline']:08X}{high:08X}{low // SEGMENT:08X}"


# -- restoring


def restore(directory: Path, data: Path, moment: str | None = None) -> None:
    """Lay down a data directory that becomes, when PostgreSQL is started on it, what the database was at a moment."""
    until = read_moment(moment) if moment else None
    base = choose(directory, until)
    if data.exists() and any(data.iterdir()):
        raise SetupError(f"{data} is not empty. Move it away: nothing is ever overwritten.")
    say(f"Restore: from {base}")
    data.parent.mkdir(mode=0o711, parents=True, exist_ok=True)  # root's: postgres must pass through
    draft = data.with_name(f"{data.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    run(["tar", "-xzf", base / "base.tar.gz", "-C", draft])
    run(["tar", "-xzf", base / "pg_wal.tar.gz", "-C", draft / "pg_wal"])
    run([find_bin() / "pg_verifybackup", "--quiet", f"--manifest-path={base / 'backup_manifest'}", draft])
    shutil.copy(ROOT / "db/server/restore-wal", draft / "restore-wal")
    settings = {"restore_command": f"sh restore-wal {shell_quoted(directory / 'wal')} %f %p", "recovery_target_action": "promote"}
    if until:
        settings["recovery_target_time"] = until.isoformat(sep=" ")
    with (draft / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{quoted(value)}'\n" for name, value in settings.items())
    (draft / "recovery.signal").touch(mode=0o600)
    if os.geteuid() == 0:
        run(["chown", "--recursive", "postgres:postgres", draft])
    if data.exists():
        data.rmdir()
    draft.rename(data)
    say(f"Restore: {data} becomes what the database was {f'at {until}' if until else 'at the end of the archive'}, when PostgreSQL starts")


def read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SetupError(f"{text!r} is no time; it must look like '2026-11-22 20:15:00+00'.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def choose(directory: Path, until: datetime | None) -> Path:
    """The last base backup that was done by then."""
    bases = finished(directory)
    if until:
        bases = [base for base in bases if datetime.strptime(base.name, NAME).replace(tzinfo=UTC) <= until]
    if not bases:
        raise SetupError(f"{directory} has no base backup{f' from before {until}' if until else ''}.")
    return bases[-1]


def require_keys(vault: str | None) -> None:
    if not vault or not list(Path(vault).glob("*.key")):
        raise SetupError(
            "Say where the vault's keys are, VAULT=<directory with k1.key, …>: they are in no backup, and without them "
            "no playlist can be opened. VAULT=none goes on without."
        )


def recovered(target: Target, home: Path | None) -> None:
    """What must follow a restore, or a standby's promotion: it waits for its end, and looks after the vault's keys.

    What clients have heard of may be gone. Parties know by themselves: theirs is the server's timeline, which is a new one
    now (private.party_epoch).
    """
    deadline = time.monotonic() + RECOVERY_SECONDS
    while in_recovery(target):
        if time.monotonic() > deadline:
            raise SetupError("PostgreSQL is still recovering.")
        time.sleep(0.2)
    say("Recovered: the database is open")
    ensure_vault(target, home)


def in_recovery(target: Target) -> bool:
    try:
        with target.connect() as connection:
            return connection.execute("select pg_is_in_recovery()").fetchall()[0][0]
    except (SetupError, psycopg.OperationalError) as error:
        if "starting up" in str(error) or "not yet accepting" in str(error):
            return True
        raise


# -- details


def run(command: list, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SetupError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def say(text: str) -> None:
    with suppress(OSError):
        print(text, flush=True)


def main() -> None:
    from db.manage import running_target

    parser = argparse.ArgumentParser(prog="python -m db.backup", description=(__doc__ or "").split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("backup", "restore"):
        command = commands.add_parser(name)
        command.add_argument("--directory", default=os.environ.get("BACKUP_DIRECTORY"))
        if name == "backup":
            command.add_argument("--keep", type=int, default=KEEP, help="base backups")
        else:
            command.add_argument("--to", required=True, help="the data directory to be made")
            command.add_argument("--time", help="the moment, as '2026-11-22 20:15:00+00'; else the archive's end")
            command.add_argument("--vault", help="where the vault's keys are")
    options = parser.parse_args()
    try:
        if not options.directory:
            raise SetupError("Say where the backups are: DIR=<directory>, or the setting BACKUP_DIRECTORY.")
        directory = Path(options.directory).absolute()
        if options.command == "backup":
            backup(running_target(), directory, max(options.keep, 1))
        else:
            if options.vault != "none":
                require_keys(options.vault)
            restore(directory, Path(options.to).absolute(), options.time)
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}.")


if __name__ == "__main__":
    main()
