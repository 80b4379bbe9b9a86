"""Deploying to a server: the superuser's part, Sqitch, the logins' passwords."""

import os
import secrets
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Conninfo

from db.cluster import MAJOR, ROOT, Cluster, SetupError

LOGINS = ("syncstream_api", "syncstream_relay")
ADDRESS_FORM = "It looks like postgresql://user:password@host/database"


class Target:
    """A database to deploy to: the embedded cluster's, or the one that `DATABASE_URL` names.

    Programs get its address, password included, by the environment and not by their arguments, which every user of
    the machine can list.
    """

    def __init__(self, environment: Mapping[str, str], conninfo: str):
        self.environment = {**environment, "LC_ALL": "C.UTF-8"}  # Perl complains of a locale that is not installed
        self.conninfo = conninfo

    @classmethod
    def embedded(cls, cluster: Cluster) -> "Target":
        address = cluster.environment()
        outside = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        conninfo = make_conninfo(host=address["PGHOST"], port=address["PGPORT"], user=address["PGUSER"], dbname=address["PGDATABASE"])
        return cls({**outside, **address}, conninfo)

    @classmethod
    def existing(cls, url: str) -> "Target":
        try:
            given = conninfo_to_dict(url)
        except psycopg.ProgrammingError:  # its text may quote the password
            raise SetupError(f"DATABASE_URL is not a PostgreSQL address. {ADDRESS_FORM}") from None
        if not given.get("dbname"):
            raise SetupError(f"DATABASE_URL names no database. {ADDRESS_FORM}")
        names = {option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar}
        address = {names[keyword]: str(value) for keyword, value in given.items() if keyword in names and value is not None}
        return cls({**os.environ, **address}, make_conninfo(url, connect_timeout=given.get("connect_timeout", 10)))

    @property
    def database(self) -> str:
        return str(conninfo_to_dict(self.conninfo)["dbname"])

    # -- connecting

    def connect(self, dbname: str | None = None) -> psycopg.Connection:
        """As the administrator."""
        try:
            return psycopg.connect(make_conninfo(self.conninfo, **({"dbname": dbname} if dbname else {})), autocommit=True)
        except psycopg.OperationalError as error:
            raise SetupError(f"Cannot connect to the database: {one_line(error)}") from None

    def login_dsn(self, login: str, password: str) -> str:
        """The connection string of one of the project's logins on this server."""
        dsn = make_conninfo(self.conninfo, user=login, password=password)
        try:
            psycopg.connect(dsn).close()
        except psycopg.OperationalError as error:
            raise SetupError(f"The login {login} cannot connect; the server's pg_hba.conf must let it in: {one_line(error)}") from None
        return dsn

    # -- deploying

    def prepare(self) -> None:
        """The database itself, and what only a superuser may do (db/bootstrap.sql)."""
        with self._maintenance() as connection:
            if connection.info.server_version < MAJOR * 10000:
                raise SetupError(f"The server is PostgreSQL {connection.info.server_version // 10000}; {MAJOR} or later is needed.")
            if not connection.execute("select from pg_roles where rolname = current_user and rolsuper").rowcount:
                raise SetupError(f"{connection.info.user} is not a superuser; DATABASE_URL must name one (db/bootstrap.sql says why).")
            if not connection.execute("select from pg_database where datname = %s", [self.database]).rowcount:
                connection.execute(sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(self.database)))
        self.psql("-f", str(ROOT / "db/bootstrap.sql"))

    def sqitch(self, *args: str, output: int = subprocess.PIPE, root: Path = ROOT) -> None:
        """Run Sqitch as the owner `syncstream`, to its end: stopped between a change and its entry it could not go on later."""
        command, *rest = args
        process = subprocess.Popen(
            ["sqitch", command, "--target", "db:pg:", *rest],
            cwd=root,
            env={**self.environment, "PGOPTIONS": "-c role=syncstream -c client_min_messages=warning"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            text=True,
            start_new_session=True,
        )
        interrupted = False
        try:
            while True:
                try:
                    self._pass_on(process)
                    break
                except KeyboardInterrupt:
                    if interrupted:
                        raise
                    interrupted = True
                    print(f"\nStopping when sqitch {command} is done … (again: at once)", flush=True)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        if interrupted:
            raise KeyboardInterrupt
        if process.returncode:
            raise SetupError(f"sqitch {command} failed; its message is above.")

    @staticmethod
    def _pass_on(process: subprocess.Popen) -> None:
        """Sqitch's output, without the empty lines that `select http.mount(…)` makes."""
        for line in process.stdout or ():
            if line.strip():
                print(line.rstrip("\n") if line.endswith(".. \n") else line, end="", flush=True)
        process.wait()

    def psql(self, *args: str) -> None:
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *args]
        if subprocess.run(command, env=self.environment).returncode:
            raise SetupError(f"psql {' '.join(args)} failed; its message is above.")

    def set_password(self, login: str, password: str) -> None:
        """Give a login its password. It is hashed here: the server, and its log, never see it."""
        with self.connect() as connection:
            hashed = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
            connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(login), sql.Literal(hashed.decode())))

    def _maintenance(self) -> psycopg.Connection:
        """A connection to the server whether or not the database is there yet."""
        try:
            return psycopg.connect(self.conninfo, autocommit=True)
        except psycopg.OperationalError as error:
            if f'database "{self.database}" does not exist' in str(error):
                return self.connect("postgres")
            raise SetupError(f"Cannot connect to the database: {one_line(error)}") from None


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def read_or_make_secret(path: Path) -> str:
    """A secret kept in a file that only its owner can read; made at the first call."""
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(32))
    return path.read_text().strip()


def write_secret(path: Path, content: str) -> None:
    """Whole or not at all: a crash leaves no empty secret. One that is there keeps its owner and who else may read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        if path.exists():
            before = path.stat()
            os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), before.st_mode & 0o777)
    draft.rename(path)
