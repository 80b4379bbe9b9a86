"""What can be wrong with Stripe as seen from outside."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Fault:
    """On requests whose `METHOD path` begins with a match of `where`, so often as `times` says, or until it is lifted.

    `delay`: answer that many seconds late. `hang`: never answer. `status`: answer 429, 500… `drop`: close the connection without
    an answer. With `hang`, `status` and `drop` what was asked is not done, and with `delay` at the end of it; with `after_work`
    it is done first.
    """

    where: str
    delay: float = 0
    hang: bool = False
    status: int | None = None
    drop: bool = False
    after_work: bool = False
    times: int | None = None
    met: int = 0  # by how many requests
    lifted: threading.Event = field(default_factory=threading.Event)


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    @contextmanager
    def on(self, where: str = "", **kind: object) -> Iterator[Fault]:
        """`with faults.on("POST /v1/customers", status=500, times=1) as fault:`"""
        fault = Fault(where, **kind)  # type: ignore[arg-type]
        with self._lock:
            self._faults.append(fault)
        try:
            yield fault
        finally:
            self.lift(fault)

    def lift(self, fault: Fault) -> None:
        """What it holds up goes on."""
        with self._lock:
            if fault in self._faults:
                self._faults.remove(fault)
        fault.lifted.set()

    def lift_all(self) -> None:
        for fault in list(self._faults):
            self.lift(fault)

    def meet(self, method: str, path: str) -> Fault | None:
        """The fault that this request runs into; the one set last, if several."""
        with self._lock:
            for fault in reversed(self._faults):
                if re.match(fault.where, f"{method} {path}") and (fault.times is None or fault.met < fault.times):
                    fault.met += 1
                    return fault
        return None
