"""Deploying to a server: the superuser's part, Sqitch, the logins' passwords."""

import os
import secrets
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.cluster import MAJOR, ROOT, Cluster, SetupError

LOGINS = ("syncstream_api",)


class Target:
    """A database to deploy to: the embedded cluster's, or the one that `DATABASE_URL` names."""

    def __init__(self, environment: dict[str, str], url: str | None = None):
        self.environment = {**os.environ, **environment}
        self.url = url

    @classmethod
    def embedded(cls, cluster: Cluster) -> "Target":
        return cls(cluster.environment())

    @classmethod
    def existing(cls, url: str) -> "Target":
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            raise SetupError(
                f"DATABASE_URL is not a PostgreSQL address ({str(error).strip()}). It looks like postgresql://user:password@host/database"
            ) from None
        return cls({}, url)

    # -- connecting

    def connect(self, dbname: str | None = None) -> psycopg.Connection:
        """As the administrator."""
        keys = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGDATABASE": "dbname"}
        given = {} if self.url else {keys[name]: self.environment[name] for name in keys}
        if dbname:
            given["dbname"] = dbname
        try:
            return psycopg.connect(self.url or "", autocommit=True, **given)
        except psycopg.OperationalError as error:
            raise SetupError(f"Cannot connect to the database: {str(error).strip()}") from None

    def login_dsn(self, login: str, password: str) -> str:
        """The connection string of one of the project's logins on this server."""
        with self.connect() as connection:
            info = connection.info
            return make_conninfo(self.url or "", host=info.host, port=info.port, dbname=info.dbname, user=login, password=password)

    # -- deploying

    def prepare(self) -> None:
        """The database itself, and what only a superuser may do (db/bootstrap.sql)."""
        if not self.url:
            with self.connect("postgres") as connection:
                if not connection.execute("select from pg_database where datname = %s", [self.environment["PGDATABASE"]]).rowcount:
                    connection.execute(f"create database {self.environment['PGDATABASE']}")
        with self.connect() as connection:
            if connection.info.server_version < MAJOR * 10000:
                raise SetupError(f"The server is PostgreSQL {connection.info.server_version // 10000}; {MAJOR} or later is needed.")
        self.psql("-f", str(ROOT / "db/bootstrap.sql"))

    def sqitch(self, *args: str, output=None) -> None:
        """Run Sqitch as the owner `syncstream`."""
        environment = {**self.environment, "PGOPTIONS": "-c role=syncstream -c client_min_messages=warning"}
        target = f"db:{self.url}" if self.url else "db:pg:"
        command, *rest = args
        done = subprocess.run(["sqitch", command, "--target", target, *rest], cwd=ROOT, env=environment, stdout=output)
        if done.returncode:
            raise SetupError(f"sqitch {command} failed; its message is above.")

    def psql(self, *args: str) -> None:
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *([self.url] if self.url else []), *args]
        if subprocess.run(command, env=self.environment).returncode:
            raise SetupError(f"psql {' '.join(args)} failed; its message is above.")

    def set_password(self, login: str, password: str) -> None:
        """Give a login its password. It is hashed here: the server, and its log, never see it."""
        with self.connect() as connection:
            hashed = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
            connection.execute(f"alter role {login} password '{hashed.decode()}'")


def read_or_make_secret(path: Path) -> str:
    """A secret kept in a file that only its owner can read; made at the first call."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()
