"""A Stripe double: a stateful stand-in for Stripe on loopback, to which the real Stripe library can be pointed.

    with StripeDouble(webhook_url="http://127.0.0.1:8000/webhooks/stripe") as double:
        client = double.client()                       # a stripe.StripeClient; or STRIPE_API_BASE=double.url
        session = client.v1.checkout.sessions.create({…})
        double.account.pay(session.id)                 # or a person, in a browser at session.url
        double.account.advance(days=31)                # renewals, retries, ends of trials happen on their day
        double.webhooks.wait()                         # all events were delivered and taken

What to turn:

- `double.account` (account.py): what a customer, the operator and time do: `pay`, `decline`, `arrive`, `expire`, `use_card`, `cancel`,
  `cancel_at_period_end`, `swap`, `pause`, `resume`, `pay_invoice`, `refund`, `advance`, `get`, `all`; `account.events` are the events.
- `double.webhooks` (webhooks.py): `route` says which events come late, twice, out of order or never; `deliver` sends some now.
- `double.faults` (faults.py): `with double.faults.on("POST /v1/customers", status=500, times=1): …`; `with double.unreachable(): …`.

On its start there are a product and a price for each of PLANS, `price_<plan code>`, monthly, and for each of CREDIT_PACKS,
`price_credits_<credits>`, one-off; `lookup_key` is the same name without `price_`. More are made over the API.

Every object that it answers or sends is checked against the typed classes of the Stripe library, and every request against the
library's parameters (sdk.py). `stop` raises if the double itself failed in between.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import stripe

from . import objects
from .account import Account, Dunning
from .api import Api
from .faults import Faults
from .pages import Pages
from .server import Server
from .webhooks import Attempt, Webhooks, never, once, shuffled, signature, twice

__all__ = ["Account", "Attempt", "Dunning", "StripeDouble", "never", "once", "shuffled", "signature", "twice"]

CURRENCY = "eur"
PLANS = {"basic": 499, "premium": 999, "ultimate": 1999}  # code → minor units a month
CREDIT_PACKS = {10_000: 9_900, 50_000: 44_900, 100_000: 84_900}  # credits → minor units, once


class StripeDouble:
    def __init__(
        self,
        *,
        port: int = 0,
        webhook_url: str | None = None,
        secret: str = "whsec_double",
        api_key: str = "sk_test_double",
        now: int | None = None,
        dunning: Dunning | None = None,
        plans: Mapping[str, int] = PLANS,
        packs: Mapping[int, int] = CREDIT_PACKS,
        currency: str = CURRENCY,
        state: Path | None = None,
        **webhooks,
    ):
        """It listens when this returns. `now`: where its clock begins. `state`: a file to go on from, written by `stop` and `save`.
        Further arguments are those of `Webhooks`."""
        self.secret, self.api_key = secret, api_key
        self.account = Account(now=now, dunning=dunning)
        self.webhooks = Webhooks(webhook_url, secret, **webhooks)
        self.faults = Faults()
        self._api = Api(self.account, api_key)
        self._state = state
        if state and state.exists():
            self.account.load(state.read_text())
        self._seed(plans, packs, currency)
        self.account.on_event = self.webhooks.accept
        for event in self.account.events.values():
            if event["pending_webhooks"]:
                self.webhooks.resend(event)
        self._server = self._listen(port)
        self.port = self._server.server_address[1]
        self.url = self.account.url = f"http://127.0.0.1:{self.port}"

    def _listen(self, port: int) -> Server:
        return Server(port, self._api, Pages(self.account, self.webhooks), self.faults)

    def __enter__(self) -> "StripeDouble":
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def stop(self) -> None:
        self.faults.lift_all()
        self._server.close()
        self.webhooks.close()
        self.save()
        if self._api.failures:
            raise AssertionError("The Stripe double failed:\n" + "\n".join(self._api.failures))

    def save(self) -> None:
        """To the state file, if there is one: whole or not at all."""
        if self._state:
            draft = self._state.with_suffix(".new")
            draft.write_text(self.account.dump())
            draft.replace(self._state)

    @contextmanager
    def unreachable(self) -> Iterator[None]:
        """Connections are refused, and the open ones closed."""
        self._server.close()
        try:
            yield
        finally:
            self._server = self._listen(self.port)

    def client(self, **options) -> stripe.StripeClient:
        """Stripe's own client, pointed here."""
        return stripe.StripeClient(self.api_key, base_addresses={"api": self.url}, **options)

    def _seed(self, plans: Mapping[str, int], packs: Mapping[int, int], currency: str) -> None:
        for code, amount in plans.items():
            self._sell(code, code.replace("_", " ").title(), amount, currency, {"interval": "month"})
        for credits, amount in packs.items():
            self._sell(f"credits_{credits}", f"{credits:,} credits", amount, currency, None)

    def _sell(self, code: str, name: str, amount: int, currency: str, recurring: dict | None) -> None:
        if f"price_{code}" in self.account.objects:
            return
        now = self.account.now()
        self.account.add(objects.product(now, id=f"prod_{code}", name=name, default_price=f"price_{code}"))
        self.account.add(
            objects.price(
                now,
                id=f"price_{code}",
                product=f"prod_{code}",
                lookup_key=code,
                currency=currency,
                unit_amount=amount,
                recurring=recurring,
            )
        )
