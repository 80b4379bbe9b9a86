"""`STRIPE=fake make run`: the Stripe double (tests/support/stripe_double) beside the API, so that a newcomer can buy a plan.

Nothing is charged. What the double has is kept in the state directory from one start to the next.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from api.config import ConfigError, port
from db.deployment import Target

KEY, SECRET = "sk_test_double", "whsec_double"


def is_wanted() -> bool:
    wish = os.environ.get("STRIPE", "")
    if wish not in ("", "fake"):
        raise ConfigError(f"STRIPE is {wish!r}; it may be `fake`, or not set.")
    if wish and os.environ.get("STRIPE_API_KEY"):
        raise ConfigError("STRIPE=fake and STRIPE_API_KEY exclude each other: unset one of them.")
    return bool(wish)


def stripe_port() -> int:
    return port(os.environ, "STRIPE_PORT", 8002)


def settings() -> dict[str, str]:
    """What the API is told, so that it speaks to the double."""
    return {"STRIPE_API_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_BASE": f"http://127.0.0.1:{stripe_port()}"}


def start(spawn: Callable[[list[str]], subprocess.Popen], target: Target, home: Path, api: str) -> subprocess.Popen:
    """The double, with a price for each plan and each pack. Where a DBA has named a price, it stays."""
    with target.connect() as connection:
        plans = connection.execute("select code, price, currency from app.plan where price > 0 order by price").fetchall()
        packs = connection.execute("select credits, price, currency from app.credit_pack order by credits").fetchall()
        connection.execute("update app.plan set stripe_price = 'price_' || code where stripe_price is null and price > 0")
        connection.execute("update app.credit_pack set stripe_price = 'price_credits_' || credits where stripe_price is null")
    sold = [f"--plan={code}={price}" for code, price, _ in plans] + [f"--pack={credits}={price}" for credits, price, _ in packs]
    currency = ([currency for *_, currency in (*plans, *packs)] or ["EUR"])[0].lower()
    command = [sys.executable, "-m", "tests.support.stripe_double", f"--port={stripe_port()}", f"--webhook-url={api}/webhooks/stripe"]
    state = f"--state={home / 'stripe-double.json'}"
    return spawn([*command, state, f"--api-key={KEY}", f"--secret={SECRET}", f"--currency={currency}", *sold])
