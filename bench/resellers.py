"""Making clients: `python -m bench.resellers`.

How many a second, and microseconds of CPU for each, of one reseller whose row all wait for, and of a hundred; without
what the password's hash costs (bcrypt takes some 50 milliseconds by design), which is replaced here by a cheap one.

  over HTTP             POST /v1/reseller/clients, through the API
  one call              the same function, called by psycopg: one round trip
  statements            the same rule as the application would write it, by psycopg in one transaction: lock, check, update, two inserts
  statements, all rows  the same, writing every row that the function writes: address, account, counter, password, subscription, …
"""

import os
import random
import re
import shutil
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable

import psycopg

from api.auth import Authenticator
from api.config import Keys
from bench.measure import Cost, cpu_seconds, middle, under_load
from tests.support.system import System

RESELLERS = 100
CONNECTIONS = 8
SECONDS = 3
ROUNDS = 3
PRICE = 1000
FIRST = 100_000_000_000  # twelve digits: the end of an account's id

FILL = f"""
create or replace function private.hash_password(password text) returns text language plpgsql as $$ begin return md5(password); end $$;
insert into app.account (account_id, email, role)
    select ('00000000-0000-4000-8000-' || n)::uuid, n || '@example.com', 'reseller'
    from generate_series({FIRST}, {FIRST + RESELLERS - 1}) n;
insert into app.account_counter (account_id) select account_id from app.account;
insert into app.session (account_id, id, expires_at) select account_id, account_id, now() + interval '1 day' from app.account;
insert into app.reseller (account_id) select account_id from app.account;
select count(private.ledger_post(account_id, 1000000000000, 'grant', 'A grant')) from app.reseller;
create schema bench;
create table bench.reseller (id uuid primary key, balance bigint not null);
insert into bench.reseller select account_id, credits_balance from app.reseller;
create table bench.client (
    id uuid primary key default gen_random_uuid(), reseller_id uuid not null references bench.reseller, email text not null unique,
    password text not null, plan text not null, expires_at timestamptz not null, created_at timestamptz not null default now());
create table bench.ledger (
    id bigint generated always as identity primary key, reseller_id uuid not null references bench.reseller, amount bigint not null,
    balance_after bigint not null, type text not null, client_id uuid, created_at timestamptz not null default now());
vacuum analyze;
"""
IDS = [uuid.UUID(f"00000000-0000-4000-8000-{n}") for n in range(FIRST, FIRST + RESELLERS)]


def one_call(connection: psycopg.Connection, reseller: uuid.UUID, email: str) -> None:
    with connection.pipeline(), connection.transaction():
        connection.execute("select http.begin_request(%s, %s, 'reseller', null, null, '127.0.0.1', 'bench')", [reseller, reseller])
        connection.execute("select * from api.client_create(%s, 'correct horse', 'basic', 1, null, null)", [email])


def statements(connection: psycopg.Connection, reseller: uuid.UUID, email: str) -> None:
    with connection.transaction():
        (balance,) = connection.execute("select balance from bench.reseller where id = %s for update", [reseller]).fetchone()
        if balance < PRICE:
            raise RuntimeError("insufficient credits")
        balance -= PRICE
        connection.execute("update bench.reseller set balance = %s where id = %s", [balance, reseller])
        (client,) = connection.execute(
            "insert into bench.client (reseller_id, email, password, plan, expires_at)"
            " values (%s, %s, 'x', 'basic', now() + interval '1 month') returning id",
            [reseller, email],
        ).fetchone()
        connection.execute(
            "insert into bench.ledger (reseller_id, amount, balance_after, type, client_id) values (%s, %s, %s, 'client_created', %s)",
            [reseller, -PRICE, balance, client],
        )


def statements_all_rows(connection: psycopg.Connection, reseller: uuid.UUID, email: str) -> None:
    client = uuid.uuid4()
    with connection.transaction():
        query = "select credits_balance, entries from app.reseller where account_id = %s for update"
        balance, entries = connection.execute(query, [reseller]).fetchone()
        if balance < PRICE:
            raise RuntimeError("insufficient credits")
        balance, entries = balance - PRICE, entries + 1
        connection.execute(
            "update app.reseller set credits_balance = %s, entries = %s, clients = clients + 1 where account_id = %s",
            [balance, entries, reseller],
        )
        connection.execute("insert into app.account_email values (%s, %s)", [email, client])
        connection.execute("insert into app.account (account_id, email) values (%s, %s)", [client, email])
        connection.execute("insert into app.account_counter (account_id) values (%s)", [client])
        connection.execute("insert into private.account_password values (%s, 'x')", [client])
        connection.execute(
            "insert into app.reseller_client (account_id, client_id, email, plan, expires_at,"
            " term_started_at, term_cost, paid_at, paid_from, paid_cost, created_at)"
            " values (%s, %s, %s, 'basic', now() + interval '1 month',"
            " now(), %s, now(), now(), %s, now())",
            [reseller, client, email, PRICE, PRICE],
        )
        connection.execute("insert into app.account_reseller values (%s, %s)", [client, reseller])
        connection.execute(
            "insert into app.subscription (account_id, plan, status, source, current_period_end)"
            " values (%s, 'basic', 'active', 'reseller', now() + interval '1 month')",
            [client],
        )
        connection.execute(
            "insert into app.ledger_entry values (%s, %s, gen_random_uuid(), %s, %s, 'client_created', 'A client', %s, now())",
            [reseller, entries, -PRICE, balance, client],
        )


