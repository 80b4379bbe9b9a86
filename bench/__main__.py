"""What a request costs: `make bench`.

CPU microseconds a request, application and database apart, for calls that are made most; beside an answer that
touches no database, and beside pgbench calling the same function with the same claims over the same protocol.
Rounds alternate, the median counts. One worker, 16 connections, 5,000 accounts.
"""

import os
import shutil
import sys

from api.auth import Authenticator
from api.config import Keys
from bench.measure import middle, pgbench, wrk
from tests.support.system import System

ACCOUNTS = 5000
FIRST = 100_000_000_000  # twelve digits: the end of an account's id
SECONDS = 4
ROUNDS = 3
CONNECTIONS = 16

FILL = f"""
insert into app.account (account_id, email)
    select ('00000000-0000-4000-8000-' || n)::uuid, n || '@example.com' from generate_series({FIRST}, {FIRST + ACCOUNTS - 1}) n;
insert into app.account_counter (account_id) select account_id from app.account;
insert into app.profile (account_id, id, name, rev) select account_id, account_id, 'Ada', 1 from app.account;
insert into app.profile (account_id, name, rev) select account_id, 'Kid ' || n, 1 from app.account, generate_series(1, 3) n;
insert into app.session (account_id, id, profile_id, expires_at) select account_id, account_id, account_id, now() + interval $$1 day$$
    from app.account;
vacuum analyze;
"""

CALLS = {
    "GET /v1/me": "select api.me_get();",
    "GET /v1/profiles": "select api.profile_list(null, null);",
}

SCRIPT = f"""\\set n random({FIRST}, {FIRST + ACCOUNTS - 1})
\\startpipeline
select http.begin_request(('00000000-0000-4000-8000-' || :n)::uuid, ('00000000-0000-4000-8000-' || :n)::uuid, 'user',
    ('00000000-0000-4000-8000-' || :n)::uuid, 0, '127.0.0.1', 'bench');
%s
\\endpipeline
"""


def tokens(system: System) -> list[str]:
    class Settings:
        keys = Keys.read(system.home / "secrets/jwt_keys.json")
        access_token_seconds = 3600
        allowed_origins = frozenset()
        public_url = system.url

    authenticator = Authenticator(Settings)
    ids = [f"00000000-0000-4000-8000-{n}" for n in range(FIRST, FIRST + ACCOUNTS)]
    return [authenticator.sign({"sub": i, "sid": i, "role": "user", "current_profile_id": i, "profile_version": 0}) for i in ids]


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
        application, database = system.api.pid, int((system.cluster.data / "postmaster.pid").read_text().split()[0])
        environment = {**os.environ, **system.target.environment, "PGUSER": "syncstream_api", "PGOPTIONS": "-c role=member"}
        environment["PGPASSWORD"] = (system.home / "secrets/syncstream_api.password").read_text().strip()
        signed = tokens(system)

        measured: dict[str, list] = {}
        for turn in range(ROUNDS):
            print(f"round {turn + 1} of {ROUNDS}", flush=True)
            measured.setdefault("empty answer", []).append(
                wrk(f"{system.url}/health/live", signed, SECONDS, CONNECTIONS, application, database)
            )
            for name, sql in CALLS.items():
                path = name.split()[1]
                measured.setdefault(name, []).append(wrk(f"{system.url}{path}", signed, SECONDS, CONNECTIONS, application, database))
                measured.setdefault(f"{name} (pgbench)", []).append(pgbench(SCRIPT % sql, environment, SECONDS, CONNECTIONS, database))

        print(f"\n{'':28}{'application':>14}{'database':>12}{'total':>10}{'a second':>12}   CPU microseconds a request")
        for name, costs in measured.items():
            cost = middle(costs)
            print(f"{name:28}{cost.application:14.0f}{cost.database:12.0f}{cost.total:10.0f}{cost.rate:12.0f}")
        for name in CALLS:
            ratio = middle(measured[name]).total / middle(measured[f"{name} (pgbench)"]).database
            print(f"{name}: {ratio:.2f} x what the database spends on it alone")
    finally:
        system.close()


if __name__ == "__main__":
    main()
