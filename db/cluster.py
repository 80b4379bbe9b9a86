"""An embedded PostgreSQL cluster of the project's own.

It lives in one directory (`SYNCSTREAM_HOME`): data, socket, log and secrets. PostgreSQL refuses to run as root, so
for root it runs as the system user `postgres`; for anybody else it runs as that user.
"""

import getpass
import hashlib
import os
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOCKET_PATH_LIMIT = 107  # bytes in sockaddr_un.sun_path on Linux, less the final NUL
MAJOR = 15  # the oldest server that has what the changes use (security_invoker views, GRANT SET ON PARAMETER)
PROGRAMS = Path("/usr/lib/postgresql")  # where Debian puts each version's
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SetupError(Exception):
    """Something that stops the start; its text is a sentence that says what to do."""


def home_directory() -> Path:
    """Where the state is kept: `SYNCSTREAM_HOME`, else `.local` in the project.

    As root PostgreSQL runs as the system user `postgres`, who cannot enter a project below, say, /root; its state
    then goes to /var/lib.
    """
    if os.environ.get("SYNCSTREAM_HOME"):
        return Path(os.environ["SYNCSTREAM_HOME"]).absolute()
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in (ROOT, *ROOT.parents)):
        return Path("/var/lib") / f"syncstream-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]}"
    return ROOT / ".local"


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A signal that arrives meanwhile takes effect afterwards: a server that is half started would be nobody's to stop."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def find_bin() -> Path:
    """The newest installed PostgreSQL's program directory, `MAJOR` or later."""
    installed = {int(path.parent.name): path for path in PROGRAMS.glob("*/bin") if path.parent.name.isdigit()}
    usable = [version for version in installed if version >= MAJOR and (installed[version] / "initdb").exists()]
    if not usable:
        raise SetupError(f"PostgreSQL {MAJOR} or later is not installed. As administrator: apt-get install postgresql-{MAJOR}")
    return installed[max(usable)]


