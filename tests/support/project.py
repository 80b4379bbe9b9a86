"""A copy of the project's changes to add to, as a DBA does: `sqitch add` with a template, `sqitch rework`, deploy."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from db.cluster import ROOT
from db.release import changes_of


class Project:
    def __init__(self, directory: Path):
        self.directory = directory
        for name in ("sqitch.conf", "sqitch.plan"):
            shutil.copy(ROOT / name, directory)
        for name in ("deploy", "revert", "verify", "db/templates"):
            shutil.copytree(ROOT / name, directory / name)
        self.last, self.tag = changes_of((directory / "sqitch.plan").read_text())[-1]

    def sqitch(self, *args: str) -> None:
        subprocess.run(["sqitch", *args], cwd=self.directory, check=True, capture_output=True)

    def add(self, change: str, template: str, **variables: str) -> Path:
        """The deploy script that a template makes."""
        settings = [argument for name, value in variables.items() for argument in ("--set", f"{name}={value}")]
        self.sqitch("add", change, "--template", template, *settings, "--note", "A test")
        return self.directory / f"deploy/{change}.sql"

    def rework(self, change: str, function: str, edit: Callable[[str], str]) -> None:
        """Another body for a function, and back, as docs/dbas.md has it."""
        self.sqitch("rework", change, "--note", "A test")
        for folder, body in (("deploy", edit), ("revert", str)):
            script = self.directory / folder / f"{change}.sql"
            old = re.search(rf"^create function ({re.escape(function)}\(.*?^\$\$;)$", script.read_text(), re.DOTALL | re.MULTILINE)
            assert old, f"{script} has no {function}"
            new = body(old[1])
            assert (new == old[1]) == (folder == "revert")
            script.write_text(f"begin;\n\ncreate or replace function {new}\n\ncommit;\n")

    def deploy(self, system) -> None:
        system.target.sqitch("deploy", "--verify", output=subprocess.DEVNULL, root=self.directory)

    def revert(self, system, to: str | None = None) -> None:
        """Take back what was added, or what came after a change of it."""
        system.target.sqitch("revert", "-y", "--to", to or self.last, output=subprocess.DEVNULL, root=self.directory)
