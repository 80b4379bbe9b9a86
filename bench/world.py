"""What is measured: one PostgreSQL server with our database and the peers' beside it, filled alike, and the servers in front."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg

from api.auth import Authenticator
from api.config import Keys
from bench.measure import wait_for
from db.cluster import ROOT
from db.run import spawn, stop
from tests.support.system import System, free_port

ACCOUNTS = 5000
RESELLERS = 100
FIRST = 100_000_000_000  # twelve digits: the end of an account's id. Resellers come after the accounts
PEERS = Path(__file__).parent / "peers"
BUN = next(PEERS.glob("elysia/node_modules/@oven/*/bin/bun"), None)  # npm installs the one that fits the machine
FALCON_PACKAGES = PEERS / "wsgi/packages"


def account_id(n: int) -> str:
    return f"00000000-0000-4000-8000-{FIRST + n}"


# An account's id is its profile's, its session's and its playlist's too, in its own table each: the load generator
# makes requests up from a number.
ITEMS = """
    'movie:' || {account} || ':' || n, {account}, 'movie', n::text, 'Film ' || n, 1999, 'https://image.example/p/w342/' || n || '.jpg',
    json_build_object('tmdb', 600 + n)
"""
OURS = f"""
set session_replication_role = replica;
insert into app.account (account_id, email, role)
    select ('00000000-0000-4000-8000-' || n)::uuid, n || '@example.com',
           case when n < {FIRST + ACCOUNTS} then 'user' else 'reseller' end
    from generate_series({FIRST}, {FIRST + ACCOUNTS + RESELLERS - 1}) n;
insert into app.account_email (email, account_id) select email, account_id from app.account;
insert into app.account_counter (account_id, rev) select account_id, 100 from app.account;
with one as materialized (select extensions.crypt('correct horse', extensions.gen_salt('bf', 10)) as hash)
    insert into private.account_password select account_id, hash from app.account, one;
insert into app.session (account_id, id, profile_id, expires_at)
    select account_id, account_id, case role when 'user' then account_id end, now() + interval '1 day' from app.account;
create temp table people as select account_id from app.account where role = 'user';
insert into app.profile (account_id, id, name, rev) select account_id, account_id, 'Ada', 1 from people;
insert into app.profile (account_id, name, is_kids, rev) select account_id, 'Kid ' || n, true, 1 from people, generate_series(1, 3) n;
insert into app.playlist (account_id, id, name, kind, url, position, rev)
    select account_id, account_id, 'Home', 'xtream', 'http://panel.example', 1, 1 from people;
insert into app.subscription (account_id, plan, status, source, current_period_end)
    select account_id, 'ultimate', 'active', 'grant', now() + interval '1 day' from people;
update app.plan set max_profiles = 1000 where code = 'ultimate';
insert into app.favorite (account_id, profile_id, rank, added_at, event_at, rev,
                          item, playlist_id, kind, provider_id, title, year, image, ids, answer)
    select account_id, account_id, n, now(), now(), n, {ITEMS.format(account="account_id")}, 'null' from people, generate_series(1, 20) n;
update app.favorite f set answer = private.favorite_answer(f);
insert into app.progress (account_id, profile_id, position_ms, duration_ms, completed, plays, playback_id, event_at, rev,
                          item, playlist_id, kind, provider_id, title, year, image, ids)
    select account_id, account_id, 0, 8160000, false, 0, 'tv/' || n, now(), 20 + n, {ITEMS.format(account="account_id")}
    from people, generate_series(1, 20) n;
insert into app.reseller (account_id) select account_id from app.account where role = 'reseller';
reset session_replication_role;
select count(private.ledger_post(account_id, 1000000000000, 'grant', 'A grant')) from app.reseller;
vacuum full app.favorite;
vacuum analyze;
"""
THEIRS = f"""
insert into account (id, email, password, role, rev)
    select ('00000000-0000-4000-8000-' || n)::uuid, n || '@example.com', 'x',
           case when n < {FIRST + ACCOUNTS} then 'user' else 'reseller' end, 100
    from generate_series({FIRST}, {FIRST + ACCOUNTS + RESELLERS - 1}) n;
create temp table people as select id from account where role = 'user';
insert into profile (id, account_id, name, rev) select id, id, 'Ada', 1 from people;
insert into profile (account_id, name, is_kids, rev) select id, 'Kid ' || n, true, 1 from people, generate_series(1, 3) n;
insert into playlist (id, account_id) select id, id from people;
insert into subscription (account_id, plan, status, current_period_end)
    select id, 'ultimate', 'active', now() + interval '1 day' from people;
insert into favorite (profile_id, rank, added_at, event_at, rev, match_key, item, playlist_id, kind, provider_id, title, year, image, ids)
    select id, n, now(), now(), n, 'tmdb:movie:' || 600 + n, {ITEMS.format(account="id")} from people, generate_series(1, 20) n;
insert into progress (profile_id, position_ms, duration_ms, completed, plays, playback_id, event_at, rev, match_key,
                      item, playlist_id, kind, provider_id, title, year, image, ids)
    select id, 0, 8160000, false, 0, 'tv/' || n, now(), 20 + n, 'tmdb:movie:' || 600 + n, {ITEMS.format(account="id")}
    from people, generate_series(1, 20) n;
