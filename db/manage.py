"""What a DBA does by hand: deploy, revert, status, psql, schema. On what `make run` started, or `DATABASE_URL`."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from db.analyst import drop_analyst, make_analyst
from db.backup import recovered
from db.cluster import ROOT, Cluster, SetupError, home_directory
from db.deployment import Target
from db.report import write_report
from db.seed import seed
from db.vault import ensure_vault

PRIVILEGES = ROOT / "db/privileges.sql"
# 15.20 prints DELETE FROM t AS x where 15.18 printed DELETE FROM t x.
ALIAS = re.compile(r"(\b(?:DELETE FROM|UPDATE|INSERT INTO) [\w.]+) AS (?=\w)")


def running_target() -> Target:
    if os.environ.get("DATABASE_URL"):
        return Target.existing(os.environ["DATABASE_URL"])
    cluster = Cluster(home_directory())
    if not cluster.running():
        raise SetupError("The database is not running. Start it in another terminal: make run")
    return Target.embedded(cluster)


def last_but_one(target: Target) -> str:
    """Its id: a name may stand for several, where a change was reworked."""
    with target.connect() as connection:
        changes = connection.execute(
            "select change_id from sqitch.changes where project = 'syncstream' order by committed_at desc limit 2"
        ).fetchall()
    if not changes:
        raise SetupError("Nothing is deployed.")
    return changes[1][0] if len(changes) > 1 else "@ROOT"


def dump_schema(target: Target) -> str:
    """The schema as pg_dump writes it, without what differs from one server to the next."""
    command = ["pg_dump", "--schema-only", "--exclude-schema=sqitch"]
    done = subprocess.run(command, env=target.environment, capture_output=True, text=True)
    if done.returncode:
        raise SetupError(f"pg_dump failed: {done.stderr.strip()}")
    lines = [
        line for line in done.stdout.splitlines() if not re.match(r"-- Dumped (from|by)|\\(un)?restrict |SET transaction_timeout", line)
    ]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
    return ALIAS.sub(r"\1 ", text)


def dump_privileges(target: Target) -> str:
    """Who may do what, as the catalogue has it: role × table × operation, role × function."""
    with target.connect() as connection:
        return "".join(f"{line}\n" for (line,) in connection.execute(PRIVILEGES.read_text()))


def write_schema() -> None:
    """From a database of its own, so that what was tried out by hand does not get in."""
    with tempfile.TemporaryDirectory(prefix="syncstream-") as directory:
        os.chmod(directory, 0o711)
        cluster = Cluster(Path(directory) / "home")
        cluster.create()
        try:
            cluster.start()
            target = Target.embedded(cluster)
            target.prepare()
            target.sqitch("deploy", "--verify")
            (ROOT / "db/schema.sql").write_text(dump_schema(target))
            (ROOT / "db/privileges.txt").write_text(dump_privileges(target))
        finally:
            cluster.stop()


def make_admin(target: Target, email: str) -> None:
    with target.connect() as connection:
        try:
            connection.execute("select private.admin_make(%s)", [email])
        except psycopg.Error as error:
            raise SetupError(error.diag.message_primary or str(error)) from None
    print(f"{email} is an administrator. Sign in again.")


def audit_credits(target: Target) -> None:
    """Prove the ledger, or say what is wrong with it and exit with 1."""
    with target.connect() as connection:
        (audit,) = connection.execute("select private.credits_audit()").fetchone()  # type: ignore[misc]
    print(
        "Resellers: {resellers}, ledger entries: {entries}\n"
        "Credits: {balances} = {granted} granted + {purchased} purchased - {spent} spent".format(**audit["totals"])
    )
    for problem in audit["problems"]:
        print(f"{problem['account_id'] or 'all'}: {problem['problem']}")
    if audit["problems"]:
        raise SetupError(f"The ledger is not right: {len(audit['problems'])} problems, above.")


def main(command: str, *args: str) -> None:
    if command == "schema":
        write_schema()
    elif command == "deploy":
        target = running_target()
        target.prepare()
        target.sqitch("deploy", "--verify", *args)
        ensure_vault(target, None if os.environ.get("DATABASE_URL") else home_directory())
    elif command == "revert":
        target = running_target()
        target.sqitch("revert", "-y", "--to", args[0] if args else last_but_one(target))
    elif command == "status":
        running_target().sqitch("status")
    elif command == "admin":
        make_admin(running_target(), args[0] if args else sys.exit("Say whose: make admin EMAIL=ada@example.com"))
    elif command == "analyst":
        name = os.environ.get("NAME") or sys.exit("Say who: make analyst NAME=ada, or make analyst NAME=rita RESELLER=rita@example.com")
        if os.environ.get("DROP"):
            drop_analyst(running_target(), name)
        else:
            make_analyst(running_target(), name, os.environ.get("RESELLER"), os.environ.get("PASSWORD_FILE"))
    elif command == "report":
        write_report(running_target(), Path(os.environ.get("OUT") or home_directory() / "report.html"))
    elif command == "seed":
        seed(running_target())
    elif command == "recovered":
        recovered(running_target(), None if os.environ.get("DATABASE_URL") else home_directory())
    elif command == "credits-audit":
        audit_credits(running_target())
    elif command == "psql":
        target = running_target()
        os.execvpe("psql", ["psql", *args], target.environment)
    else:
        raise SetupError(f"There is no command {command}.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
