"""Fast calls at half of what saturates the server, with sixteen logins a second beside them: do slow calls hold up fast ones?"""

import secrets
import subprocess
import tempfile

from bench.measure import DONE, RESULT, wrk
from bench.workloads import COMPARED
from bench.world import ACCOUNTS, World

LOGINS_A_SECOND = 16
CONNECTIONS = 32
SECONDS = 8

# A login takes some 50 milliseconds of bcrypt on a core, and 16 connections that pause between begin one a second each.
LOGIN = f"""
local count = 0
request = function()
    count = count + 1
    local n = {100_000_000_000} + (count * 7919) % {ACCOUNTS}
    return wrk.format("POST", "/v1/auth/login", {{["Content-Type"] = "application/json"}},
        string.format('{{"email":"%.0f@example.com","password":"correct horse","device_id":"bench","replace_oldest":true}}', n))
end
delay = function() return 900 + math.random(200) end
"""


def beside_logins(world: World, tokens: list[str], rates: dict[str, float]) -> list[list[str]]:
    """For each call a row: alone at half its saturating rate, and the same beside the logins."""
    server = next(iter(world.servers.values()))
    rows = []
    for workload in COMPARED:
        if workload.name not in rates:
            continue
        pause = CONNECTIONS / (rates[workload.name] / 2) * 1000  # milliseconds between a connection's calls, on average
        script = workload.wrk(tokens, secrets.token_hex(4)) + f"delay = function() return math.random() * {2 * pause:.2f} end\n"
        for beside in (False, True):
            logins = None
            with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
                file.write(LOGIN + DONE)
                file.flush()
                if beside:
                    command = ["wrk", "-t1", f"-c{LOGINS_A_SECOND}", f"-d{SECONDS + 2}s", "--timeout", "30s", "-s", file.name, server.url]
                    logins = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
                cost = wrk(server.url, script, SECONDS, CONNECTIONS, server.process.pid, world.database)
                made = 0.0
                if logins is not None:
                    output = logins.communicate()[0]
                    found = RESULT.search(output)
                    made = int(found[1].split('"requests": ')[1].split(",")[0]) / (SECONDS + 2) if found else 0
            name = workload.name + (f", beside {made:.0f} logins a second" if beside else ", alone")
            rows.append([name, f"{cost.rate:.0f}", f"{cost.p50:.1f}", f"{cost.p99:.1f}", f"{cost.p99 / cost.p50:.1f}"])
    return rows
