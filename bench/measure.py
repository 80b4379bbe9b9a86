"""CPU time of process trees under load, which says more than throughput on a machine that others use, too."""

import json
import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGESIZE")


def processes(root: int) -> dict[int, list[str]]:
    """A process and all below it, with the fields of their /proc/…/stat."""
    children: dict[int, list[int]] = {}
    fields: dict[int, list[str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(path.parent.name)
        children.setdefault(int(stat[1]), []).append(pid)
        fields[pid] = stat
    tree, found = {}, [root]
    while found:
        pid = found.pop()
        if pid in fields:
            tree[pid] = fields[pid]
        found += children.get(pid, ())
    return tree


def cpu_seconds(root: int) -> float:
    """User and system time of a process and all below it, those that have ended included."""
    return sum(int(stat[n]) for stat in processes(root).values() for n in (11, 12, 13, 14)) / TICKS


def memory_bytes(root: int) -> int:
    """What a tree of processes holds: proportional set size, where the kernel tells us, so that what they share counts once."""
    total = 0
    for pid in processes(root):
        try:
            total += sum(
                int(line.split()[1]) * 1024 for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if line[:4] == "Pss:"
            )
        except OSError:
            continue
    return total


@dataclass(frozen=True)
class Cost:
    """What a request cost: microseconds of CPU in the application and in the database; how many there were a second;
    and in milliseconds how long half, 95 and 99 of a hundred took at most."""

    application: float
    database: float
    rate: float
    p50: float = 0
    p95: float = 0
    p99: float = 0

    @property
    def total(self) -> float:
        return self.application + self.database


def middle(costs: Sequence[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in Cost.__dataclass_fields__))


def spread(costs: Sequence[Cost]) -> float:
    """How far apart the totals of the rounds are, as a part of their median: the noise."""
    totals = [cost.total for cost in costs]
    return (max(totals) - min(totals)) / median(totals)


DONE = """
done = function(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format('\\nRESULT {"requests": %d, "refused": %d, "broken": %d, "p50": %f, "p95": %f, "p99": %f}\\n', summary.requests,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
"""
RESULT = re.compile(r"^RESULT (.*)$", re.MULTILINE)
TRANSACTIONS = re.compile(r"number of transactions actually processed: (\d+)")


def wrk(url: str, script: str, seconds: float, connections: int, application: int, database: int) -> Cost:
    """wrk's requests, as its Lua script makes them."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script + DONE)
        file.flush()
        before = cpu_seconds(application), cpu_seconds(database)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", file.name, url]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        after = cpu_seconds(application), cpu_seconds(database)
    found = RESULT.search(output)
    if found is None:
        raise RuntimeError(f"wrk ended without a result:\n{output}")
    result = json.loads(found[1])
    if result["refused"] or result["broken"] or not result["requests"]:
        raise RuntimeError(f"not every answer was a success: {result}")
    each = 1e6 / result["requests"]
    return Cost(
        (after[0] - before[0]) * each,
        (after[1] - before[1]) * each,
        result["requests"] / seconds,
        *(result[name] for name in ("p50", "p95", "p99")),
    )


def pgbench(sql: str, environment: dict[str, str], seconds: float, connections: int, database: int) -> Cost:
    """The same calls without HTTP: prepared, in a pipeline, as the role of the API's connection."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(sql)
        script.flush()
        before = cpu_seconds(database)
        command = ["pgbench", "-n", "-M", "prepared", f"-c{connections}", "-j1", f"-T{seconds}", "-f", script.name]
        result = subprocess.run(command, capture_output=True, text=True, env=environment)
        time.sleep(0.3)  # until the postmaster has buried its children, whose time counts only then
        spent = cpu_seconds(database) - before
    if result.returncode:
        raise RuntimeError(f"pgbench failed: {result.stderr}")
    transactions = int(TRANSACTIONS.search(result.stdout)[1])
    return Cost(0, spent / transactions * 1e6, transactions / seconds)


def wait_for(url: str, process: subprocess.Popen, log: Path, seconds: float = 30) -> None:
    """Until a server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{url} did not become ready; its log:\n{log.read_text()}")
