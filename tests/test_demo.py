"""`make demo`, twice over, against the API of the tests."""

import os
import subprocess
import sys

from db.cluster import ROOT


def test_the_demo_walks_through(system):
    environment = {
        **os.environ,
        "SYNCSTREAM_HOME": str(system.home),
        "API_PORT": str(system.port),
        "RELAY_PORT": str(system.relays[0].port),
    }
    for _ in range(2):
        done = subprocess.run([sys.executable, "-m", "db.demo"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "steps went as they should" in done.stdout
