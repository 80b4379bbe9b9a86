"""What was released stays as it is: databases have deployed it. `make release VERSION=v1.0.0` tags the plan and writes
down the digest of every script up to there; `make test` compares them. Rules change by `sqitch rework`, tables by a new
change (docs/dbas.md).

db/released.txt has a line a script: SHA-256, tag, path at that tag. When a change is reworked, Sqitch moves its scripts
to <change>@<tag>.sql, by the last tag before the rework.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from db.cluster import ROOT, SetupError

RECORD = "db/released.txt"
FOLDERS = ("deploy", "revert", "verify")


def changes_of(plan: str) -> list[tuple[str, str | None]]:
    """The plan's changes in order, each with the first tag after it: (change, tag or None)."""
    found: list[tuple[str, str | None]] = []
    untagged: list[str] = []
    for line in plan.splitlines():
        word = line.split()[0] if line.split() else ""
        if word.startswith("@"):
            found += [(change, word) for change in untagged]
            untagged = []
        elif word and word[0] not in "%#":
            untagged.append(word)
    return found + [(change, None) for change in untagged]


def unreleased(root: Path = ROOT) -> list[str]:
    """The changes behind the last tag; all of them while there is none."""
    return [change for change, tag in changes_of((root / "sqitch.plan").read_text()) if tag is None]


def script(root: Path, path: str, tag: str) -> Path:
    """Where a script as of a tag is now: moved away by the first rework after it, or in its place."""
    tags = list(dict.fromkeys(tag for _, tag in changes_of((root / "sqitch.plan").read_text()) if tag))
    places = [(root / path).with_name(f"{Path(path).stem}{later}.sql") for later in tags[tags.index(tag) :]]
    return next((place for place in places if place.exists()), root / path)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"


def violations(root: Path = ROOT) -> list[str]:
    """Scripts that are not what was released, and released ones without a record."""
    record = root / RECORD
    lines = [line.split() for line in record.read_text().splitlines()] if record.exists() else []
    known = {(path, tag): sha for sha, tag, path in lines}
    released = {
        (f"{folder}/{change}.sql", tag)
        for change, tag in changes_of((root / "sqitch.plan").read_text())
        if tag is not None
        for folder in FOLDERS
    }
    wrong = [f"{path} of {tag} is not in {RECORD}" for path, tag in released - known.keys()]
    wrong += [f"{path} of {tag} is in {RECORD} but not in the plan" for path, tag in known.keys() - released]
    wrong += [
        f"{path} is not what was released as {tag}"
        for path, tag in released & known.keys()
        if digest(script(root, path, tag)) != known[path, tag]
    ]
    return sorted(wrong)


def release(tag: str, root: Path = ROOT) -> None:
    if not re.fullmatch(r"v\d+\.\d+\.\d+", tag):
        raise SetupError("Say which version: make release VERSION=v1.0.0")
    if wrong := violations(root):
        raise SetupError("\n".join(["What was released before has changed:", *wrong]))
    changes = unreleased(root)
    if not changes:
        raise SetupError("There is nothing new since the last tag.")
    if subprocess.run(["sqitch", "tag", tag, "--note", f"Release {tag}"], cwd=root).returncode:
        raise SetupError("sqitch tag failed; its message is above.")
    lines = [f"{digest(root / folder / f'{change}.sql')} @{tag} {folder}/{change}.sql\n" for change in changes for folder in FOLDERS]
    with (root / RECORD).open("a") as record:
        record.writelines(lines)
    print(f"{len(changes)} changes are released as {tag}. Commit sqitch.plan and {RECORD}.")


if __name__ == "__main__":
    try:
        release(sys.argv[1] if len(sys.argv) > 1 else "")
    except SetupError as error:
        sys.exit(str(error))
