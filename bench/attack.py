"""What an ordinary client notices of an attack: `make bench-attack`.

A server as db/server/install lays it down, and against it, one after the other and as many as is asked for, the clients
of tests/support/attack.py. As if each came from another address: the limit of calls for one is off.
"""

import argparse
import sys

from tests.support.attack import ATTACKS, allow_files, ordinary
from tests.support.front import Front
from tests.support.people import Person
from tests.support.system import System

LIMIT_SECONDS = 1.0
FEWER = {"large_bodies": 1000, "never_reading": 20, "silent_sockets": 20}  # connections that do more than being there: one in so many


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-attack", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20.0, help="for each attack")
    parser.add_argument("attacks", nargs="*", default=[*ATTACKS], metavar="attack", help=", ".join(ATTACKS))
    options = parser.parse_args()
    allow_files(2 * options.connections + 2000)

    worst = 0.0
    system = System()
    try:
        system.create().deploy()
        system.start_api()
        with Front(system.directory / "front", system.port, system.start_relay().port, limited=False) as front:
            person = Person(system, plan="premium")
            report("nobody else", ordinary(front, person, options.seconds / 4))
            for name in options.attacks:
                connections = options.connections // FEWER.get(name, 1)
                with ATTACKS[name](front, connections):
                    worst = max(worst, report(f"{connections} {name}", ordinary(front, person, options.seconds)))
    finally:
        system.close()
    if worst >= LIMIT_SECONDS:
        sys.exit(f"The 99th percentile is over {LIMIT_SECONDS} s")


def report(what: str, taken: list[float]) -> float:
    """One line; the 99th percentile."""
    p50, p99 = (taken[int(len(taken) * share)] for share in (0.5, 0.99))
    print(
        f"{what:25} {len(taken):6} calls   p50 {p50 * 1000:5.0f} ms   p99 {p99 * 1000:5.0f} ms   most {taken[-1] * 1000:5.0f} ms",
        flush=True,
    )
    return p99


if __name__ == "__main__":
    main()
