"""What sync costs as the table grows: `.venv/bin/python -m bench.sync [--rows 10000000] [--rounds 7]`.

Two databases side by side, one with ten thousand rows of progress and one with many more, other accounts' (10 million take
6 GB and some minutes to fill). The same account does the same three things in both, in turns: 2,000 operations in one
call, 10,000 changes in pages of 500, and one heartbeat. Wall time, and CPU time of the database's process, which a busy machine
does not change. Medians; the quotient is what the size costs.
"""

import argparse
import json
import os
import statistics
import time

from tests.support.system import System

OWN, AN_ACCOUNT, HEARTBEATS = 10_000, 1_000, 200
TICK = os.sysconf("SC_CLK_TCK")
ME = "00000000-0000-4000-8000-000000000001"
PLAYLIST = "00000000-0000-4000-8000-00000000000a"

# In the order of the primary key, the other indexes afterwards, without the check of the references: minutes, not hours.
FILL = """
set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '1GB';
drop index app.progress_rev, app.progress_match_key;
create temp table crowd as
    select case n when 0 then '{me}'::uuid else gen_random_uuid() end as id, case n when 0 then {own} else {an_account} end as rows
    from generate_series(0, ({rows} - {own}) / {an_account}) as n;
insert into app.account (account_id, email) select id, id || '@example.com' from crowd;
insert into app.account_counter (account_id, rev) select id, rows from crowd;
insert into app.profile (account_id, id, name, rev) select id, id, 'Ada', 1 from crowd;
insert into app.progress (account_id, profile_id, item, playlist_id, kind, provider_id, title, year, ids, position_ms, duration_ms,
                          completed, plays, playback_id, event_at, device_id, rev)
    select c.id, c.id, 'movie:{playlist}:' || n, '{playlist}', 'movie', n, 'Film ' || n, 1999, json_build_object('tmdb', n), n, 8000000,
           false, 0, 'tv/' || n, now() - interval '1 day', 'tv', n
    from (select * from crowd order by id) as c, generate_series(1, c.rows) as n;
create index progress_rev on app.progress (account_id, profile_id, rev);
create index progress_match_key on app.progress (account_id, profile_id, match_key) where deleted_at is null and match_key is not null;
insert into app.subscription (account_id, plan, status, source, current_period_end)
    values ('{me}', 'premium', 'active', 'grant', now() + interval '1 day');
reset session_replication_role;
"""


class Database:
    def __init__(self, rows: int):
        self.rows, self.ops = rows, 0
        self.system = System().create()
        self.system.deploy()
        with self.system.connect() as connection:
            connection.execute("alter system set max_wal_size = '16GB'")
            connection.execute("select pg_reload_conf()")
            started = time.monotonic()
            connection.execute(FILL.format(rows=rows, own=OWN, an_account=AN_ACCOUNT, me=ME, playlist=PLAYLIST))
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")
            count, size = connection.execute(
                "select count(*), pg_size_pretty(pg_total_relation_size('app.progress')) from app.progress"
            ).fetchone()
            print(f"{count:,} rows, {size}, filled in {time.monotonic() - started:.0f} s", flush=True)
        self.connection = self.system.connect()
        self.pid = self.connection.info.backend_pid
        self.connection.execute("set role member")
        self.playlist = self.call(
            "select api.playlist_create(name => 'Home', kind => 'xtream', url => 'http://panel.example', username => 'a', password => 'b')"
        )["id"]

    def call(self, query: str, *params):
        with self.connection.transaction():
            self.connection.execute(
                "select set_config('request.account_id', %s, true), set_config('request.profile_id', %s, true)", [ME, ME]
            )
            return self.connection.execute(query, params, prepare=True).fetchone()[0]

    def sync(self, ops: list, cursor: str | None, limit: int) -> dict:
        query = "select api.device_sync('bench', now(), %s::app.page_cursor, %s::app.sync_limit, %s::app.sync_ops)"
        return self.call(query, cursor, limit, json.dumps(ops))

    # -- what is measured

    def push(self) -> None:
        """2,000 operations: progress that is there, new progress, favorites."""
        ops = []
        for n in range(2000):
            self.ops += 1
            progress = n % 4 < 3
            provider_id = n if n % 4 < 2 else self.ops
            ops.append(
                {
                    "op_id": f"op-{self.ops}",
                    "entity": "progress" if progress else "favorite",
                    "type": "put",
                    "item": f"movie:{self.playlist}:{provider_id}",
                    "event_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    "playback_id": f"bench/{provider_id}",
                    "data": {"title": f"Film {n}", "year": 1999, **({"position_ms": self.ops, "duration_ms": 10**9} if progress else {})},
                }
            )
        answer = self.sync(ops, None, 1)
        assert {result["status"] for result in answer["results"]} <= {"applied", "conflict"}

    def pull(self) -> None:
        """10,000 changes in pages of 500."""
        cursor, got = None, 0
        while got < OWN:
            answer = self.sync([], cursor, 500)
            cursor, got = answer["next_cursor"], got + len(answer["changes"])

    def heartbeat(self) -> None:
        self.ops += 1
        self.call("select api.progress_put(%s, 'movie', '1', %s, given => '{position_ms}')", self.playlist, self.ops)

    # -- measuring

    def cpu(self) -> float:
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def measure(self, work, times: int) -> tuple[float, float]:
        """Milliseconds, of one: by the clock, by the processor."""
        wall, cpu = time.perf_counter(), self.cpu()
        for _ in range(times):
            work()
        return (time.perf_counter() - wall) / times * 1000, (self.cpu() - cpu) / times * 1000

    def close(self) -> None:
        self.connection.close()
        self.system.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    arguments.add_argument("--rounds", type=int, default=7)
    options = arguments.parse_args()

    databases = []
    try:
        for rows in (OWN, options.rows):
            databases.append(Database(rows))
        works = {"2,000 operations": ("push", 1), "10,000 changes": ("pull", 1), "one heartbeat": ("heartbeat", HEARTBEATS)}
        for title, (name, times) in works.items():
            measured: list[list[tuple[float, float]]] = [[], []]
            for round_ in range(options.rounds + 1):
                for database, results in zip(databases, measured, strict=True):
                    result = database.measure(getattr(database, name), times)
                    if round_:  # the first warms up
                        results.append(result)
            small, large = ([statistics.median(column) for column in zip(*results, strict=True)] for results in measured)
            for what, column in (("wall", 0), ("CPU", 1)):
                print(
                    f"{title:<18} {what:<5} {small[column]:9.2f} ms at {OWN:,}  {large[column]:9.2f} ms at {options.rows:,}"
                    f"  x {large[column] / small[column]:.2f}",
                    flush=True,
                )
    finally:
        for database in databases:
            database.close()


if __name__ == "__main__":
    main()
