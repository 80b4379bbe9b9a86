"""An embedded PostgreSQL cluster of the project's own.

It lives in one directory (`SYNCSTREAM_HOME`): data, socket, log and secrets. PostgreSQL refuses to run as root, so
for root it runs as the system user `postgres`; for anybody else it runs as that user.
"""

import getpass
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOCKET_PATH_LIMIT = 107  # bytes in sockaddr_un.sun_path on Linux, less the final NUL
MAJOR = 15  # the oldest server that has what the changes use (security_invoker views, GRANT SET ON PARAMETER)


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


def find_bin() -> Path:
    """The newest installed PostgreSQL's program directory, `MAJOR` or later."""
    installed = {int(path.parent.name): path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()}
    usable = [version for version in installed if version >= MAJOR and (installed[version] / "initdb").exists()]
    if not usable:
        raise SetupError(f"PostgreSQL {MAJOR} or later is not installed. As administrator: apt-get install postgresql-{MAJOR}")
    return installed[max(usable)]


class Cluster:
    """One cluster in one directory.

    The directory is created where it is missing and used as it is where it is not. `start` and `stop` may be called
    in any state: a postmaster that a killed session left behind is stopped first.
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
        if (self.data / "PG_VERSION").exists():
            version = (self.data / "PG_VERSION").read_text().strip()
            if version != self.bin.parent.name:
                raise SetupError(
                    f"{self.data} was made by PostgreSQL {version}, but {self.bin.parent.name} is installed. "
                    f"Install postgresql-{version}, or move the directory away to start anew."
                )
            return False
        if self.data.exists() and any(self.data.iterdir()):
            raise SetupError(f"{self.data} is not a PostgreSQL data directory. Move it away, or set SYNCSTREAM_HOME to another directory.")

        self.home.mkdir(parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.run.mkdir(mode=0o700, exist_ok=True)
        self.log.touch(mode=0o600)
        if self.os_user:
            for path in (self.data, self.run, self.log):
                shutil.chown(path, self.os_user, pwd.getpwnam(self.os_user).pw_gid)
            self._require_reachable()
        self._run(
            "initdb", "-D", self.data, "-U", self.superuser, "--auth=reject", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"
        )
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\ninclude 'syncstream.conf'\n")
        return True

    def start(self) -> None:
        self.stop()
        port = self._choose_port()
        settings = (ROOT / "db/postgresql.conf").read_text()
        settings += f"\nlisten_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{self.run}'\n"
        users = {getpass.getuser(), self.os_user or getpass.getuser()}
        (self.data / "syncstream.conf").write_text(settings)
        (self.data / "pg_hba.conf").write_text((ROOT / "db/pg_hba.conf").read_text())
        (self.data / "pg_ident.conf").write_text("".join(f"administrator {user} {self.superuser}\n" for user in sorted(users)))
        try:
            self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60", "start")
        except SetupError as error:
            raise SetupError(f"PostgreSQL did not start; {self.log} says why.") from error

    def stop(self, mode: str = "fast") -> None:
        if self.running():
            self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", "60", "stop")

    def restart(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-m", mode, "-w", "-t", "60", "restart")

    def running(self) -> bool:
        return (self.data / "PG_VERSION").exists() and self._pg_ctl_status() == 0

    # -- details

    def _choose_port(self) -> int:
        """The port of last time where it is free, else any free one: it also names the socket, so it stays if it can."""
        path = self.home / "port"
        for wanted in ([int(path.read_text())] if path.exists() else []) + [0]:
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

    def _pg_ctl_status(self) -> int:
        return subprocess.run(self._command("pg_ctl", "-D", self.data, "status"), **self._identity(), capture_output=True).returncode

    def _require_reachable(self) -> None:
        if subprocess.run(["test", "-w", str(self.data)], **self._identity()).returncode:
            raise SetupError(
                f"The system user postgres cannot reach {self.home}. Set SYNCSTREAM_HOME to a directory that it can, such as /var/lib/syncstream."
            )

    def _identity(self) -> dict:
        if not self.os_user:
            return {"cwd": "/"}
        return {"user": self.os_user, "group": pwd.getpwnam(self.os_user).pw_gid, "extra_groups": [], "cwd": "/"}

    def _command(self, program: str, *args: object) -> list[str]:
        return [str(self.bin / program), *map(str, args)]

    def _run(self, program: str, *args: object) -> None:
        # pg_ctl's child keeps these descriptors: pipes would make this wait for the server's end.
        with open(self.home / f"{program}.out", "w+") as output:
            done = subprocess.run(self._command(program, *args), **self._identity(), stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            output.seek(0)
            if done.returncode:
                raise SetupError(f"{program} failed: {output.read().strip()}")
