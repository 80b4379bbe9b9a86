"""CPU time of process trees under load, which says more than throughput on a machine that others use, too."""

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(root: int) -> float:
    """User and system time of a process and all below it, those that have ended included."""
    children: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(path.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        spent[pid] = sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICKS  # utime, stime, and those of children waited for

    def total(pid: int) -> float:
        return spent.get(pid, 0) + sum(total(child) for child in children.get(pid, ()))

    return total(root)


@dataclass(frozen=True)
class Cost:
    """What a request cost: microseconds of CPU in the application and in the database, and how many there were a second."""

    application: float
    database: float
    rate: float

    @property
    def total(self) -> float:
        return self.application + self.database


def middle(costs: list[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("application", "database", "rate")))


def under_load(command: list[str], count: re.Pattern, seconds: float, application: int | None, database: int, **options) -> Cost:
    """Run a load generator, read how many requests it made from its output, divide the CPU time of the trees by it."""
    before = (cpu_seconds(application) if application else 0, cpu_seconds(database))
    output = subprocess.run(command, capture_output=True, text=True, check=True, **options).stdout
    after = (cpu_seconds(application) if application else 0, cpu_seconds(database))
    requests = int(count.search(output)[1])
    if "Non-2xx" in output:
        raise RuntimeError(f"not every answer was a success:\n{output}")
    return Cost((after[0] - before[0]) / requests * 1e6, (after[1] - before[1]) / requests * 1e6, requests / seconds)


WRK_REQUESTS = re.compile(r"(\d+) requests in")
PGBENCH_TRANSACTIONS = re.compile(r"number of transactions actually processed: (\d+)")


def wrk(url: str, tokens: list[str], seconds: int, connections: int, application: int, database: int) -> Cost:
    """GET an address with a token of another account each time."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("local tokens = {" + ",".join(f'"{token}"' for token in tokens) + "}\nlocal n = 0\n")
        script.write(
            'request = function() n = n % #tokens + 1; return wrk.format("GET", nil, {Authorization = "Bearer " .. tokens[n]}) end\n'
        )
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name, url]
        return under_load(command, WRK_REQUESTS, seconds, application, database)


def pgbench(sql: str, environment: dict[str, str], seconds: int, connections: int, database: int) -> Cost:
    """The same calls without HTTP: prepared, in a pipeline, as the role of the API's connection."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(sql)
        script.flush()
        command = ["pgbench", "-n", "-M", "prepared", f"-c{connections}", "-j1", f"-T{seconds}", "-f", script.name]
        return under_load(command, PGBENCH_TRANSACTIONS, seconds, None, database, env=environment)
