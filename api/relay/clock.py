"""The database's clock, as well as it can be known from here."""

import asyncio
import time
from collections import deque

from api.relay import metrics
from api.relay.database import Away, Link

WINDOW = 8
FIRST_SECONDS, SECONDS = 0.05, 1.0  # between two samples: while the window is not full, and after


class Clock:
    """Asks for the time again and again, and believes the answer of the last ones that came back the fastest: it was
    given halfway between asking and hearing, give or take half the round trip. Reads by this machine's monotonic
    clock, which nobody sets.
    """

    def __init__(self, link: Link):
        self._link = link
        self._samples: deque[tuple[float, float]] = deque(maxlen=WINDOW)  # (round trip, offset), in ms
        self._offset: float | None = None
        self.ready = asyncio.Event()

    def now(self) -> float:
        """Milliseconds since 1970, by the database."""
        return time.monotonic() * 1000 + (self._offset or 0)

    async def run(self) -> None:
        while True:
            asked = time.monotonic() * 1000
            try:
                told = await self._link.call("select relay.now()")
            except Away:
                self._samples.clear()  # the one that answers next may be another machine
                continue
            heard = time.monotonic() * 1000
            self._samples.append((heard - asked, told - (asked + heard) / 2))
            delay, self._offset = min(self._samples)
            metrics.CLOCK_DELAY.set(delay / 1000)
            self.ready.set()
            await asyncio.sleep(SECONDS if len(self._samples) == WINDOW else FIRST_SECONDS)
