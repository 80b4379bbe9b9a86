"""One Stripe account: its objects, its clock, and what happens to them in the course of time.

Everything here is Stripe's side of the story. Methods without an underscore are what a customer, the operator or time does;
each takes the account's lock, leaves objects that Stripe's library would recognise, and records the events that Stripe would send.
They answer the object itself, not a copy (`get` does).

What Stripe does and this does not: an invoice is finalised and charged at once, not an hour after its creation; the credit of a swap to
a cheaper price is dropped; there are no taxes, coupons, credit notes or currencies other than a price's own.
"""

import calendar
import copy
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from . import objects, sdk
from .objects import Json
from .sdk import Refused

HOUR, DAY = 3600, 86400
ENDED = ("canceled", "incomplete_expired")
GOOD_CARD, BAD_CARD = "4242", "0341"  # the last digits of Stripe's test cards that pay, and that are declined when charged

FAMILY = {"subscription": "customer.subscription"}  # the events of other objects are named after them


@dataclass
class Dunning:
    """After a failed renewal: how many days to wait before each further attempt, and what becomes of the subscription after the last."""

    retries: tuple[int, ...] = (3, 5, 7)
    then: str = "canceled"  # or "unpaid", or "past_due", which leaves it as it is


def locked(method: Callable) -> Callable:
    @wraps(method)
    def call(self, *args, **kwargs):
        with self.lock:
            return method(self, *args, **kwargs)

    return call


def period_after(anchor: int, start: int, recurring: Json) -> int:
    """The end of the period that begins at `start`. Months are counted from the anchor: 31 January, 28 February, 31 March."""
    count = recurring["interval_count"]
    if recurring["interval"] in ("day", "week"):
        return start + count * (DAY if recurring["interval"] == "day" else 7 * DAY)
    months = count * (12 if recurring["interval"] == "year" else 1)
    first = datetime.fromtimestamp(anchor, UTC)
    step = 0
    while True:
        step += 1
        month = first.month - 1 + months * step
        year, month = first.year + month // 12, month % 12 + 1
        end = first.replace(year=year, month=month, day=min(first.day, calendar.monthrange(year, month)[1]))
        if end.timestamp() > start:
            return int(end.timestamp())


def difference(before: Json, after: Json) -> Json:
    """What an event calls `previous_attributes`: old values of what changed, maps by their changed parts, arrays whole."""
    changed = {}
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if old != new:
            changed[name] = difference(old, new) if isinstance(old, dict) and isinstance(new, dict) else old
    return changed


