"""Carrying events to the endpoint, as badly as the test wishes.

An event's way is decided by `route(event)`: the delays in seconds after which a copy of it is sent. `(0,)` is once and at once, `(0, 0)`
twice, `()` never, `(2,)` late; delays that differ from event to event change the order. Each copy is sent again after the pauses in
`retry_after` until the endpoint answers 2xx. An event that was not taken stays in `events.list(delivery_success=False)`.

Signatures bear the real time, whatever the account's clock says: an endpoint compares them with its own.
"""

import heapq
import itertools
import json
import random
import threading
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import stripe

from .objects import Json

Route = Callable[[Json], Iterable[float]]


def once(event: Json) -> Iterable[float]:
    return (0,)


def twice(event: Json) -> Iterable[float]:
    return (0, 0)


def never(event: Json) -> Iterable[float]:
    return ()


def shuffled(seconds: float, copies: int = 1, seed: int = 0) -> Route:
    """Each copy at some moment within so many seconds, the same moments for the same seed."""
    chance = random.Random(seed)
    return lambda event: [chance.uniform(0, seconds) for _ in range(copies)]


def signature(payload: bytes, secret: str, timestamp: int | None = None) -> str:
    """The header `Stripe-Signature`."""
    return stripe.WebhookSignature.generate_signature_header(payload.decode(), secret, timestamp)


@dataclass(frozen=True)
class Attempt:
    """One delivery, and what came of it: `status` is None where no answer came, and `body` then says why."""

    event: str
    type: str
    status: int | None
    body: str

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Webhooks:
    def __init__(
        self,
        url: str | None,
        secret: str,
        *,
        types: Collection[str] | None = None,
        retry_after: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15, 30, 60),
        timeout: float = 30,
        at_once: int = 1,
    ):
        """`types`: the events that the endpoint wants, all if None. `at_once`: how many deliveries may be under way together."""
        self.url, self.secret, self.types, self.retry_after = url, secret, types, retry_after
        self.route: Route = once
        self.attempts: list[Attempt] = []
        self._http = httpx.Client(timeout=timeout, trust_env=False)
        self._senders = ThreadPoolExecutor(at_once, thread_name_prefix="stripe-double-webhook")
        self._queue: list[tuple[float, int, Json, int]] = []  # when, in which order, what, after how many attempts
        self._numbers = itertools.count()
        self._under_way = 0
        self._change = threading.Condition()
        self._stopped = False
        threading.Thread(target=self._run, name="stripe-double-webhooks", daemon=True).start()

    def accept(self, event: Json) -> None:
        """A new event."""
        if self.url is None or (self.types is not None and event["type"] not in self.types):
            return
        event["pending_webhooks"] = 1
        for delay in self.route(event):
            self._later(delay, event, 0)

    def resend(self, event: Json) -> None:
        """Anew, in its turn."""
        if self.url is not None:
            self._later(0, event, 0)

    def deliver(self, *events: Json, timestamp: int | None = None, secret: str | None = None) -> list[Attempt]:
        """Send these now, one after the other in this order, once each, from this thread: as they are, or badly signed."""
        return [self._send(event, timestamp, secret) for event in events]

    def wait(self, seconds: float = 30) -> None:
        """Until nothing is on its way, retries included."""
        with self._change:
            if not self._change.wait_for(lambda: not self._queue and not self._under_way, seconds):
                raise AssertionError(f"Still to be delivered: {[event['type'] for _, _, event, _ in self._queue]}; {self.attempts[-3:]}")

    def close(self) -> None:
        with self._change:
            self._stopped = True
            self._change.notify_all()
        self._senders.shutdown(wait=True)
        self._http.close()

    def _later(self, delay: float, event: Json, attempts: int) -> None:
        with self._change:
            heapq.heappush(self._queue, (time.monotonic() + delay, next(self._numbers), event, attempts))
            self._change.notify_all()

    def _run(self) -> None:
        with self._change:
            while not self._stopped:
                if not self._queue:
                    self._change.wait()
                elif (pause := self._queue[0][0] - time.monotonic()) > 0:
                    self._change.wait(pause)
                else:
                    _, _, event, attempts = heapq.heappop(self._queue)
                    self._under_way += 1
                    self._senders.submit(self._try, event, attempts)

    def _try(self, event: Json, attempts: int) -> None:
        try:
            taken = self._send(event).taken
            if not taken and attempts < len(self.retry_after) and not self._stopped:
                self._later(self.retry_after[attempts], event, attempts + 1)
        finally:
            with self._change:
                self._under_way -= 1
                self._change.notify_all()

    def _send(self, event: Json, timestamp: int | None = None, secret: str | None = None) -> Attempt:
        assert self.url is not None
        payload = json.dumps(event, indent=2).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(payload, secret or self.secret, timestamp),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        try:
            answer = self._http.post(self.url, content=payload, headers=headers)
            attempt = Attempt(event["id"], event["type"], answer.status_code, answer.text)
        except httpx.HTTPError as error:
            attempt = Attempt(event["id"], event["type"], None, f"{type(error).__name__}: {error}")
        if attempt.taken:
            event["pending_webhooks"] = 0
        self.attempts.append(attempt)
        return attempt
