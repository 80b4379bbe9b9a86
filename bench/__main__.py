"""What a request costs, beside the peers: `make bench`. Writes bench/report.md and its plots.

CPU microseconds a request (user and system), of the application's processes and of the database's, apart: on a
machine that others use too, throughput swings and cost does much less. One worker a server; rounds alternate between the servers,
the median counts, and the spread between rounds is told. `--rounds`, `--seconds` and `--only` make it shorter or longer.
"""

import argparse
import os
import platform
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import geometric_mean, median

from bench import chart
from bench.latency import beside_logins
from bench.measure import Cost, memory_bytes, middle, pgbench, spread, wrk
from bench.workloads import COMPARED, FAVORITES, HOT_CLIENT, PROFILES, PROGRESS, Workload
from bench.world import BUN, FALCON_PACKAGES, Server, World
from db.cluster import ROOT

OURS, ELYSIA, ELYSIA_JS, FALCON, FLOOR = (
    "SyncStream TV",
    "Elysia, Bun's SQL",
    "Elysia, postgres.js",
    "Falcon WSGI, psycopg",
    "floor (pgbench)",
)
PEER_CONNECTIONS = 10  # the default of Bun's and postgres.js's pools
CONNECTIONS = 16
CROWDS = (64, 256)
REPORT = Path(__file__).parent / "report.md"
PLOTS = Path(__file__).parent / "plots"


class Bench:
    def __init__(self, world: World, seconds: int, rounds: int):
        self.world, self.seconds, self.rounds = world, seconds, rounds
        self.people, self.resellers = world.tokens()

    def load(self, server: Server, workload: Workload, connections: int = CONNECTIONS, seconds: int | None = None) -> Cost:
        tokens = self.people if workload.role == "user" else self.resellers[: workload.resellers]
        script = workload.wrk(tokens, secrets.token_hex(4))
        return wrk(server.url, script, seconds or self.seconds, connections, server.process.pid, self.world.database)

    def floor(self, workload: Workload) -> Cost:
        environment = self.world.pgbench_environment("member" if workload.role == "user" else "reseller")
        return pgbench(workload.pgbench(secrets.token_hex(4)), environment, self.seconds, workload.floor_connections, self.world.database)

    def compare(self) -> dict[str, dict[str, list[Cost]]]:
        """By workload and server the costs of each round. The first round only warms up."""
        workloads = (*COMPARED, HOT_CLIENT)
        results: dict[str, dict[str, list[Cost]]] = {workload.name: {} for workload in workloads}
        for turn in range(self.rounds + 1):
            for workload in workloads:
                say(f"round {turn} of {self.rounds}: {workload.name}")
                for name, server in self.world.servers.items():
                    cost = self.load(server, workload, seconds=None if turn else 2)
                    if turn:
                        results[workload.name].setdefault(name, []).append(cost)
                self.world.clean()
                if turn:
                    results[workload.name].setdefault(FLOOR, []).append(self.floor(workload))
                    self.world.clean()
            self.world.tidy()
        return results

    def crowds(self) -> Iterator[tuple[int, str, str, Cost]]:
        for connections in CROWDS:
            for workload in (FAVORITES, PROGRESS):
                say(f"{connections} connections: {workload.name}")
                for name, server in self.world.servers.items():
                    if name in (OURS, ELYSIA):
                        yield connections, workload.name, name, middle([self.load(server, workload, connections) for _ in range(2)])


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def machine() -> list[str]:
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?"
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    versions = [
        f"Python {platform.python_version()}",
        subprocess.run([shutil.which("postgres") or "pg_config", "--version"], capture_output=True, text=True).stdout.strip(),
        f"Bun {subprocess.run([str(BUN), '--version'], capture_output=True, text=True).stdout.strip()}",
    ]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, {platform.system()} {platform.release()}",
        ", ".join(versions),
        f"load before: {load}",
    ]


def table(head: list[str], rows: list[list[str]]) -> str:
    align = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, align, *rows)) + "\n"


def ratios(results: dict, workload: str, over: str) -> list[float]:
    """Ours ÷ another's total, round by round: what disturbs both alike falls out."""
    return [ours.total / other.total for ours, other in zip(results[workload][OURS], results[workload][over], strict=True)]


