"""What was released stays as it is, and what comes after it does not stop the traffic."""

import subprocess
import sys
from pathlib import Path

import pytest

from db import release
from db.cluster import ROOT, SetupError
from tests.support.project import Project


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def complaints(scripts: list[Path]) -> str:
    """What squawk, a linter of migrations, finds that would hold up or break a system that is running."""
    command = [Path(sys.executable).with_name("squawk"), "--pg-version", "15", "--no-error-on-unmatched-pattern"]
    # Types are what the contract says; scripts that Sqitch runs are transactions or can be run again.
    command += ["--exclude", "prefer-bigint-over-int,prefer-text-field,prefer-robust-stmts,require-statement-timeout"]
    done = subprocess.run([*command, *scripts], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return "" if done.returncode == 0 else done.stdout


def test_what_was_released_is_unchanged():
    assert release.violations() == []


def test_what_came_after_the_release_does_not_stop_the_traffic():
    if any(tag for _, tag in release.changes_of((ROOT / "sqitch.plan").read_text())):
        scripts = [ROOT / f"deploy/{change}.sql" for change in release.unreleased()]
        assert not scripts or complaints(scripts) == ""


@pytest.mark.parametrize(
    "statement",
    [
        "create index profile_name on app.profile (name);",
        "alter table app.profile add constraint short check (length(name) < 50);",
        "alter table app.profile alter column name set not null;",
        "alter table app.profile rename column name to title;",
    ],
)
def test_squawk_speaks_up(tmp_path, statement):
    script = tmp_path / "change.sql"
    script.write_text(statement)
    assert complaints([script])


def test_a_released_script_that_is_edited_is_found(project):
    release.release("v8.0.0", project.directory)
    assert release.violations(project.directory) == []
    edited = project.directory / "revert/profiles/profile.sql"
    edited.write_text(edited.read_text() + "-- one more line\n")
    assert release.violations(project.directory) == ["revert/profiles/profile.sql is not what was released as @v8.0.0"]
    with pytest.raises(SetupError, match="has changed"):
        release.release("v8.0.1", project.directory)
    edited.unlink()
    assert release.violations(project.directory) == ["revert/profiles/profile.sql is not what was released as @v8.0.0"]


def test_a_tag_without_a_record_is_found(project):
    project.sqitch("tag", "v8.0.0", "--note", "By hand")
    assert "deploy/base/roles.sql of @v8.0.0 is not in db/released.txt" in release.violations(project.directory)


def test_what_is_reworked_is_released_again_and_what_it_was_stays(project):
    release.release("v8.0.0", project.directory)
    project.add("profiles/greeting_get", "endpoint", function="greeting_get", path="/v1/greetings")
    release.release("v8.1.0", project.directory)
    for tag in ("v8.2.0", "v8.3.0"):
        project.sqitch("rework", "profiles/profile_create", "--note", "Another rule")
        script = project.directory / "deploy/profiles/profile_create.sql"
        script.write_text(script.read_text() + f"-- {tag}\n")
        assert release.violations(project.directory) == []
        release.release(tag, project.directory)
    assert release.violations(project.directory) == []
    kept = project.directory / "deploy/profiles/profile_create@v8.1.0.sql"
    kept.write_text("-- nothing\n")
    assert release.violations(project.directory) == ["deploy/profiles/profile_create.sql is not what was released as @v8.0.0"]


def test_a_release_needs_a_version_and_something_new(project):
    with pytest.raises(SetupError, match="make release VERSION"):
        release.release("", project.directory)
    release.release("v8.0.0", project.directory)
    with pytest.raises(SetupError, match="nothing new"):
        release.release("v8.0.1", project.directory)
