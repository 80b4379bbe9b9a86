"""What a person sees: Checkout, the customer portal, an invoice, and a desk for whoever runs the double."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from .account import BAD_CARD, ENDED, GOOD_CARD, Account
from .api import Answer
from .objects import Json
from .sdk import Refused
from .webhooks import Webhooks

STYLE = """
:root { color-scheme: light dark; --page: #f5f6fa; --card: #fff; --text: #1c2030; --quiet: #5b6275; --line: #d5d9e4;
  --accent: #4b45c6; --on-accent: #fff; --bad: #a3172a; --good: #14724a; }
@media (prefers-color-scheme: dark) { :root { --page: #11131a; --card: #1b1e28; --text: #eef0f6; --quiet: #a6adbf; --line: #3a4050;
  --accent: #a9a4ff; --on-accent: #14122e; --bad: #ffb3bc; --good: #6fd9a8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1.0625rem/1.5 system-ui, sans-serif; }
.banner { padding: .5rem 1rem; background: #ffd75e; color: #30270a; text-align: center; font-weight: 600; }
main { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 0 0 1rem; }
.total { font-size: 2rem; font-weight: 700; margin: 0; } .quiet { color: var(--quiet); } .good { color: var(--good); }
[role=alert] { color: var(--bad); font-weight: 600; } [role=status] { color: var(--good); font-weight: 600; }
form { display: inline-block; margin: .5rem .5rem 0 0; } form.main { display: block; margin-right: 0; }
button { font: inherit; padding: .6rem 1.1rem; border-radius: .5rem; border: 1px solid var(--line); background: transparent; color: inherit;
  cursor: pointer; }
.main button { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; width: 100%; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; } a { color: var(--accent); }
table { width: 100%; border-collapse: collapse; font-size: .9rem; } td, th { text-align: left; padding: .25rem .5rem .25rem 0;
  border-bottom: 1px solid var(--line); } code { font-size: .85em; overflow-wrap: anywhere; }
"""

WHOLE = {"jpy", "krw", "vnd", "clp"}  # currencies without minor units, of those that one may meet


def money(amount: int, currency: str) -> str:
    symbol = {"eur": "€", "usd": "$", "gbp": "£"}.get(currency, currency.upper() + " ")
    return f"{symbol}{amount:,}" if currency in WHOLE else f"{symbol}{amount / 100:,.2f}"


def rhythm(price: Json) -> str:
    recurring = price["recurring"]
    if not recurring:
        return ""
    return (
        f" per {recurring['interval']}"
        if recurring["interval_count"] == 1
        else f" every {recurring['interval_count']} {recurring['interval']}s"
    )


def day(timestamp: int) -> str:
    return f"{datetime.fromtimestamp(timestamp, UTC):%-d %B %Y}"


def button(action: str, label: str, main: bool = False, **more: str) -> str:
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in more.items())
    look = ' class="main"' if main else ""
    return f'<form method="post"{look}>{hidden}<button name="action" value="{action}">{escape(label)}</button></form>'


def section(title: str, *content: str) -> str:
    return f"<section>{f'<h2>{escape(title)}</h2>' if title else ''}{''.join(content)}</section>"


def table(rows: Iterable[Iterable[str]], *head: str) -> str:
    """Cells are HTML already."""
    top = f"<tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{top}{body}</table>"


def told(sentence: str, role: str = "alert") -> str:
    return f'<p role="{role}">{escape(sentence)}</p>'


def way_back(url: str | None, label: str) -> str:
    return f'<p><a href="{escape(url)}">{label}</a></p>' if url else ""


class Pages:
    def __init__(self, account: Account, webhooks: Webhooks):
        self.account, self.webhooks = account, webhooks

    def answer(self, method: str, path: str, given: dict[str, str]) -> Answer:
        """A page, or after a form another one: where the browser is sent to."""
        steps = path.strip("/").split("/")
        try:
            with self.account.lock:
                self.account.catch_up()
                match steps:
                    case ["c", "pay", session]:
                        return self._checkout(session, given.get("action"))
                    case ["p", "session", session]:
                        return self._portal(session, given)
                    case ["invoice", invoice]:
                        return self._invoice(invoice, given.get("action"))
                    case [""]:
                        return self._desk(given)
        except Refused as refusal:
            return self._page("Not here", told(str(refusal)), status=refusal.status)
        return self._page("Not found", "<p>There is no such page.</p>", status=404)

    @staticmethod
    def _page(title: str, content: str, status: int = 200) -> Answer:
        html = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{escape(title)} · Stripe double</title><style>{STYLE}</style></head><body>"
            f'<div class="banner">Stripe double: nothing is charged</div><main><h1>{escape(title)}</h1>{content}</main></body></html>'
        )
        return Answer(status, html.encode(), {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"})

    @staticmethod
    def _to(url: str) -> Answer:
        return Answer(303, b"", {"Location": url, "Content-Type": "text/plain"})

    # -- checkout

    def _checkout(self, identity: str, action: str | None) -> Answer:
        session = self.account.find("checkout.session", identity)
        notice = ""
        if session["status"] == "open" and action == "decline":
            self.account.decline(identity)
            notice = told("Your card was declined. Nothing was bought; you can try again.")
        elif session["status"] == "open" and action in ("pay", "pay_later", "start"):
            self.account.pay(identity, later=action == "pay_later", card=action != "start")
            return self._to(session["success_url"].replace("{CHECKOUT_SESSION_ID}", quote(identity)))
        if session["status"] == "complete":
            return self._page("Checkout", section("", told("This session was completed.", "status")))
        if session["status"] == "expired":
            return self._page("Checkout", section("", told("This session has expired.")) + way_back(session["cancel_url"], "Go back"))
        return self._page("Checkout", notice + self._offer(session))

    def _offer(self, session: Json) -> str:
        rows = [
            (
                escape(line["description"]) + (f" × {line['quantity']}" if line["quantity"] > 1 else ""),
                money(line["amount_total"], line["currency"]) + rhythm(line["price"]),
            )
            for line in self.account.line_items[session["id"]]
        ]
        total = money(session["amount_total"], session["currency"])
        subscribes = session["mode"] == "subscription"
        trial = subscribes and session["amount_total"] == 0
        email = self.account.objects[session["customer"]]["email"] if session["customer"] else session["customer_email"]
        buttons = button("pay", "Start trial" if trial else f"Pay {total}", main=True)
        if trial and session["payment_method_collection"] == "if_required":
            buttons += button("start", "Start trial without a card")
        buttons += button("decline", "Card declined")
        if not subscribes:
            buttons += button("pay_later", "Pay by a transfer that takes days")
        what = f"{'due today' if subscribes else 'once'}{f', for {escape(email)}' if email else ''}"
        return (
            section("", f'<p class="total">{total}</p><p class="quiet">{what}</p>', table(rows))
            + section(f"Pay with card •••• {GOOD_CARD}", buttons)
            + way_back(session["cancel_url"], "Cancel and go back")
        )

    # -- portal

    def _portal(self, identity: str, given: dict[str, str]) -> Answer:
        session = self.account.find("billing_portal.session", identity)
        customer = session["customer"]
        notice = self._act(customer, given) if "action" in given else ""
        subscriptions = [self._subscription(item) for item in self.account.all("subscription", customer=customer)[::-1]]
        owed = [self._owed(item) for item in self.account.all("invoice", customer=customer, status="open")]
        cards = button("good_card", "Use a card that pays") + button("bad_card", "Use a card that will be declined")
        return self._page(
            "Your subscription",
            notice
            + ("".join(subscriptions) or section("", "<p>No subscription.</p>"))
            + (section("Open invoices", *owed) if owed else "")
            + section("Card", f"<p>{self._card(customer)}</p>", cards)
            + way_back(session["return_url"], "Go back"),
        )

    def _card(self, customer: str) -> str:
        cards = [item["card"]["last4"] for item in self.account.all("payment_method", customer=customer)]
        if not cards:
            return "No card yet."
        return f"•••• {cards[-1]}{', declined when charged' if cards[-1] == BAD_CARD else ''}"

    @staticmethod
    def _owed(invoice: Json) -> str:
        amount = money(invoice["amount_remaining"], invoice["currency"])
        return f"<p>{amount} of {day(invoice['created'])} is open.</p>" + button(
            "pay_invoice", f"Pay {amount}", True, invoice=invoice["id"]
        )

    def _subscription(self, item: Json) -> str:
        price = item["items"]["data"][0]["price"]
        name = self.account.objects[price["product"]]["name"]
        state = f"<p>{money(price['unit_amount'], price['currency'])}{rhythm(price)} · <strong>{item['status']}</strong></p>"
        if item["status"] in ENDED:
            return section(name, state, f'<p class="quiet">Ended on {day(item["ended_at"])}.</p>')
        if item["status"] == "paused":
            choices = [("unpause", "Resume subscription")]
        elif item["cancel_at"]:
            state += f"<p>Ends on {day(item['cancel_at'])}.</p>"
            choices = [("keep", "Don't cancel")]
        else:
            state += f"<p>{'Trial ends' if item['status'] == 'trialing' else 'Renews'} on {day(self.account.period_end(item))}.</p>"
            choices = [("cancel_at_period_end", "Cancel at the end of the period")]
        buttons = [button(action, label, subscription=item["id"]) for action, label in [*choices, ("cancel", "Cancel now")]]
        for other in self.account.all("price", active=True, type="recurring"):
            if other["id"] != price["id"]:
                amount = money(other["unit_amount"], other["currency"]) + rhythm(other)
                label = f"Switch to {self.account.objects[other['product']]['name']}, {amount}"
                buttons.append(button("swap", label, subscription=item["id"], price=other["id"]))
        return section(name, state, *buttons)

    def _act(self, customer: str, given: dict[str, str]) -> str:
        """Carry out what a button of the portal says, on what is this customer's; a sentence on how it went."""
        identity = given.get("subscription") or given.get("invoice") or customer
        item = self.account.objects.get(identity)
        if item is None or item.get("customer", item["id"]) != customer:
            return told("That is not yours.")
        account = self.account
        actions = {
            "cancel": lambda: account.cancel(identity),
            "cancel_at_period_end": lambda: account.cancel_at_period_end(identity, by_portal=True),
            "keep": lambda: account.cancel_at_period_end(identity, False),
            "unpause": lambda: account.resume(identity),
            "swap": lambda: account.swap(identity, given.get("price", "")),
            "pay_invoice": lambda: account.pay_invoice(identity),
            "good_card": lambda: account.use_card(customer),
            "bad_card": lambda: account.use_card(customer, declines=True),
        }
        if given["action"] not in actions:
            return told("There is no such button.")
        try:
            actions[given["action"]]()
        except Refused as refusal:
            return told(str(refusal))
        return told("Done.", "status")

    def _invoice(self, identity: str, action: str | None) -> Answer:
        invoice = self.account.find("invoice", identity)
        notice = ""
        if action == "pay":
            try:
                self.account.pay_invoice(identity)
            except Refused as refusal:
                notice = told(str(refusal))
        rows = [(escape(line["description"]), money(line["amount"], line["currency"])) for line in invoice["lines"]["data"]]
        pay = button("pay", f"Pay {money(invoice['amount_remaining'], invoice['currency'])}", main=True)
        state = f"<p><strong>{invoice['status']}</strong></p>"
        return self._page(
            f"Invoice {invoice['number']}", notice + section("", state, table(rows), pay if invoice["status"] == "open" else "")
        )

    # -- the operator's desk

    def _desk(self, given: dict[str, str]) -> Answer:
        """Move the clock, see what was sent."""
        if given.get("action") == "advance":
            self.account.advance(hours=min(max(int(given.get("hours", 0)), 0), 24 * 400))
            return self._to("/")
        if given.get("action") == "deliver" and (event := self.account.events.get(given.get("event", ""))):
            self.webhooks.resend(event)
            return self._to("/")
        subscriptions = [
            (
                escape(str(self.account.objects[item["customer"]].get("email"))),
                escape(self.account.objects[item["items"]["data"][0]["price"]["product"]]["name"]),
                item["status"],
                day(item["ended_at"] or self.account.period_end(item)),
            )
            for item in self.account.all("subscription")[::-1]
        ]
        events = [
            (
                event["type"],
                "to be delivered" if event["pending_webhooks"] else "done",
                button("deliver", "Send again", event=event["id"]) if self.webhooks.url else "",
            )
            for event in list(self.account.events.values())[:-26:-1]
        ]
        steps = (("One hour on", 1), ("A day on", 24), ("A week on", 7 * 24), ("31 days on", 31 * 24))
        return self._page(
            "The operator's desk",
            section(
                f"Its clock says {day(self.account.now())}",
                '<p class="quiet">Moving it on lets trials end, subscriptions renew and payments be tried again.</p>',
                *(button("advance", label, hours=str(hours)) for label, hours in steps),
            )
            + section("Subscriptions", table(subscriptions, "Customer", "Plan", "Status", "Until"))
            + section("Events, newest first", f'<p class="quiet">To {escape(self.webhooks.url or "nobody")}</p>', table(events)),
        )
