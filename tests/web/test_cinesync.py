"""cinesync.js, the client of watch parties, without a browser: cinesync.test.mjs under Node's own test runner."""

import subprocess
from pathlib import Path


def test_cinesync_keeps_its_word_in_a_world_of_virtual_time():
    tests = Path(__file__).with_name("cinesync.test.mjs")
    ran = subprocess.run(["node", "--test", str(tests)], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "cancelled 0" in ran.stdout and "pass 0" not in ran.stdout
