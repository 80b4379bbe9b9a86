"""A copy of the project's changes to add to, as a DBA does: `sqitch add` with a template, `sqitch rework`, deploy."""

import shutil
import subprocess
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
        self.last = changes_of((directory / "sqitch.plan").read_text())[-1][0]

    def sqitch(self, *args: str) -> None:
        subprocess.run(["sqitch", *args], cwd=self.directory, check=True, capture_output=True)

    def add(self, change: str, template: str, **variables: str) -> Path:
        """The deploy script that a template makes."""
        settings = [argument for name, value in variables.items() for argument in ("--set", f"{name}={value}")]
        self.sqitch("add", change, "--template", template, *settings, "--note", "A test")
        return self.directory / f"deploy/{change}.sql"

    def deploy(self, system) -> None:
        system.target.sqitch("deploy", "--verify", output=subprocess.DEVNULL, root=self.directory)

    def revert(self, system, to: str | None = None) -> None:
        """Take back what was added, or what came after a change of it."""
        system.target.sqitch("revert", "-y", "--to", to or self.last, output=subprocess.DEVNULL, root=self.directory)
