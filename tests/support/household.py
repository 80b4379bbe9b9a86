"""An account that has something in every table, for the tests of what is exported and what is deleted."""

import json
import uuid
from datetime import UTC, datetime

import httpx
from psycopg.types.json import Json

from tests.support.people import PASSWORD, Person, data_of
from tests.support.resellers import Reseller, new_admin

# What an account cannot have if it is to be deleted: a reseller that has clients gets 409.
UNDELETABLE = {"app.reseller_client"}


class Household:
    """Two profiles, a PIN and a wrong guess at it, several devices, failed attempts, a subscription, playlists, favorites,
    things watched, a watch party and a part in a friend's; a client of a reseller's, and a reseller itself.

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
        self.sell()
        self.watch(ada["id"])
        self.meet(ada["id"])

    def pay(self) -> None:
        """A subscription that ended, and 1000 credits, as they are written when Stripe says so."""
        mark, price = uuid.uuid4().hex, "price_household"
        customer = f"cus_{mark}"
        subscription = {"subscription_id": f"sub_{mark}", "customer_id": customer, "status": "canceled", "prices": [price]}
        subscription |= {"cancel_at_period_end": False, "created": "2026-01-01T12:00:00Z"}
        purchase = {"session_id": f"cs_{mark}", "customer_id": customer, "pack": "small", "credits": 1000, "amount": 990, "currency": "eur"}
        with self.system.connect() as connection:
            connection.execute("insert into app.plan_price values (%s, 'basic') on conflict do nothing", [price])
            connection.execute("select private.stripe_customer(%s)", [self.account_id])
            connection.execute("select private.stripe_customer_keep(%s, %s)", [self.account_id, customer])
            connection.execute("select private.stripe_subscription_apply(%s)", [Json(subscription)])
            connection.execute("select private.stripe_purchase_apply(%s)", [Json(purchase)])

    def sell(self) -> None:
        """A reseller without credits and clients now, but with a past; and a client of another one's."""
        admin, owner = new_admin(self.system), self.owner
        admin.post("/v1/admin/resellers", {"email": owner.email}, expect=201)
        owner.use(data_of(owner.login(device_id="phone"), 200))
        self.pay()
        admin.post(f"/v1/admin/resellers/{self.account_id}/credits", {"amount": -1000, "reason": "A mistake"})
        nobody = {"to": str(uuid.uuid4()), "amount": 1}
        owner.post("/v1/reseller/transfers", nobody, expect=404, headers={"Idempotency-Key": "once"})
        owner.sql("insert into app.reseller_price values (%(account)s, 'basic', 900)")
        seller = Reseller(self.system, admin).account_id
        owner.sql("insert into app.account_reseller values (%(account)s, %(seller)s)", seller=seller)
        owner.sql(
            "insert into app.reseller_client (account_id, client_id, email, plan, created_at)"
            " values (%(seller)s, %(account)s, 'someone@example.com', 'free', now())",
            seller=seller,
        )
        owner.sql("insert into private.analyst_login values ('analyst_' || left(%(account)s::text, 8), %(account)s::uuid)")
        owner.sql("update app.reseller set clients = clients + 1 where account_id = %(seller)s", seller=seller)

    def watch(self, profile_id: str) -> None:
        owner = self.owner
        owner.delete(f"/v1/playlists/{owner.playlist('Old')['id']}")
        item = {"playlist_id": owner.playlist()["id"], "kind": "movie", "provider_id": "1"}
        owner.select(profile_id, "4711")
        owner.put("/v1/favorites", item)
        owner.put("/v1/progress", {**item, "position_ms": 95, "duration_ms": 100})
        now = datetime.now(UTC).isoformat()
        op = {"op_id": "1", "entity": "favorite", "type": "put", "event_at": now, "item": f"movie:{item['playlist_id']}:2"}
        owner.post("/v1/sync", {"device_id": "phone", "client_now": now, "ops": [op]})
        owner.post(f"/v1/profiles/{profile_id}/select", {"pin": "0000"}, expect=403)  # the right one forgave the first guess

    def meet(self, profile_id: str) -> None:
        """A party of its own, where a relay saw it; and one of a friend's, where it said something."""
        owner, friend = self.owner, Person(self.system, plan="premium")
        friend.select(friend.profile("Friend")["id"])
        film = {"title": "Friday night", "content": {"kind": "movie", "title": "The Matrix"}}
        for host, guest in ((owner, friend), (friend, owner)):
            made = host.post("/v1/parties", film, expect=201)
            guest.post("/v1/parties/join", {"code": made["code"]})
            guest.post(f"/v1/parties/{made['party']['id']}/messages", {"text": "Hello"})
            seen = json.dumps([{"party_id": made["party"]["id"], "profile_id": profile_id, "ping_ms": 20}])
            owner.sql("select relay.presence(%(seen)s, '[]', 'household')", seen=seen)
        owner.post("/v1/parties/join", {"code": "BBBBBBBB"}, expect=404)
        owner.sql("insert into app.party_past values (%(account)s, gen_random_uuid(), 'movie', 2, 9, now(), now())")

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