class Cluster:
    """One cluster in one directory.

    The directory is created where it is missing and used as it is where it is not. `start` and `stop` may be called
    in any state: what a killed session left behind, a postmaster or its children or its lock files, is cleared first.
    """

    database = "syncstream"
    superuser = "postgres"

    def __init__(self, home: Path):
        self.home = home.resolve()
        self.data = self.home / "postgresql"
        self.run = self.home / "run"
        self.log = self.home / "postgresql.log"
        self.bin = find_bin()
        self.os_user = "postgres" if os.geteuid() == 0 else None
        self.backups: Path | None = None  # where db/backup.py keeps them: the server archives its WAL there

    # -- addresses

    @property
    def port(self) -> int:
        return int((self.home / "port").read_text())

    def environment(self) -> dict[str, str]:
        """What psql, pg_dump and sqitch need in order to connect as the administrator, over the socket."""
        return {"PGHOST": str(self.run), "PGPORT": str(self.port), "PGUSER": self.superuser, "PGDATABASE": self.database}

    # -- lifecycle

    def create(self) -> bool:
        """Make the cluster where there is none; true where it was made now."""
        if len(os.fsencode(self.run / ".s.PGSQL.65535")) > SOCKET_PATH_LIMIT:
            raise SetupError(f"{self.home} is too long a path for a Unix socket. Set SYNCSTREAM_HOME to a shorter one.")
        try:
            return self._create()
        except OSError as error:
            raise SetupError(
                f"{error.filename or self.home} cannot be used: {error.strerror}. Set SYNCSTREAM_HOME to a directory of yours."
            ) from None

    def start(self) -> None:
        self.stop()
        port = self._choose_port()
        settings = (ROOT / "db/postgresql.conf").read_text()
        settings += f"\nlisten_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{quoted(self.run)}'\n"
        if self.backups:
            settings += self._archiving(self.backups / "wal")
        users = {getpass.getuser(), self.os_user or getpass.getuser()}
        self._write("syncstream.conf", settings)
        self._write("pg_hba.conf", (ROOT / "db/pg_hba.conf").read_text())
        self._write("pg_ident.conf", "".join(f'administrator "{user}" {self.superuser}\n' for user in sorted(users)))
        log_size = self.log.stat().st_size if self.log.exists() else 0
        with uninterrupted():
            try:
                # A restore replays all WAL since the base backup, however long that takes.
                seconds = 86_400 if self.restoring else 60
                self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", seconds, "start")
            except SetupError as error:
                raise SetupError(f"PostgreSQL did not start; {self.log} says why{self._last_fatal(log_size)}.") from error

    def stop(self, mode: str = "fast") -> None:
        """Stop the server, and clear away what a killed one left."""
        with uninterrupted():
            if self.running():
                self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", "60", "stop")
            self._end_orphans()
        for stale in (self.data / "postmaster.pid", *self.run.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def restart(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-m", mode, "-w", "-t", "60", "restart")

    def running(self) -> bool:
        """Whether the postmaster is there. Its file alone does not say: after a crash its number may be another process's."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return False
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return command[0].endswith(b"/postgres") and os.fsencode(self.data) in command

    @property
    def restoring(self) -> bool:
        """Whether the data is a backup that was laid down (db/backup.py), and PostgreSQL is to make a database of it."""
        return (self.data / "recovery.signal").exists()

    # -- details

    def _create(self) -> bool:
        if (self.data / "PG_VERSION").exists():
            version = (self.data / "PG_VERSION").read_text().strip()
            if version != self.bin.parent.name:
                self.bin = PROGRAMS / version / "bin"  # another one is installed, too
            if not (self.bin / "initdb").exists():
                raise SetupError(
                    f"{self.data} was made by PostgreSQL {version}, but {find_bin().parent.name} is installed. "
                    f"Install postgresql-{version}, or move the directory away to start anew."
                )
            self._make_places()
            return False
        if self.data.exists() and any(self.data.iterdir()):
            raise SetupError(f"{self.data} is not a PostgreSQL data directory. Move it away, or set SYNCSTREAM_HOME to another directory.")

        self._make_places()
        # Under another name until it is whole: an interrupted initdb leaves something that looks like a cluster.
        unfinished = self.home / "postgresql.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        if self.os_user:
            self._require_reachable(unfinished)
        options = ("--auth=reject", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")
        self._run("initdb", "-D", unfinished, "-U", self.superuser, *options)
        with (unfinished / "postgresql.conf").open("a") as file:
            file.write("\ninclude 'syncstream.conf'\n")
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)
        return True

    def _make_places(self) -> None:
        """The directories and files around the data."""
        if not self.home.exists():
            self.home.mkdir(parents=True)
            self.home.chmod(0o711 if self.os_user else 0o700)  # whatever the umask: postgres must pass through
        self.run.mkdir(mode=0o700, exist_ok=True)
        self.log.touch(mode=0o600)
        self._give(self.run, self.log)

    def _archiving(self, directory: Path) -> str:
        """The settings for archiving WAL. The program lies in the data directory: the server may not read the project."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._give(directory)
        self._write("archive-wal", (ROOT / "db/server/archive-wal").read_text())
        command = f"sh archive-wal %p %f {shell_quoted(directory)}"
        return f"archive_mode = on\narchive_timeout = '60s'\narchive_command = '{quoted(command)}'\n"

    def _write(self, name: str, content: str) -> None:
        """A file of the data directory that only the server's user reads."""
        path = self.data / name
        path.write_text(content)
        path.chmod(0o600)
        self._give(path)

    def _give(self, *paths: Path) -> None:
        """To the server's user."""
        if self.os_user:
            for path in paths:
                shutil.chown(path, self.os_user, pwd.getpwnam(self.os_user).pw_gid)

    def _choose_port(self) -> int:
        """The port of last time where it is free, else any free one: it also names the socket, so it stays if it can."""
        path = self.home / "port"
        last = path.read_text().strip() if path.exists() else ""
        for wanted in ([int(last)] if last.isdecimal() and int(last) < 65536 else []) + [0]:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", wanted))
                except OSError:
                    continue
                port = probe.getsockname()[1]
                path.write_text(str(port))
                return port
        raise SetupError("No free port on 127.0.0.1 for PostgreSQL.")

    def _processes(self) -> set[int]:
        """PostgreSQL's processes of this cluster: each has the data directory as its working directory.

        Asked as the user whose they are: root in a container may not look at another user's.
        """
        pattern = re.sub(r"([*?\[\]\\])", r"\\\1", str(self.data))
        command = ["find", "/proc", "-maxdepth", "2", "-name", "cwd", "-lname", pattern, "-printf", "%h\n"]
        found = subprocess.run(command, **self._identity(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        pids = {int(line.rpartition("/")[2]) for line in found.splitlines() if line.rpartition("/")[2].isdecimal()}
        return {pid for pid in pids if process_name(pid) == "postgres"}

    def _end_orphans(self) -> None:
        """End backends whose postmaster was killed. They end themselves, but not before their statement does."""
        for attempt in range(100):
            orphans = self._processes()
            if not orphans:
                return
            for pid in orphans:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT if attempt < 50 else signal.SIGKILL)
            time.sleep(0.1)
        raise SetupError(f"PostgreSQL processes of {self.data} do not end: {sorted(self._processes())}.")

    def _last_fatal(self, offset: int) -> str:
        log = self.log.read_bytes()[offset:].decode(errors="replace") if self.log.exists() else ""
        lines = [line for line in log.splitlines() if "FATAL:" in line]
        return f" ({lines[-1].partition('FATAL:')[2].strip()})" if lines else ""

    def _require_reachable(self, directory: Path) -> None:
        if subprocess.run(["test", "-w", str(directory)], **self._identity()).returncode:
            raise SetupError(
                f"The system user postgres, whom PostgreSQL runs as, cannot reach {self.home}. "
                "Set SYNCSTREAM_HOME to a directory that it can, such as /var/lib/syncstream."
            )

    def _identity(self) -> dict:
        if not self.os_user:
            return {"cwd": "/"}
        return {"user": self.os_user, "group": pwd.getpwnam(self.os_user).pw_gid, "extra_groups": [], "cwd": "/"}

    def _run(self, program: str, *args: object) -> None:
        # pg_ctl's child keeps these descriptors: pipes would make this wait for the server's end.
        with open(self.home / f"{program}.out", "w+") as output:
            command = [str(self.bin / program), *map(str, args)]
            done = subprocess.run(command, **self._identity(), stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            output.seek(0)
            if done.returncode:
                raise SetupError(f"{program} failed: {output.read().strip()}")


def process_name(pid: int) -> str | None:
    """The name of a process's program; None where it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return None


def quoted(value: object) -> str:
    """A value inside the quotes of postgresql.conf."""
    return str(value).replace("'", "''")


def shell_quoted(path: Path) -> str:
    """A path in archive_command and its like, where % begins a name."""
    return shlex.quote(str(path).replace("%", "%%"))
