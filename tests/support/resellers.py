"""Administrators, resellers and their credits, as the tests of the API need them."""

import uuid

from tests.support.people import PASSWORD, Person, data_of, new_email

PRICES = {"free": 1000, "basic": 1000, "premium": 2000, "ultimate": 4000}


def signed_in(system, email: str) -> Person:
    """Someone whose account another one made."""
    person = Person.__new__(Person)
    person.system, person.email, person.http = system, email, system.client()
    person.tokens = data_of(person.login(), 200)
    person.account_id = person.tokens["account"]["id"]
    return person.use(person.tokens)


def new_admin(system) -> Person:
    person = Person(system)
    with system.connect() as connection:
        connection.execute("select private.admin_make(%s)", [person.email])
    return person.use(data_of(person.login(), 200))


class Reseller(Person):
    """A reseller, made by an administrator, with credits."""

    def __init__(self, system, admin: Person, credits: int = 0):
        email = new_email()
        admin.post("/v1/admin/resellers", {"email": email, "password": PASSWORD}, expect=201)
        self.sign_in(system, email)
        if credits:
            admin.post(f"/v1/admin/resellers/{self.account_id}/credits", {"amount": credits, "reason": "To test with"})

    @classmethod
    def of(cls, system, email: str) -> "Reseller":
        """One that is there."""
        reseller = cls.__new__(cls)
        reseller.sign_in(system, email)
        return reseller

    def sign_in(self, system, email: str) -> None:
        self.__dict__.update(signed_in(system, email).__dict__)

    def sub(self, credits: int = 0) -> "Reseller":
        email = new_email()
        self.post("/v1/reseller/resellers", {"email": email, "password": PASSWORD, "credits": credits}, expect=201)
        return Reseller.of(self.system, email)

    def client(self, **body) -> dict:
        return self.post("/v1/reseller/clients", {"email": new_email(), "password": PASSWORD, **body}, expect=201)


def balance(reseller: Person) -> int:
    return reseller.get("/v1/reseller")["credits_balance"]


def ledger(reseller: Person) -> list[dict]:
    """All of it, oldest first."""
    items, cursor = [], None
    while True:
        page = reseller.get("/v1/reseller/ledger", params={"limit": 200, **({"cursor": cursor} if cursor else {})})
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items[::-1]


def audit(system) -> dict:
    """The audit's totals; fails with its problems where it has any."""
    with system.connect() as connection:
        found = connection.execute("select private.credits_audit()").fetchone()[0]
    assert found["problems"] == []
    return found["totals"]


def key() -> dict[str, str]:
    """The header of a request that is to count once."""
    return {"Idempotency-Key": uuid.uuid4().hex}
