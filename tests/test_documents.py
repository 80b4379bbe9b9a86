"""The examples of README and docs/ are run as they stand there, one after the other, as a reader would."""

import os
import re
import subprocess

import pytest

from db.cluster import ROOT
from db.run import add_demo_accounts
from tests.support.people import new_email

BLOCK = re.compile(r"^```(bash|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"
MAKE = f"""make() {{ command make --silent --directory '{ROOT}' --old-file setup "$@"; }}  # what is set up already\n"""
END = "-- the end of a block --"


def section(text: str, heading: str | None) -> str:
    return text if heading is None else text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


READER = "ada@example.com"  # has an account already, if generated requests came before


def pattern(shown: str) -> str:
    """An answer as it is shown: white space does not matter, … stands for anything."""
    return ".*".join(re.escape("".join(part.split())) for part in shown.split("…"))


@pytest.mark.parametrize(("path", "heading"), [("README.md", "A first request"), ("docs/app-developers.md", None)])
def test_the_examples(system, tmp_path, path, heading):
    add_demo_accounts(system.url, system.target)
    email = new_email()
    scripts: list[str] = []
    shown: list[str | None] = []
    for language, content in BLOCK.findall(section((ROOT / path).read_text(), heading)):
        if language == "bash":
            scripts.append(content.replace(ADDRESS, system.url).replace(READER, email))
            shown.append(None)
        else:
            shown[-1] = content.replace(READER, email)
    assert scripts

    whole = "set -euo pipefail\n" + MAKE + "".join(f"{script}\necho '{END}'\n" for script in scripts)
    environment = {**os.environ, "SYNCSTREAM_HOME": str(system.home)}
    done = subprocess.run(["bash", "-c", whole], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    for script, expected, actual in zip(scripts, shown, done.stdout.split(END)[:-1], strict=True):
        if expected is not None:
            assert re.fullmatch(pattern(expected), "".join(actual.split())), f"{script}\nanswers\n{actual}\nand not\n{expected}"


def test_the_statements_of_a_dba(system):
    """Each by itself, taken back at its end."""
    add_demo_accounts(system.url, system.target)
    statements = re.findall(r"^```sql\n(.*?)^```$", (ROOT / "docs/dbas.md").read_text(), re.MULTILINE | re.DOTALL)
    assert statements
    for statement in statements:
        text = f"begin;\n{statement.removeprefix('begin;').strip().removesuffix('rollback;')}\nrollback;\n"
        psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", text]
        done = subprocess.run(psql, env=system.target.environment, capture_output=True, text=True)
        assert done.returncode == 0 and not done.stderr, f"{statement}\n{done.stderr}"


@pytest.mark.parametrize("path", ["README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))])
def test_what_a_page_refers_to_is_there(path):
    text = (ROOT / path).read_text()
    for target in re.findall(r"\]\((?!http)([^)#]+)(?:#[^)]*)?\)", text):
        assert ((ROOT / path).parent / target).exists(), target
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for command in re.findall(r"`make ([a-z-]+)", text):
        assert command in targets, command
    for named in re.findall(r"`((?:api|db|deploy|revert|verify|tests|bench|docs)/[a-z_./]*)`", text):
        assert (ROOT / named).exists() or "greeting" in named, named  # the endpoint that docs/dbas.md adds
