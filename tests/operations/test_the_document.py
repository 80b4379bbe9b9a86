"""docs/operations.md: what it says can be done is done here, as it stands there, but for what needs systemd and a name.

Those blocks are shown without a language. The commands of `syncstream` are the Makefile's, on a system of the tests.
"""

import os
import re
import subprocess
import textwrap

import pytest

from db.cluster import ROOT
from tests.support.front import lay_down

PAGE = (ROOT / "docs/operations.md").read_text()
COMMANDS = [textwrap.dedent(block) for block in re.findall(r"^ *```bash\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)]
SYNCSTREAM = f"syncstream() {{ make --silent --directory '{ROOT}' --old-file setup \"$@\"; }}\n"


@pytest.mark.parametrize("script", COMMANDS, ids=lambda script: script.split("\n")[0][:40])
def test_the_commands(site, tmp_path, script):
    environment = {**os.environ, "SYNCSTREAM_HOME": str(site.home), "BACKUP_DIRECTORY": str(site.cluster.backups), "PGOPTIONS": ""}
    whole = f"set -euo pipefail\n{SYNCSTREAM}{script}"
    done = subprocess.run(["bash", "-c", whole], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "ERROR" not in done.stderr, done.stdout + done.stderr


def test_what_is_laid_down_is_what_it_names(tmp_path):
    laid = {f"/{path.relative_to(tmp_path)}" for path in lay_down(tmp_path).rglob("*")}
    units = {path.rpartition("/")[2] for path in laid if path.endswith((".service", ".timer"))}
    for named in re.findall(r"`(/(?:etc|var)/[\w./-]+?)/?`", PAGE):
        if "syncstream" in named and "sites-enabled" not in named and "jwt_keys" not in named:
            assert named in laid, named
    for named in set(re.findall(r"`(syncstream-[a-z]+(?:\.timer)?)`", PAGE)):
        assert named in units or f"{named}.service" in units, named
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {word for word in re.findall(r"(?<![/\w])syncstream ([a-z-]+)\b", PAGE)} - {"psql"} <= targets


def test_its_links_lead_somewhere():
    headings = {re.sub(r"[^a-z0-9 -]", "", line.lower()).strip().replace(" ", "-") for line in re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= headings