def by_psycopg(create: Callable, connect: Callable[[], psycopg.Connection], resellers: list[uuid.UUID], database: int) -> Cost:
    """Threads that make clients side by side. The application's CPU is this process's."""
    stop, counts = threading.Event(), [0] * CONNECTIONS

    def work(n: int) -> None:
        chance = random.Random(n)
        with connect() as connection:
            connection.prepare_threshold = 0
            while not stop.is_set():
                create(connection, chance.choice(resellers), f"{uuid.uuid4().hex}@example.com")
                counts[n] += 1

    threads = [threading.Thread(target=work, args=[n]) for n in range(CONNECTIONS)]
    before = time.process_time(), cpu_seconds(database)
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    application, backends = time.process_time() - before[0], cpu_seconds(database) - before[1]
    return Cost(application / sum(counts) * 1e6, backends / sum(counts) * 1e6, sum(counts) / SECONDS)


REQUEST = """
math.randomseed(os.time() * 1000 + %d)
local prefix, n = string.format("%%08x", math.random(0, 0x7fffffff)), 0
request = function()
    n = n + 1
    local headers = {Authorization = "Bearer " .. tokens[n %% #tokens + 1], ["Content-Type"] = "application/json"}
    return wrk.format("POST", "/v1/reseller/clients", headers,
        '{"email":"' .. prefix .. n .. '@example.com","password":"correct horse","plan":"basic"}')
end
"""


def over_http(system: System, tokens: list[str], database: int) -> Cost:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("local tokens = {" + ",".join(f'"{token}"' for token in tokens) + "}" + REQUEST % random.randrange(10**9))
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script.name, system.url]
        return under_load(command, re.compile(r"(\d+) requests in"), SECONDS, system.api.pid, database)


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed. As administrator: apt-get install wrk")
    system = System()
    try:
        system.create().deploy()
        with system.connect() as connection:
            for statement in FILL.strip().split(";\n"):
                connection.execute(statement)
        system.start_api(WEB_CONCURRENCY="1")
        database = int((system.cluster.data / "postmaster.pid").read_text().split()[0])

        class Settings:
            keys = Keys.read(system.home / "secrets/jwt_keys.json")
            access_token_seconds = 3600
            allowed_origins = frozenset()
            public_url = system.url

        authenticator = Authenticator(Settings)
        tokens = [authenticator.sign({"sub": str(i), "sid": str(i), "role": "reseller"}) for i in IDS]
        password = (system.home / "secrets/syncstream_api.password").read_text().strip()

        def as_reseller() -> psycopg.Connection:
            return psycopg.connect(system.target.login_dsn("syncstream_api", password), options="-c role=reseller", autocommit=True)

        measured: dict[str, list[Cost]] = {}
        for turn in range(ROUNDS):
            print(f"round {turn + 1} of {ROUNDS}", flush=True)
            for count in (1, RESELLERS):
                who = f"{count} reseller{'s' if count > 1 else ''}"
                measured.setdefault(f"{who}: over HTTP", []).append(over_http(system, tokens[:count], database))
                for name, create, connect in (
                    ("one call", one_call, as_reseller),
                    ("statements", statements, system.connect),
                    ("statements, all rows", statements_all_rows, system.connect),
                ):
                    measured.setdefault(f"{who}: {name}", []).append(by_psycopg(create, connect, IDS[:count], database))
        with system.connect() as connection:
            problems = connection.execute("select private.credits_audit() ->> 'problems'").fetchone()[0]
        print(f"\n{'':36}{'application':>14}{'database':>12}{'total':>10}{'a second':>12}   CPU microseconds a client made")
        for name, costs in measured.items():
            cost = middle(costs)
            print(f"{name:36}{cost.application:14.0f}{cost.database:12.0f}{cost.total:10.0f}{cost.rate:12.0f}")
        print(f"{CONNECTIONS} connections, {os.cpu_count()} cores. The audit finds: {problems}")
    finally:
        system.close()


if __name__ == "__main__":
    main()
