"""Analysts' logins: `make analyst NAME=ada`, with `RESELLER=` a reseller's, with `DROP=1` gone (docs/analysts.md)."""

import os
import re
import secrets
from pathlib import Path

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.cluster import SetupError
from db.deployment import Target, write_secret

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
CONNECTIONS = 4
# Against mistakes: all but the last two can be set otherwise by whoever is logged in. What an analyst may not do, no
# right of the login's allows; these keep what it may do from getting in the way of everybody else.
LIMITS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "2min",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "1min",
    "idle_session_timeout": "8h",
    "work_mem": "64MB",
    "search_path": "analytics",
    "timezone": "UTC",
    "temp_file_limit": "4GB",
    "log_parameter_max_length": "0",
}


def make_analyst(target: Target, name: str, reseller: str | None, password_file: str | None) -> None:
    """A login for an analyst, or a new password for one that is there; prints how to connect."""
    if not NAME.fullmatch(name):
        raise SetupError("Choose a name of at most 41 lower-case letters, digits and _: make analyst NAME=ada")
    with target.connect() as connection, connection.transaction():
        account = reseller_of(connection, reseller) if reseller else None
        if known := membership(connection, name):
            if known != (role(account), account):
                raise SetupError(f"{name} is {described(*known)} already. To make it something else: make analyst NAME={name} DROP=1")
        else:
            create(connection, name, account)
        for setting, value in LIMITS.items():
            connection.execute(
                sql.SQL("alter role {} set {} = {}").format(sql.Identifier(name), sql.Identifier(setting), sql.Literal(value))
            )
    password = secrets.token_urlsafe(24)
    target.set_password(name, password)
    end_sessions(target, name)

    print(f"{name} is {described(role(account), account)}. Up to {CONNECTIONS} connections, {LIMITS['statement_timeout']} a query.")
    if password_file:
        write_secret(Path(password_file).absolute(), password + "\n")
        print(f"The password is in {password_file}.")
    else:
        print(f"The password, which is shown this once: {password}")
    print(f"    psql '{address(target, name)}'")


def drop_analyst(target: Target, name: str) -> None:
    with target.connect() as connection, connection.transaction():
        if not membership(connection, name):
            raise SetupError(f"There is no analyst {name}.")
        connection.execute("delete from private.analyst_login where login = %s", [name])
        connection.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))
    end_sessions(target, name)
    print(f"{name} is gone.")


def create(connection: Connection, name: str, account: str | None) -> None:
    if connection.execute("select from pg_roles where rolname = %s", [name]).rowcount:
        raise SetupError(f"There is a role {name} already, and it is no analyst's. Choose another name.")
    connection.execute(
        sql.SQL("create role {} login connection limit {} in role {}").format(
            sql.Identifier(name), sql.Literal(CONNECTIONS), sql.Identifier(role(account))
        )
    )
    if account:
        connection.execute("insert into private.analyst_login (login, account_id) values (%s, %s)", [name, account])


def role(account: str | None) -> str:
    return "analyst_reseller" if account else "analyst_staff"


def described(role: str, account: str | None) -> str:
    return f"an analyst of the reseller {account}" if role == "analyst_reseller" else "an analyst of the staff"


def reseller_of(connection: Connection, email: str) -> str:
    found = connection.execute(
        "select e.account_id::text from app.account_email e join app.reseller r using (account_id) where e.email = lower(%s)", [email]
    ).fetchone()
    if not found:
        raise SetupError(f"{email} is not a reseller's address.")
    return str(found[0])


def membership(connection: Connection, name: str) -> tuple[str, str | None] | None:
    """The role that the login is a member of, and the reseller that it is bound to; None where it is no analyst's."""
    return connection.execute(
        """select r.rolname::text, l.account_id::text
           from pg_auth_members m
           join pg_roles r on r.oid = m.roleid and r.rolname in ('analyst_staff', 'analyst_reseller')
           join pg_roles n on n.oid = m.member and n.rolname = %(name)s and n.rolcanlogin
           left join private.analyst_login l on l.login = n.rolname""",
        {"name": name},
    ).fetchone()


def end_sessions(target: Target, name: str) -> None:
    """A new password, or none any more, is for who is connected, too."""
    with target.connect() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [name])


def address(target: Target, name: str) -> str:
    """Where the login connects, without its password: psql asks for that."""
    where = conninfo_to_dict(target.conninfo)
    # The embedded cluster's socket is in a directory of its own user's.
    host = "127.0.0.1" if str(where.get("host", "")).startswith("/") and "DATABASE_URL" not in os.environ else where.get("host")
    return make_conninfo(host=host, port=where.get("port"), dbname=where.get("dbname"), sslmode=where.get("sslmode"), user=name)


def connect(target: Target, name: str, password: str) -> psycopg.Connection:
    """As an analyst."""
    return psycopg.connect(make_conninfo(address(target, name), password=password), autocommit=True)
