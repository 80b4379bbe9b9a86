"""`python -m tests.support.stripe_double`: the double as a process of its own, until SIGTERM or Ctrl-C."""

import argparse
import signal
import threading
from pathlib import Path

from tests.support.stripe_double import CREDIT_PACKS, CURRENCY, PLANS, StripeDouble

TICK_SECONDS = 1  # how often it looks what became due


def priced(text: str) -> tuple[str, int]:
    name, _, amount = text.partition("=")
    if not name or not amount.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a name and an amount, as in basic=499")
    return name, int(amount)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.stripe_double", description="A Stripe double: nothing is charged.")
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; a free one, if not given")
    parser.add_argument("--webhook-url", help="where events are delivered to, such as http://127.0.0.1:8000/webhooks/stripe")
    parser.add_argument("--secret", default="whsec_double", help="what deliveries are signed with")
    parser.add_argument("--api-key", default="sk_test_double", help="the key that callers must give")
    parser.add_argument("--state", type=Path, help="a file that keeps its objects from one run to the next; with the same port")
    parser.add_argument("--currency", default=CURRENCY)
    parser.add_argument("--plan", action="append", type=priced, metavar="CODE=AMOUNT", help="the plans: minor units a month")
    parser.add_argument("--pack", action="append", type=priced, metavar="CREDITS=AMOUNT", help="the packs: minor units")
    given = parser.parse_args()

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    double = StripeDouble(
        port=given.port,
        webhook_url=given.webhook_url,
        secret=given.secret,
        api_key=given.api_key,
        state=given.state,
        currency=given.currency,
        plans=dict(given.plan) if given.plan else PLANS,
        packs={int(credits): amount for credits, amount in given.pack} if given.pack else CREDIT_PACKS,
    )
    print(f"Stripe double on {double.url} (nothing is charged); API key {given.api_key}", flush=True)
    events = -1
    while not stop.wait(TICK_SECONDS):
        double.account.catch_up()
        if events != len(double.account.events):
            events = len(double.account.events)
            double.save()
    double.stop()


if __name__ == "__main__":
    main()
