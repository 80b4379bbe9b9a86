"""The database: deployed, taken back to nothing, deployed again, compared with what is committed; then every pgTAP test."""

import difflib
import subprocess

import pytest

from db.cluster import ROOT
from db.manage import dump_privileges, dump_schema
from tests.support.system import System

TAP = ROOT / "tests/db"
SUPPORT = ROOT / "tests/support/tap.sql"


@pytest.fixture(scope="module")
def scratch():
    """A cluster with nothing in it but what a superuser prepares: roles belong to a cluster, and this takes them away."""
    system = System()
    try:
        yield system.create()
    finally:
        system.close()


@pytest.fixture(scope="module")
def tap():
    """A deployed database with pgTAP and the tests' own words in it."""
    system = System()
    try:
        system.create().deploy()
        system.target.psql("-f", str(SUPPORT))
        yield system
    finally:
        system.close()


def contents(system: System) -> dict[str, list[str]]:
    """What there is besides PostgreSQL itself, what db/bootstrap.sql makes, and Sqitch's registry."""
    queries = {
        "schemas": "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'sqitch')",
        "roles": "select rolname from pg_roles where rolname !~ '^pg_' and rolname not in ('postgres', 'syncstream', 'vault')",
        "memberships": "select member::regrole::text from pg_auth_members where roleid::regrole::text !~ '^(pg_|vault$)'",
        "default privileges": "select defaclacl::text from pg_default_acl",
        "extensions": "select extname from pg_extension where extname <> 'plpgsql'",
        "objects in public": "select oid::regclass::text from pg_class where relnamespace = 'public'::regnamespace",
        "settings of roles": "select setconfig::text from pg_db_role_setting",
        "privileges on the database": """
            select a.grantee::regrole::text from pg_database, aclexplode(datacl) as a
            where datname = current_database() and a.grantee <> datdba""",
        "large objects": "select oid::text from pg_largeobject_metadata",
        "event triggers": "select evtname from pg_event_trigger",
    }
    with system.connect() as connection:
        found = {what: [row[0] for row in connection.execute(query)] for what, query in queries.items()}
    return {what: names for what, names in found.items() if names}


def require_same(name: str, actual: str) -> None:
    path = ROOT / name
    committed = path.read_text() if path.exists() else ""
    difference = "".join(
        difflib.unified_diff(committed.splitlines(True), actual.splitlines(True), f"{name}, as committed", f"{name}, as deployed", n=1)
    )
    assert not difference, f"{name} is not what the changes deploy. Where that is meant, `make schema` writes it anew.\n{difference}"


def test_deployed_reverted_to_nothing_and_deployed_again(scratch):
    before = contents(scratch)
    scratch.deploy()
    schema, privileges = dump_schema(scratch.target), dump_privileges(scratch.target)
    assert contents(scratch)["schemas"], "nothing was deployed"

    scratch.target.sqitch("revert", "-y", output=subprocess.DEVNULL)
    assert contents(scratch) == before == {}, "reverting left something behind"

    scratch.deploy()
    scratch.target.sqitch("verify", output=subprocess.DEVNULL)
    assert dump_schema(scratch.target) == schema, "what was reverted does not deploy to the same again"
    assert dump_privileges(scratch.target) == privileges
    require_same("db/schema.sql", schema)
    require_same("db/privileges.txt", privileges)


def test_every_change_has_its_scripts():
    plan = (ROOT / "sqitch.plan").read_text().splitlines()
    changes = {line.split()[0] for line in plan if line and line[0] not in "%@#"}
    for folder in ("deploy", "revert", "verify"):
        scripts = {str(path.relative_to(ROOT / folder).with_suffix("")) for path in (ROOT / folder).glob("*/*.sql")}
        scripts = {script.partition("@")[0] for script in scripts}  # x@v1.0.0 is x before a rework
        assert scripts == changes, f"{folder}/ and sqitch.plan do not name the same changes: {sorted(scripts ^ changes)}"
    for change in changes:
        verify = ROOT / f"verify/{change}.sql"
        assert "pg_temp.require" in verify.read_text(), f"{verify} cannot fail"


@pytest.mark.parametrize("script", sorted(TAP.glob("**/*.sql")), ids=lambda script: str(script.relative_to(TAP).with_suffix("")))
def test_tap(tap, script):
    command = ["pg_prove", "--norc", "--verbose", str(script)]
    done = subprocess.run(command, env=tap.target.environment, capture_output=True, text=True, timeout=120)
    lines = f"{done.stdout}\n{done.stderr}".splitlines()
    # A script without a test is "skipped" to pg_prove, with success: only PASS will do.
    assert done.returncode == 0 and "Result: PASS" in lines, "\n".join(
        line for line in lines if line.strip() and not line.startswith("ok ")
    )