insert into reseller (account_id, balance) select id, 1000000000000 from account where role = 'reseller';
vacuum analyze;
"""


def run_script(connection: psycopg.Connection, script: str) -> None:
    for statement in script.strip().split(";\n"):
        connection.execute(statement)


class World:
    """The whole of it; `close()` leaves nothing behind."""

    def __init__(self):
        self.system = System()
        self.servers: dict[str, Server] = {}

    def create(self) -> "World":
        self.system.create()
        with self.system.connect() as connection:  # what the embedded cluster is too small for (db/postgresql.conf says what it is for)
            connection.execute("alter system set shared_buffers = '1GB'")
            connection.execute("alter system set max_wal_size = '8GB'")
        self.system.cluster.restart()
        self.system.deploy()
        with self.system.connect() as connection:
            run_script(connection, OURS)
            connection.execute("create database peer template template0")
            connection.execute("create role peer login superuser")  # no privilege is checked for it: the least that a statement can cost
            connection.execute("alter role peer password 'peer'")
        with self.system.target.connect("peer") as connection:
            run_script(connection, (PEERS / "schema.sql").read_text())
            run_script(connection, THEIRS)
        self.hash_passwords(False)
        return self

    def hash_passwords(self, really: bool) -> None:
        """bcrypt takes some 50 milliseconds by design, and would hide all else where it is not the subject."""
        how = "extensions.crypt(password, extensions.gen_salt('bf', 10))" if really else "md5(password)"
        with self.system.connect() as connection:
            connection.execute(f"create or replace function private.hash_password(password text) returns text language sql return {how}")

    def clean(self) -> None:
        """Take back the profiles that were made, so that each round begins as the first."""
        for database, table in (("syncstream", "app.profile"), ("peer", "profile")):
            with self.system.target.connect(database) as connection:
                connection.execute(f"delete from {table} where name = 'New'")
                connection.execute(f"vacuum {table}")

    def tidy(self) -> None:
        """Between measurements: what the one before left to do is done."""
        for database in ("syncstream", "peer"):
            with self.system.target.connect(database) as connection:
                connection.execute("vacuum analyze")
        with self.system.connect() as connection:
            connection.execute("checkpoint")

    @property
    def database(self) -> int:
        """The postmaster's process."""
        return int((self.system.cluster.data / "postmaster.pid").read_text().split()[0])

    @property
    def keys(self) -> Keys:
        return Keys.read(self.system.home / "secrets/jwt_keys.json")

    def tokens(self) -> tuple[list[str], list[str]]:
        """Access tokens of the accounts, of the resellers."""

        class Settings:
            keys = self.keys
            access_token_seconds = 86400
            allowed_origins = frozenset()
            public_url = self.system.url

        sign = Authenticator(Settings).sign
        accounts = [account_id(n) for n in range(ACCOUNTS + RESELLERS)]
        people = [sign({"sub": i, "sid": i, "role": "user", "current_profile_id": i, "profile_version": 0}) for i in accounts[:ACCOUNTS]]
        return people, [sign({"sub": i, "sid": i, "role": "reseller"}) for i in accounts[ACCOUNTS:]]

    def pgbench_environment(self, role: str) -> dict[str, str]:
        password = (self.system.home / "secrets/syncstream_api.password").read_text().strip()
        options = f"-c role={role} -c jit=off"
        return {**os.environ, **self.system.target.environment, "PGUSER": "syncstream_api", "PGOPTIONS": options, "PGPASSWORD": password}

    # -- servers

    def start_ours(self, name: str = "ours", workers: int = 1, **environment: str) -> "Server":
        self.system.start_api(WEB_CONCURRENCY=str(workers), **environment)
        server = self.servers[name] = Server(name, self.system.url, self.system.api)
        return server

    def start_elysia(self, name: str, client: str, connections: int) -> "Server":
        environment = {**self._peer_environment(connections), "CLIENT": client, "NODE_ENV": "production"}
        return self._start(name, [str(BUN), str(PEERS / "elysia/server.ts")], environment)

    def start_falcon(self, name: str, connections: int) -> "Server":
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            str(PEERS / "wsgi/gunicorn.conf.py"),
            "bench.peers.wsgi.server:create_app()",
        ]
        environment = {**self._peer_environment(connections), "PYTHONPATH": f"{FALCON_PACKAGES}:{ROOT}"}
        return self._start(name, command, environment)

    def _peer_environment(self, connections: int) -> dict[str, str]:
        key = json.loads((self.system.home / "secrets/jwt_keys.json").read_text())
        return {
            **os.environ,
            **self.system.target.environment,
            "PGUSER": "peer",
            "PGPASSWORD": "peer",
            "PGDATABASE": "peer",
            "PORT": str(free_port()),
            "CONNECTIONS": str(connections),
            "JWT_KEY": key["keys"][key["signing"]],
        }

    def _start(self, name: str, command: list[str], environment: Mapping[str, str]) -> "Server":
        log = self.system.directory / f"{name.replace(' ', '-')}.log"
        process = spawn(command, dict(environment), log)
        server = self.servers[name] = Server(name, f"http://127.0.0.1:{environment['PORT']}", process)
        wait_for(f"{server.url}/health/live", process, log)
        return server

    def stop(self, name: str) -> None:
        server = self.servers.pop(name)
        if server.process is self.system.api:
            self.system.api = None
        stop([server.process])

    def close(self) -> None:
        for name in list(self.servers):
            self.stop(name)
        self.system.close()


class Server:
    """A server under load, and all its processes."""

    def __init__(self, name: str, url: str, process: subprocess.Popen):
        self.name = name
        self.url = url
        self.process = process
