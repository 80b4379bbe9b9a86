"""`make stripe-reconcile`: holds what is stored against what Stripe has, and mends what differs.

Events may be lost: the endpoint was away for days, was set up late, or a backup was restored. This goes through the events
that Stripe could not deliver, all subscriptions, and the paid packs of the last 30 days, and does what a webhook would have
done, by the same functions under the same lock. So it may run at any time, be stopped, and stand beside another one. What
it changed it prints; what only a person can decide, too, and then it exits with 1.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from typing import TypeVar

from stripe import ListObject, StripeObject

from api.config import ConfigError, StripeConfig
from api.errors import Problem
from api.stripe import EVENT_TYPES, Billing, Effect, NotYet, Subject, Till, asking, id_of, new_client, purchase_row
from db import stripe_double
from db.cluster import SetupError
from db.manage import running_target

PAGE = 100  # as many as Stripe gives at once
PACK_SECONDS = 30 * 86400
PROGRESS = 1000  # objects between two lines of progress


T = TypeVar("T", bound=StripeObject)


class Reconciliation:
    def __init__(self, billing: Billing):
        self.billing = billing
        self.changed = 0
        self.problems: list[str] = []
        self._seen = 0

    async def run(self) -> None:
        for title, work in (
            ("Events that Stripe could not deliver", self.events),
            ("Subscriptions", self.subscriptions),
            ("Packs of credits, paid in the last 30 days", self.packs),
            ("Customers of accounts that are gone", self.forgotten),
        ):
            self._seen, before = 0, self.changed
            print(f"{title} …", flush=True)
            await work()
            print(f"  {self._seen} looked at, {self.changed - before} changed", flush=True)
        async with self.billing.till.transaction() as entry:
            await entry.prune_events()

    async def events(self) -> None:
        async with asking():
            page = await self.billing.client.v1.events.list_async({"delivery_success": False, "types": EVENT_TYPES, "limit": PAGE})
        async for events in pages(page):
            for event in events:
                self._progress()
                try:
                    self._tell(f"{event.type} {event.id}", await self.billing.deal_with(event))
                except Problem as problem:
                    self._fail(f"{event.type} {event.id}", problem)

    async def subscriptions(self) -> None:
        listed: list[str] = []
        async with asking():
            page = await self.billing.client.v1.subscriptions.list_async(
                {"status": "all", "limit": PAGE, "expand": ["data.latest_invoice"]}
            )
        async for subscriptions in pages(page):
            listed += [subscription.id for subscription in subscriptions]
            for subscription in subscriptions:
                self._progress()
                subject = Subject("subscription", subscription.id, id_of(subscription.customer))
                try:
                    async with self.billing.till.transaction() as entry:
                        differs = await entry.subscription_differs(subscription)
                    if differs:
                        await self._mend(subject)
                except Problem as problem:
                    self._fail(subscription.id, problem)
        async with self.billing.till.transaction() as entry:
            for finding in await entry.findings(listed):
                self.problems.append(finding)

    async def packs(self) -> None:
        since = int(time.time()) - PACK_SECONDS
        async with asking():
            page = await self.billing.client.v1.checkout.sessions.list_async(
                {"status": "complete", "created": {"gte": since}, "limit": PAGE}
            )
        async for sessions in pages(page):
            for session in sessions:
                self._progress()
                purchase = purchase_row(session)
                if purchase is None:
                    continue
                try:
                    async with self.billing.till.transaction() as entry:
                        missing = await entry.purchase_missing(purchase)
                    if missing:
                        await self._mend(Subject("session", session.id, id_of(session.customer)))
                except Problem as problem:
                    self._fail(session.id, problem)

    async def forgotten(self) -> None:
        async for customer in self.billing.forget():
            self._progress()
            self._tell(customer, Effect("applied", "customer of an account that is gone", "deleted at Stripe"))

    async def _mend(self, subject: Subject) -> None:
        """What a webhook does, without an event: it is asked for once more, under the lock."""
        async with self.billing.till.transaction() as entry:
            if await entry.lock(subject.customer) == "ours":
                self._tell(subject.id, await self.billing.apply(entry, subject))

    def _progress(self) -> None:
        self._seen += 1
        if self._seen % PROGRESS == 0:
            print(f"  {self._seen} …", flush=True)

    def _tell(self, what: str, effect: Effect) -> None:
        if effect.outcome == "applied":
            self.changed += 1
            print(f"  {what}: {effect.before or 'nothing'} → {effect.after or 'nothing'}", flush=True)

    def _fail(self, what: str, problem: Problem) -> None:
        self.problems.append(f"{what}: {problem.reason if isinstance(problem, NotYet) else problem.message}")


async def pages(page: ListObject[T]) -> AsyncIterator[list[T]]:
    while page.data:
        yield page.data
        if not page.has_more:
            return
        async with asking():
            page = await page.next_page_async()


async def reconcile(config: StripeConfig, conninfo: str) -> list[str]:
    """The problems that are left."""
    billing = Billing(new_client(config), Till(conninfo))
    work = Reconciliation(billing)
    await work.run()
    return work.problems


def main() -> None:
    config = StripeConfig.from_environment({**os.environ, **(stripe_double.settings() if stripe_double.is_wanted() else {})})
    if config is None:
        raise SetupError("Billing is not configured: set STRIPE_API_KEY and STRIPE_WEBHOOK_SECRET as for the API.")
    problems = asyncio.run(reconcile(config, running_target().conninfo))
    for problem in problems:
        print(problem)
    if problems:
        raise SetupError(f"Not all is well: {len(problems)} problems, above.")
    print("All is as Stripe has it.")


if __name__ == "__main__":
    try:
        main()
    except (SetupError, ConfigError) as error:
        sys.exit(f"make stripe-reconcile: {error}")
    except Problem as problem:
        sys.exit(f"make stripe-reconcile: {problem.message}. Run it again: it goes on from what is stored.")
    except KeyboardInterrupt:
        sys.exit(130)