class Account:
    def __init__(self, *, url: str = "", now: int | None = None, dunning: Dunning | None = None):
        """`now`: where its clock begins, in seconds since 1970; it goes on at the pace of the real one and by `advance`."""
        self.url = url
        self.dunning = dunning or Dunning()
        self.objects: dict[str, Json] = {}
        self.events: dict[str, Json] = {}
        self.line_items: dict[str, list[Json]] = {}  # by session
        self.intentions: dict[str, Json] = {}  # by session: what its creator asked of the subscription or payment to come
        self.answered: dict[str, Json] = {}  # by idempotency key: the request, when, and what was answered
        self.warned: dict[str, int] = {}  # by subscription: the trial end of which it was warned
        self.lock = threading.RLock()
        self.on_event: Callable[[Json], None] = lambda event: None
        self.request: Json = {"id": None, "idempotency_key": None}  # the API request that is being answered
        self._offset = 0 if now is None else now - int(time.time())

    # -- objects and events

    def now(self) -> int:
        return int(time.time()) + self._offset

    def moved(self, moment: int) -> int:
        """A time that the caller reckoned by the real clock, on the account's."""
        return moment + self._offset

    def find(self, kind: str, identity: str, param: str | None = None) -> Json:
        item = self.objects.get(identity)
        if item is None or item["object"] != kind:
            noun = kind.rsplit(".", 1)[-1].replace("_", "")
            status = 400 if param not in (None, "id") else 404
            raise Refused(f"No such {noun}: '{identity}'", status=status, code="resource_missing", param=param or "id")
        return item

    @locked
    def get(self, identity: str) -> Json:
        """The object as it stands, whatever it is."""
        return copy.deepcopy(self.objects[identity])

    @locked
    def all(self, kind: str, **equal: Any) -> list[Json]:
        """Objects of a kind with these values, oldest first: `all("invoice", status="open")`."""
        return [
            item
            for item in self.objects.values()
            if item["object"] == kind and all(item.get(name) == value for name, value in equal.items())
        ]

    @locked
    def add(self, item: Json, event: str | None = None) -> Json:
        self.objects[item["id"]] = sdk.check(item)
        if event:
            self.emit(event, item)
        return item

    def emit(self, kind: str, item: Json, previous: Json | None = None) -> Json:
        event = objects.event(
            self.now(), kind, copy.deepcopy(item), copy.deepcopy(previous), api_version=sdk.API_VERSION, request=dict(self.request)
        )
        self.events[event["id"]] = sdk.check(event)
        self.on_event(event)
        return event

    @contextmanager
    def changing(self, item: Json) -> Iterator[Json]:
        """Send `….updated` if anything did change, with what it was before."""
        before = copy.deepcopy(item)
        yield item
        if previous := difference(before, item):
            self.emit(f"{FAMILY.get(item['object'], item['object'])}.updated", sdk.check(item), previous)

    # -- customers and their cards

    @locked
    def use_card(self, customer: str, declines: bool = False) -> Json:
        """The customer puts in another card: one that pays, or one that will be declined when charged."""
        owner = self.live_customer(customer)
        card = self._new_card(customer, BAD_CARD if declines else GOOD_CARD, "payment_method.attached")
        with self.changing(owner):
            owner["invoice_settings"]["default_payment_method"] = card["id"]
        for subscription in self.all("subscription", customer=customer):
            if subscription["status"] not in ENDED and subscription["default_payment_method"]:
                with self.changing(subscription):
                    subscription["default_payment_method"] = card["id"]
        return card

    @locked
    def delete_customer(self, customer: str) -> Json:
        owner = self.find("customer", customer)
        for subscription in self.all("subscription", customer=customer):
            if subscription["status"] not in ENDED:
                self.cancel(subscription["id"])
        gone = objects.deleted(owner)
        self.emit("customer.deleted", owner)
        self.objects[customer] = gone
        return gone

    def live_customer(self, customer: str, param: str = "customer") -> Json:
        """To do something with it: a deleted one can only be looked at."""
        owner = self.find("customer", customer, param)
        return self.find("customer", "", param) if owner.get("deleted") else owner

    def _new_card(self, customer: str | None, last4: str, event: str | None = None) -> Json:
        return self.add(objects.payment_method(self.now(), customer, last4), event)

    def _card_of(self, item: Json) -> Json | None:
        """What a subscription, or a customer without one, is charged through."""
        customer = self.objects[item["customer"]]
        card = item.get("default_payment_method") or customer.get("invoice_settings", {}).get("default_payment_method")
        return self.objects[card] if card else None

    # -- checkout

    def _open_session(self, session: str) -> Json:
        item = self.find("checkout.session", session)
        if item["status"] != "open":
            raise Refused(f"This Checkout Session is {item['status']}.", code="checkout_session_not_open")
        return item

    def _payable_session(self, session: str) -> Json:
        item = self._open_session(session)
        if item["customer"]:
            self.live_customer(item["customer"])
        return item

    @locked
    def pay(self, session: str, *, card: bool = True, later: bool = False) -> Json:
        """The customer completes the session. `card=False`: a trial without one. `later`: by a payment that takes days; see `arrive`."""
        item = self._payable_session(session)
        buyer = self._buyer(item)
        if item["mode"] == "subscription":
            self._buy_subscription(item, buyer, card)
        else:
            self._buy_once(item, later)
        item.update(status="complete", url=None)
        self.emit("checkout.session.completed", sdk.check(item))
        return item

    @locked
    def decline(self, session: str) -> Json:
        """The customer tries with a card that is declined; the session stays open."""
        item = self._payable_session(session)
        if item["mode"] == "payment":
            self._charge(self._intent_of(item), self._new_card(item["customer"], BAD_CARD))
        return item

    @locked
    def arrive(self, session: str, *, succeeds: bool = True) -> Json:
        """The payment that was to come `later` does, or fails."""
        item = self.find("checkout.session", session)
        card = self._new_card(item["customer"], GOOD_CARD if succeeds else BAD_CARD)
        paid = self._charge(self.objects[item["payment_intent"]], card)
        item["payment_status"] = "paid" if paid else "unpaid"
        self.emit(f"checkout.session.async_payment_{'succeeded' if paid else 'failed'}", sdk.check(item))
        return item

    @locked
    def expire(self, session: str) -> Json:
        item = self._open_session(session)
        item.update(status="expired", url=None)
        self.emit("checkout.session.expired", sdk.check(item))
        return item

    def _buyer(self, session: Json) -> Json | None:
        """The session's customer, made on the way if it names none and sells a subscription."""
        buyer = self.objects[session["customer"]] if session["customer"] else None
        email = buyer["email"] if buyer else session["customer_email"] or "buyer@example.com"
        if buyer is None and (session["mode"] == "subscription" or session["customer_creation"] == "always"):
            buyer = self.add(objects.customer(self.now(), email=email), "customer.created")
            session["customer"] = buyer["id"]
        session["customer_details"] = {
            **objects.nulls("business_name individual_name name phone"),
            "address": objects.NO_ADDRESS,
            "email": email,
            "tax_exempt": "none",
            "tax_ids": [],
        }
        return buyer

    def _buy_subscription(self, session: Json, buyer: Json | None, card: bool) -> None:
        assert buyer is not None
        wish = self.intentions[session["id"]]
        method = None
        if card:
            method = self._new_card(buyer["id"], GOOD_CARD, "payment_method.attached")["id"]
        lines = [(line["price"], line["quantity"]) for line in self.line_items[session["id"]]]
        subscription = self.subscribe(
            buyer["id"],
            lines,
            metadata=wish.get("metadata") or {},
            trial_end=wish.get("trial_end") or (self.now() + wish["trial_period_days"] * DAY if wish.get("trial_period_days") else None),
            trial_settings=wish.get("trial_settings"),
            description=wish.get("description"),
            default_payment_method=method,
        )
        session.update(
            subscription=subscription["id"],
            invoice=subscription["latest_invoice"],
            payment_status="no_payment_required" if subscription["status"] == "trialing" else "paid",
        )

    def _buy_once(self, session: Json, later: bool) -> None:
        intent = self._intent_of(session)
        if later:
            intent["status"] = "processing"
            self.emit("payment_intent.processing", sdk.check(intent))
        else:
            self._charge(intent, self._new_card(session["customer"], GOOD_CARD))
            session["payment_status"] = "paid"

    def _intent_of(self, session: Json) -> Json:
        """The session's payment, which begins to exist with the first attempt."""
        if session["payment_intent"] is None:
            wish = self.intentions[session["id"]]
            intent = objects.payment_intent(
                self.now(),
                amount=session["amount_total"],
                currency=session["currency"],
                customer=session["customer"],
                metadata=wish.get("metadata") or {},
                description=wish.get("description"),
            )
            session["payment_intent"] = self.add(intent, "payment_intent.created")["id"]
        return self.objects[session["payment_intent"]]

    # -- payments

    def _charge(self, intent: Json, card: Json) -> bool:
        """One attempt."""
        declined = card["card"]["last4"] == BAD_CARD
        intent["payment_method"] = card["id"]
        charge = self.add(objects.charge(self.now(), intent, declined=declined), f"charge.{'failed' if declined else 'succeeded'}")
        intent["latest_charge"] = charge["id"]
        if declined:
            error = {"type": "card_error", "code": "card_declined", "decline_code": "generic_decline", "charge": charge["id"]}
            error["message"] = "Your card was declined."
            intent.update(status="requires_payment_method", payment_method=None, last_payment_error=error)
        else:
            intent.update(status="succeeded", amount_received=intent["amount"], last_payment_error=None)
        self.emit(f"payment_intent.{'payment_failed' if declined else 'succeeded'}", sdk.check(intent))
        return not declined

    @locked
    def refund(self, payment: str, amount: int | None = None, **given: Any) -> Json:
        """Give back all that is left of a payment (its intent or its charge), or a part."""
        charge = self._paid_charge(payment)
        left = charge["amount"] - charge["amount_refunded"]
        if left == 0:
            raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        amount = left if amount is None else amount
        if not 0 < amount <= left:
            raise Refused(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        refund = self.add(objects.refund(self.now(), charge, amount=amount, **given), "refund.created")
        self.emit("charge.refunded", sdk.check(charge))
        return refund

    @locked
    def dispute(self, payment: str, reason: str = "fraudulent") -> Json:
        """The customer takes the money of a payment back through the bank."""
        charge = self._paid_charge(payment)
        with self.changing(charge):
            charge["disputed"] = True
        dispute = self.add(objects.dispute(self.now(), charge, reason=reason), "charge.dispute.created")
        self.emit("charge.dispute.funds_withdrawn", dispute)
        return dispute

    @locked
    def close_dispute(self, dispute: str, *, won: bool) -> Json:
        """The bank's word, for the operator or for the customer; the charge stays `disputed` either way."""
        item = self.find("dispute", dispute)
        item["status"] = "won" if won else "lost"
        self.emit("charge.dispute.closed", sdk.check(item))
        if won:
            self.emit("charge.dispute.funds_reinstated", item)
        return item

    def _paid_charge(self, payment: str) -> Json:
        """Of a payment, by the id of its intent or its own."""
        item = self.objects.get(payment) or self.find("payment_intent", payment, "payment_intent")
        charge = item if item["object"] == "charge" else self.objects.get(item["latest_charge"] or "")
        if charge is None or not charge["paid"]:
            raise Refused(f"This PaymentIntent ({payment}) does not have a successful charge to refund.", param="payment_intent")
        return charge

    # -- subscriptions

    @locked
    def subscribe(
        self, customer: str, lines: list[tuple[Json, int]], *, trial_end: int | None = None, charge: bool = True, **given: Any
    ) -> Json:
        """A new subscription to prices and quantities: `trialing`, or `active` if its first invoice could be paid, or `incomplete`."""
        now, identity = self.now(), objects.new_id("sub")
        trial_end = trial_end if trial_end and trial_end > now else None
        anchor = trial_end or now
        items = [
            objects.subscription_item(
                now,
                price=price,
                quantity=quantity,
                subscription=identity,
                current_period_start=now,
                current_period_end=trial_end or period_after(anchor, now, price["recurring"]),
            )
            for price, quantity in lines
        ]
        subscription = objects.subscription(
            now,
            id=identity,
            customer=customer,
            items=items,
            currency=items[0]["price"]["currency"],
            status="trialing" if trial_end else "incomplete",
            billing_cycle_anchor=anchor,
            trial_start=now if trial_end else None,
            trial_end=trial_end,
            **{"trial_settings": None, **given},
        )
        subscription["trial_settings"] = subscription["trial_settings"] or {"end_behavior": {"missing_payment_method": "create_invoice"}}
        self.add(subscription)
        invoice = self._draft(subscription, "subscription_create", self._period_lines(subscription, free=bool(trial_end)))
        self.emit("customer.subscription.created", sdk.check(subscription))
        self._collect(invoice, attempt=charge)
        return subscription

    @locked
    def cancel(self, subscription: str, reason: str = "cancellation_requested", **details: Any) -> Json:
        """At once."""
        item = self.live_subscription(subscription)
        now = self.now()
        item.update(status="canceled", ended_at=now, canceled_at=item["canceled_at"] or now, pause_collection=None)
        item["cancellation_details"].update(reason=reason, **details)
        for invoice in self._invoices(item, "open", "draft"):
            with self.changing(invoice):
                invoice.update(auto_advance=False, next_payment_attempt=None)
        self.emit("customer.subscription.deleted", sdk.check(item))
        return item

    @locked
    def cancel_at_period_end(self, subscription: str, cancels: bool = True, *, by_portal: bool = False) -> Json:
        """It will end with the period that is paid; `cancels=False` takes that back. The portal sets the date alone, not the flag."""
        item = self.live_subscription(subscription)
        with self.changing(item):
            item["cancel_at_period_end"] = cancels and not by_portal
            item["cancel_at"] = self.period_end(item) if cancels else None
            item["canceled_at"] = self.now() if cancels else None
            item["cancellation_details"]["reason"] = "cancellation_requested" if cancels else None
        return item

    @locked
    def swap(self, subscription: str, price: str, item: str | None = None, *, proration: str = "always_invoice") -> Json:
        """To another price, now. With `always_invoice` a dearer one is charged for what remains of the period."""
        subscription_ = self.live_subscription(subscription)
        new = self.find("price", price, "items[0][price]")
        if not new["recurring"]:
            raise Refused("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.")
        found = [line for line in subscription_["items"]["data"] if item in (None, line["id"])]
        if not found:
            raise Refused(f"No such subscription item: '{item}'", code="resource_missing", param="items[0][id]")
        line, now = found[0], self.now()
        old, start, end = line["price"], line["current_period_start"], line["current_period_end"]
        same_rhythm = all(old["recurring"][name] == new["recurring"][name] for name in ("interval", "interval_count"))
        trial = subscription_["status"] == "trialing"
        left = (end - now) / (end - start)
        invoice = None
        with self.changing(subscription_):
            line.update(price=new, plan=objects.plan(new))
            if not same_rhythm and not trial:
                subscription_["billing_cycle_anchor"] = now
                line.update(current_period_start=now, current_period_end=period_after(now, now, new["recurring"]))
            unused = -round(old["unit_amount"] * line["quantity"] * left)
            due = round(new["unit_amount"] * line["quantity"] * (left if same_rhythm else 1))
            if not trial and unused + due > 0 and (proration == "always_invoice" or not same_rhythm):
                period = (now, line["current_period_end"])
                texts = [(unused, f"Unused time on {self._name(old)}"), (due, f"Remaining time on {self._name(new)}")]
                lines = [
                    objects.invoice_line(amount=amount, description=text, period=period, item=line, proration=True)
                    for amount, text in texts
                ]
                invoice = self._draft(subscription_, "subscription_update", lines)
        if invoice:
            self._collect(invoice)
        return subscription_

    @locked
    def pause(self, subscription: str) -> Json:
        """Status `paused`: nothing is given and nothing is charged, until `resume`."""
        item = self.live_subscription(subscription)
        item["status"] = "paused"
        self.emit("customer.subscription.paused", sdk.check(item))
        return item

    @locked
    def resume(self, subscription: str) -> Json:
        """A paused one begins a new period, if it can be paid."""
        item = self.live_subscription(subscription)
        if item["status"] != "paused":
            raise Refused("You can only resume subscriptions that are paused.", param="id")
        now = self.now()
        with self.changing(item):
            item["billing_cycle_anchor"] = now
            for line in item["items"]["data"]:
                line.update(current_period_start=now, current_period_end=period_after(now, now, line["price"]["recurring"]))
            invoice = self._draft(item, "subscription_update", self._period_lines(item))
        self._collect(invoice)
        if item["status"] == "active":
            self.emit("customer.subscription.resumed", item)
        return item

    @locked
    def end_trial(self, subscription: str) -> Json:
        """Now, not on its day."""
        item = self.live_subscription(subscription)
        now = self.now()
        item.update(trial_end=now, billing_cycle_anchor=now)
        for line in item["items"]["data"]:
            line["current_period_end"] = now
        self._renew(item)
        return item

    def live_subscription(self, subscription: str) -> Json:
        item = self.find("subscription", subscription)
        if item["status"] in ENDED:
            raise Refused(
                "A canceled subscription can only update its cancellation_details and metadata."
                if item["status"] == "canceled"
                else "This subscription has expired and cannot be changed.",
                code="resource_missing",
                param="id",
                status=404,
            )
        return item

    @staticmethod
    def period_end(subscription: Json) -> int:
        return min(line["current_period_end"] for line in subscription["items"]["data"])

    def _renew(self, subscription: Json) -> None:
        """Its period, or its trial, has ended: the next begins and is charged."""
        if subscription["status"] == "trialing" and not self._card_of(subscription):
            without = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
            if without == "cancel":
                self.cancel(subscription["id"], reason="payment_failed")
                return
            if without == "pause":
                self.pause(subscription["id"])
                return
        with self.changing(subscription):
            for line in subscription["items"]["data"]:
                start = line["current_period_end"]
                end = period_after(subscription["billing_cycle_anchor"], start, line["price"]["recurring"])
                line.update(current_period_start=start, current_period_end=end)
            if subscription["status"] == "trialing":
                subscription["status"] = "active"
            invoice = self._draft(subscription, "subscription_cycle", self._period_lines(subscription))
        self._collect(invoice)

    def _expire_incomplete(self, subscription: Json) -> None:
        for invoice in self._invoices(subscription, "open"):
            self.void(invoice["id"])
        with self.changing(subscription):
            subscription.update(status="incomplete_expired", ended_at=self.now())

    # -- invoices

    @locked
    def pay_invoice(self, invoice: str) -> Json:
        """The customer, or the operator, tries to pay an open invoice now."""
        item = self.find("invoice", invoice)
        if item["status"] not in ("draft", "open", "uncollectible"):
            raise Refused(
                "Invoice is already paid" if item["status"] == "paid" else f"Invoice is {item['status']}", code="invoice_not_payable"
            )
        if item["status"] == "draft":
            self._finalize(item)
        if item["status"] != "paid" and not self._attempt(item, automatic=False):
            raise Refused("Your card was declined.", status=402, kind="card_error", code="card_declined", decline_code="generic_decline")
        return item

    @locked
    def void(self, invoice: str) -> Json:
        item = self.find("invoice", invoice)
        item.update(status="void", auto_advance=False, next_payment_attempt=None)
        item["status_transitions"]["voided_at"] = self.now()
        self.emit("invoice.voided", sdk.check(item))
        return item

    def _invoices(self, subscription: Json, *statuses: str) -> list[Json]:
        return [
            invoice
            for invoice in self.all("invoice")
            if invoice["parent"]["subscription_details"]["subscription"] == subscription["id"] and invoice["status"] in statuses
        ]

    def _name(self, price: Json) -> str:
        return self.objects[price["product"]]["name"]

    def _period_lines(self, subscription: Json, free: bool = False) -> list[Json]:
        return [
            objects.invoice_line(
                amount=0 if free else line["price"]["unit_amount"] * line["quantity"],
                description=f"{'Trial period for' if free else str(line['quantity']) + ' ×'} {self._name(line['price'])}",
                period=(line["current_period_start"], line["current_period_end"]),
                item=line,
            )
            for line in subscription["items"]["data"]
        ]

    def _draft(self, subscription: Json, reason: str, lines: list[Json]) -> Json:
        customer = self.objects[subscription["customer"]]
        number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}"
        customer["next_invoice_sequence"] += 1
        invoice = objects.invoice(
            self.now(), subscription=subscription, lines=lines, number=number, billing_reason=reason, customer=customer
        )
        subscription["latest_invoice"] = invoice["id"]
        return self.add(invoice)

    def _collect(self, invoice: Json, attempt: bool = True) -> None:
        """From draft to paid, or to wherever its subscription's state lets it go."""
        subscription = self._subscription_of(invoice)
        self.emit("invoice.created", invoice)
        paused = (subscription["pause_collection"] or {}).get("behavior")
        if paused == "keep_as_draft" or subscription["status"] == "unpaid":
            with self.changing(invoice):
                invoice["auto_advance"] = False
            return
        self._finalize(invoice)
        if paused == "void":
            self.void(invoice["id"])
        elif paused == "mark_uncollectible":
            invoice.update(status="uncollectible", auto_advance=False)
            invoice["status_transitions"]["marked_uncollectible_at"] = self.now()
            self.emit("invoice.marked_uncollectible", sdk.check(invoice))
        elif attempt and invoice["status"] == "open":
            self._attempt(invoice)

    def _finalize(self, invoice: Json) -> None:
        now = self.now()
        invoice.update(status="open", effective_at=now, hosted_invoice_url=f"{self.url}/invoice/{invoice['id']}")
        invoice["status_transitions"]["finalized_at"] = now
        self.emit("invoice.finalized", sdk.check(invoice))
        if invoice["amount_due"] == 0:
            self._paid(invoice)

    def _attempt(self, invoice: Json, automatic: bool = True) -> bool:
        """Charge it; a failure has the consequences that the dunning rules say."""
        subscription = self._subscription_of(invoice)
        card = self._card_of(subscription)
        payment = self._payment_of(invoice)
        intent = self.objects[payment["payment"]["payment_intent"]]
        invoice["attempted"] = True
        invoice["attempt_count"] += automatic or invoice["attempt_count"] == 0
        if card is not None and self._charge(intent, card):
            payment.update(status="paid", amount_paid=invoice["amount_due"])
            payment["status_transitions"]["paid_at"] = self.now()
            self._paid(invoice)
            return True
        first = invoice["billing_reason"] == "subscription_create"
        ended = subscription["status"] in ENDED
        spent = invoice["attempt_count"] > len(self.dunning.retries)
        if automatic and not first and not ended:
            invoice["next_payment_attempt"] = None if spent else self.now() + self.dunning.retries[invoice["attempt_count"] - 1] * DAY
        self.emit("invoice.payment_failed", sdk.check(invoice))
        if not first and subscription["status"] == "active":
            with self.changing(subscription):
                subscription["status"] = "past_due"
        if automatic and spent and not first and not ended:
            if self.dunning.then == "canceled":
                self.cancel(subscription["id"], reason="payment_failed")
            elif self.dunning.then == "unpaid":
                with self.changing(subscription):
                    subscription["status"] = "unpaid"
        return False

    def _paid(self, invoice: Json) -> None:
        with self.changing(invoice):
            invoice.update(
                status="paid",
                amount_paid=invoice["amount_due"],
                amount_remaining=0,
                attempted=True,
                auto_advance=False,
                next_payment_attempt=None,
            )
            invoice["status_transitions"]["paid_at"] = self.now()
        self.emit("invoice.paid", invoice)
        self.emit("invoice.payment_succeeded", invoice)
        subscription = self._subscription_of(invoice)
        if subscription["status"] in ("incomplete", "past_due", "unpaid", "paused") and subscription["latest_invoice"] == invoice["id"]:
            with self.changing(subscription):
                subscription["status"] = "active"

    def _payment_of(self, invoice: Json) -> Json:
        for payment in self.all("invoice_payment", invoice=invoice["id"]):
            return payment
        intent = objects.payment_intent(
            self.now(), amount=invoice["amount_due"], currency=invoice["currency"], customer=invoice["customer"]
        )
        self.add(intent, "payment_intent.created")
        return self.add(objects.invoice_payment(self.now(), invoice, intent))

    def _subscription_of(self, invoice: Json) -> Json:
        return self.objects[invoice["parent"]["subscription_details"]["subscription"]]

    # -- time

    @locked
    def advance(self, *, days: float = 0, hours: float = 0, seconds: float = 0) -> None:
        """Let this much time pass, and whatever is due in it happen, each thing at its own time."""
        self._move(self._offset + int(days * DAY + hours * HOUR + seconds))

    @locked
    def advance_to(self, moment: int) -> None:
        self._move(moment - int(time.time()))

    @locked
    def catch_up(self) -> None:
        """With what became due by itself; each request to the API does so first."""
        self._move(self._offset)

    def _move(self, offset: int) -> None:
        end = int(time.time()) + offset
        while due := min((due for due in self._due() if due[0] <= end), key=lambda due: due[:2], default=None):
            at, _, item, act = due
            self._offset = at - int(time.time())
            act(item)
        self._offset = offset

    def _due(self) -> Iterator[tuple[int, int, Json, Callable]]:
        """All that the future holds: when, which first if at once, of what, and what happens."""
        for item in self.objects.values():
            if item["object"] == "checkout.session" and item["status"] == "open":
                yield item["expires_at"], 0, item, self._expire_due
            elif item["object"] == "subscription" and item["status"] not in ENDED:
                yield from self._due_of(item)
            elif item["object"] == "invoice" and item["status"] == "open" and item["next_payment_attempt"]:
                yield item["next_payment_attempt"], 1, item, self._attempt

    def _due_of(self, subscription: Json) -> Iterator[tuple[int, int, Json, Callable]]:
        status = subscription["status"]
        if status == "incomplete":
            yield subscription["created"] + 23 * HOUR, 0, subscription, self._expire_incomplete
            return
        if subscription["cancel_at"]:
            yield subscription["cancel_at"], 0, subscription, self._cancel_due
        if status == "trialing" and self.warned.get(subscription["id"]) != subscription["trial_end"]:
            yield max(subscription["trial_end"] - 3 * DAY, subscription["created"]), 1, subscription, self._warn
        if (subscription["pause_collection"] or {}).get("resumes_at"):
            yield subscription["pause_collection"]["resumes_at"], 1, subscription, self._resume_collection
        if status != "paused":
            yield self.period_end(subscription), 2, subscription, self._renew

    def _expire_due(self, session: Json) -> None:
        self.expire(session["id"])

    def _cancel_due(self, subscription: Json) -> None:
        self.cancel(subscription["id"])

    def _warn(self, subscription: Json) -> None:
        self.warned[subscription["id"]] = subscription["trial_end"]
        self.emit("customer.subscription.trial_will_end", subscription)

    def _resume_collection(self, subscription: Json) -> None:
        with self.changing(subscription):
            subscription["pause_collection"] = None

    # -- keeping it

    @locked
    def dump(self) -> str:
        names = ("objects", "events", "line_items", "intentions", "answered", "warned", "_offset")
        return json.dumps({name: getattr(self, name) for name in names})

    @locked
    def load(self, state: str) -> None:
        for name, value in json.loads(state).items():
            setattr(self, name, value)
