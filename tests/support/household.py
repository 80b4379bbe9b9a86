"""An account that has something in every table, for the tests of what is exported and what is deleted."""

import httpx

from tests.support.people import PASSWORD, Person, data_of


class Household:
    """Two profiles, a PIN and a wrong guess at it, several devices, failed attempts, a subscription.

    A change that adds a table with an account_id adds to `fill`: tests/api/test_export.py says so where it does not.
    """

    def __init__(self, system):
        self.system = system
        self.owner = Person(system, plan="premium", device_name="Phone", device_id="phone")
        self.account_id = self.owner.account_id
        self.profiles: list[str] = []
        self.fill()

    def fill(self) -> None:
        owner = self.owner
        ada = owner.profile("Ada", pin="4711", settings={"theme": "dark"}, hidden_categories=["News"])
        kid = owner.profile("Kid", is_kids=True)
        self.profiles = [ada["id"], kid["id"]]
        owner.post(f"/v1/profiles/{ada['id']}/select", {"pin": "0000"}, expect=403)
        data_of(owner.login(device_name="Tablet", device_id="tablet"), 200)
        data_of(owner.login(password="wrong password"), 401)
        owner.post("/v1/auth/device/approve", {"user_code": "BBBB-BBBB"}, expect=404)
        for collects in (True, False):
            codes = data_of(httpx.post(f"{self.system.url}/v1/auth/device/code", json={"device_name": "TV"}), 200)
            owner.post("/v1/auth/device/approve", {"user_code": codes["user_code"], "profile_id": kid["id"]})
            if collects:
                data_of(httpx.post(f"{self.system.url}/v1/auth/device/token", json={"device_code": codes["device_code"]}), 200)

    @property
    def marks(self) -> list[str]:
        """What a row about this account would have in it."""
        return [self.account_id, self.owner.email, *self.profiles]

    def delete(self, password: str = PASSWORD) -> httpx.Response:
        return self.owner.http.request("DELETE", "/v1/me", json={"password": password})


def tables(connection) -> list[str]:
    """Every table of the database, Sqitch's own left out."""
    return [
        name
        for (name,) in connection.execute(
            """select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind in ('r', 'p') and not c.relispartition
                 and n.nspname not in ('pg_catalog', 'information_schema', 'sqitch') and n.nspname not like 'pg\\_temp%' order by 1"""
        )
    ]


def account_tables(connection) -> list[str]:
    """Those that have an account_id."""
    return [
        name
        for name in tables(connection)
        if connection.execute("select from pg_attribute where attrelid = %s::regclass and attname = 'account_id'", [name]).rowcount
    ]


def parts(connection) -> list[tuple[str, str | None, str | None]]:
    """What an export is put together from: the part's name, its table, its function."""
    return connection.execute("select part, relation::text, handler::text from private.export_parts()").fetchall()