def report(results: dict, crowds: list, memory: list[list[str]], latency: list[list[str]], about: list[str], command: str) -> str:
    compared = [workload.name for workload in COMPARED]
    rows = []
    for workload, servers in results.items():
        for name, costs in servers.items():
            cost = middle(costs)
            figures = [
                f"{cost.application:.0f}",
                f"{cost.database:.0f}",
                f"{cost.total:.0f}",
                f"± {spread(costs) / 2:.0%}",
                f"{cost.rate:.0f}",
            ]
            times = [f"{value:.1f}" if value else "" for value in (cost.p50, cost.p95, cost.p99)]
            rows.append([workload if name == OURS else "", name, *figures, *times])
    quotients = []
    for workload in results:
        row = [workload]
        for other in (ELYSIA, ELYSIA_JS, FALCON, FLOOR):
            if other in results[workload]:
                values = ratios(results, workload, other)
                row.append(f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})")
            else:
                row.append("")
        quotients.append(row)
    means = ["**geometric mean of the first five**"]
    for other in (ELYSIA, ELYSIA_JS, FALCON, FLOOR):
        means.append(
            f"**{geometric_mean([median(ratios(results, workload, other)) for workload in compared]):.2f}**"
            if other in results[compared[0]]
            else ""
        )
    hot = results[HOT_CLIENT.name]
    hot_ratio = middle(hot[OURS]).rate / middle(hot[ELYSIA]).rate
    PLOTS.mkdir(exist_ok=True)
    plot = {
        workload: {name: (middle(costs).application, middle(costs).database) for name, costs in servers.items()}
        for workload, servers in results.items()
    }
    (PLOTS / "cost.svg").write_text(chart.bars("CPU a request, one worker, 16 connections", "µs", plot, ("application", "database")))
    crowded = [
        [f"{n}", call, name, f"{cost.application:.0f}", f"{cost.database:.0f}", f"{cost.rate:.0f}", f"{cost.p99:.0f}"]
        for n, call, name, cost in crowds
    ]
    return f"""# What a request costs

Written by `{command}` on {datetime.now(UTC):%Y-%m-%d}. {about[0]}; {about[1]}; {about[2]}.
The first five calls are the compared ones; hashes of passwords are left out on both sides. Ours: row-level security,
the check whether the session stands, and every validation. Peers: none of the first two; the rules are the application's
own statements. One worker each.

## Ours ÷ the others, total CPU

Median of the rounds' quotients, and the lowest and highest.

{table(["call", ELYSIA, ELYSIA_JS, FALCON, FLOOR], [*quotients, means])}
One hot reseller row: {hot_ratio:.2f} times the rate of {ELYSIA}.

## CPU microseconds a request

![CPU a request](plots/cost.svg)

{table(["call", "server", "application", "database", "total", "rounds", "a second", "p50 ms", "p95", "p99"], rows)}
## More connections

{table(["connections", "call", "server", "application", "database", "a second", "p99 ms"], crowded)}
## Memory

{table(["server", "at rest, MiB", "with 256 connections", "each"], memory)}
## Slow calls beside fast ones

{table(["call", "rate", "p50 ms", "p99 ms", "p99 ÷ p50"], latency)}"""


def memory_table(bench: Bench) -> list[list[str]]:
    """What the application's processes hold, at rest and with 256 connections that were used once each."""
    rows = []
    for name, server in bench.world.servers.items():
        rest = memory_bytes(server.process.pid)
        sockets = hold_open(server.url, bench.people[0], 256)
        crowded = memory_bytes(server.process.pid)
        for held in sockets:
            held.close()
        rows.append([name, f"{rest / 2**20:.0f}", f"{crowded / 2**20:.0f}", f"{(crowded - rest) / 256 / 1024:.1f} KiB"])
    return rows


def hold_open(url: str, token: str, count: int) -> list:
    import socket

    host, _, port = url.removeprefix("http://").partition(":")
    sockets = []
    for _ in range(count):
        connection = socket.create_connection((host, int(port)), timeout=20)
        connection.sendall(f"GET /v1/profiles HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        connection.recv(65536)
        sockets.append(connection)
    return sockets


def main() -> None:
    arguments = argparse.ArgumentParser(prog="make bench", description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--seconds", type=int, default=4)
    arguments.add_argument("--peers", default="all", choices=("all", "elysia"), help="elysia: only Bun's own SQL client")
    options = arguments.parse_args()
    for program in ("wrk", "pgbench"):
        if not shutil.which(program):
            sys.exit(f"{program} is not installed. As administrator: apt-get install wrk postgresql-contrib")
    if BUN is None or not FALCON_PACKAGES.exists():
        sys.exit("The peers are not installed: bench/setup")

    about, started = machine(), time.monotonic()
    world = World()
    try:
        say("two databases, 5,000 accounts")
        world.create()
        world.start_ours(OURS)
        world.start_elysia(ELYSIA, "bun", PEER_CONNECTIONS)
        if options.peers == "all":
            world.start_elysia(ELYSIA_JS, "postgres.js", PEER_CONNECTIONS)
            world.start_falcon(FALCON, CONNECTIONS)
        bench = Bench(world, options.seconds, options.rounds)
        memory = memory_table(bench)
        results = bench.compare()
        crowds = list(bench.crowds())
        say("slow calls beside fast ones")
        latency = beside_logins(world, bench.people, {w.name: middle(results[w.name][OURS]).rate for w in (FAVORITES, PROGRESS, PROFILES)})
    finally:
        world.close()
    command = "make bench" + (f' ARGS="{" ".join(sys.argv[1:])}"' if sys.argv[1:] else "")
    about[2] += f", after: {os.getloadavg()[1]:.1f}; took {(time.monotonic() - started) / 60:.0f} minutes"
    REPORT.write_text(report(results, crowds, memory, latency, about, command))
    say(f"written: {REPORT.relative_to(ROOT)}")
    print(REPORT.read_text())


if __name__ == "__main__":
    main()
