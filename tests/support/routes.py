"""Mounting functions in a running system, as a DBA would."""

from contextlib import contextmanager

import httpx


@contextmanager
def mounted(system, name: str, body: str, arguments: str = "", method: str = "GET", volatility: str = "stable", roles: str = "member"):
    """`api.<name>` with a plpgsql body answers /v1/<name> until the end of the block."""
    path = f"/v1/{name}"
    with as_owner(system) as connection:
        connection.execute(
            f"create function api.{name}({arguments}) returns json language plpgsql {volatility} as $body$ begin {body} end $body$"
        )
        described = "".join(f"\n{argument.split()[0]}: an argument" for argument in arguments.split(",") if argument)
        connection.execute(f"comment on function api.{name} is $$For a test\n{described}$$")
        connection.execute(f"grant execute on function api.{name} to {roles}")
        connection.execute(f"select http.mount('{method}', '{path}', 'api.{name}')")
    wait_until_routed(system, method, path)
    try:
        yield path
    finally:
        with as_owner(system) as connection:
            connection.execute(f"select http.unmount('{method}', '{path}')")
            connection.execute(f"drop function api.{name}")


@contextmanager
def as_owner(system):
    """As Sqitch deploys: in one transaction, as the owner."""
    with system.connect() as connection, connection.transaction():
        connection.execute("set local role syncstream")
        yield connection


def wait_until_routed(system, method: str, path: str) -> None:
    """Until every worker knows the route: each new connection may meet another one."""
    known = 0
    while known < 20:
        known = 0 if httpx.request(method, f"{system.url}{path}", timeout=30).status_code == 404 else known + 1
