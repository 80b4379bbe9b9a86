"""Calls of clients, gathered: those of some milliseconds go to the database in one transaction.

A commit that notifies holds a lock of the whole database until it is on disk, so they do not flush together; gathered,
a flush is shared by all that came meanwhile. Each call stands or falls by itself: the database answers each with its
own data or error. While one batch is on its way, the next one gathers.
"""

import asyncio
import logging
import time
from collections import deque
from dataclasses import dataclass, field

import psycopg

from api.errors import Problem, timeout, unavailable
from api.relay import metrics
from api.relay.database import Away, Link, as_json

log = logging.getLogger(__name__)

GATHER_SECONDS = 0.004
BATCH = 50  # a transaction of more than 64 parts slows down the whole server
WAITING = 20_000  # more are refused: they would be answered too late to be of use
PATIENCE_SECONDS = 10  # for a database that is away; then the client hears `unavailable`
ROLLED_BACK_CLASS = "40"  # a serialization failure, a deadlock's victim: nothing happened, so again
BUSY_CLASS = "55"  # a row that somebody else keeps locked
QUERY_CANCELED = "57014"


@dataclass(eq=False)
class Call:
    content: dict
    answer: asyncio.Future
    since: float = field(default_factory=time.monotonic)

    def finish(self, code: str, result: object) -> None:
        metrics.CALLS.labels(self.content["op"], code).inc()
        if self.answer.done():
            return  # its client is gone
        if isinstance(result, Problem):
            self.answer.set_exception(result)
        else:
            self.answer.set_result(result)

    def refuse(self, problem: Problem) -> None:
        self.finish(problem.code, problem)


class Gatherer:
    """One lane of calls to relay.perform, over a link of its own."""

    def __init__(self, link: Link):
        self._link = link
        self._waiting: deque[Call] = deque()
        self._some = asyncio.Event()
        self.closed = False  # nothing more is taken
        self.idle = asyncio.Event()  # everything was answered
        self.idle.set()

    def submit(self, content: dict) -> asyncio.Future:
        """Resolves to what the call answers; raises Problem for what was refused."""
        call = Call(content, asyncio.get_running_loop().create_future())
        if self.closed or len(self._waiting) >= WAITING:
            call.refuse(unavailable())
        else:
            self._waiting.append(call)
            self._some.set()
            self.idle.clear()
        return call.answer

    async def run(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(GATHER_SECONDS)
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            if not self._waiting:
                self._some.clear()
            # By party, so that transactions side by side wait for parties' rows in one order, and never for each other.
            batch.sort(key=lambda call: call.content.get("party_id", ""))
            await self._perform(batch)
            if not self._waiting:
                self.idle.set()

    async def _perform(self, batch: list[Call]) -> None:
        """Until it was answered. A lost answer is asked for again: commands count once by their id."""
        while batch:
            metrics.BATCH.labels(self._link.name).observe(len(batch))
            started = time.perf_counter()
            try:
                results = await self._link.call("select relay.perform(%s)", as_json([call.content for call in batch]))
            except Away:
                batch = self._patient(batch)
                continue
            except psycopg.Error as error:
                if (error.sqlstate or "").startswith(ROLLED_BACK_CLASS):
                    batch = self._patient(batch)
                elif len(batch) > 1:  # something about one of them; find out which
                    for call in batch:
                        await self._perform([call])
                    return
                else:
                    batch.pop().refuse(self._problem(error))
                continue
            metrics.BATCH_SECONDS.labels(self._link.name).observe(time.perf_counter() - started)
            for call, result in zip(batch, results, strict=True):
                if "ok" in result:
                    call.finish("ok", result["ok"])
                else:
                    call.refuse(Problem(**result["error"]))
            return

    @staticmethod
    def _problem(error: psycopg.Error) -> Problem:
        if error.sqlstate == QUERY_CANCELED:
            return timeout()
        if (error.sqlstate or "").startswith(BUSY_CLASS):
            return unavailable()
        log.error("a call failed", extra={"sqlstate": error.sqlstate, "context": error.diag.context})
        return Problem(500, "internal", "Something went wrong on our side. Try again later")

    @staticmethod
    def _patient(batch: list[Call]) -> list[Call]:
        """Those that can still wait; the others are refused."""
        long_ago = time.monotonic() - PATIENCE_SECONDS
        for call in batch:
            if call.since < long_ago:
                call.refuse(unavailable())
        return [call for call in batch if not call.answer.done()]
