"""Clients that call the API all the time while something happens to it, and remember each answer."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from tests.support.people import Person, data_of, new_email

PATIENCE = 60  # seconds; whoever waits longer has met a hang


@dataclass
class Answer:
    kind: str
    at: float  # when it came
    seconds: float
    status: int  # 0: the connection broke
    data: dict | None


@dataclass
class Load:
    """`with Load(system) as load: load.wait_for(50); …` A few threads for each kind of call."""

    system: object
    kinds: tuple[str, ...] = ("profiles", "me", "create", "signup")
    threads: int = 2
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self):
        self._stop = threading.Event()
        self._threads = []
        for kind in self.kinds:
            for _ in range(self.threads):
                # Everyone has an account: calls that wait for each other's row locks are another matter.
                self.person = None if kind == "signup" else self._person()
                self._threads.append(threading.Thread(target=self._work, args=[kind, self.person], daemon=True))

    def _person(self) -> Person:
        """Someone who comes back when told to: a worker may still be recovering from what the test before this one did."""
        for _ in range(PATIENCE):
            try:
                return Person(self.system, plan="ultimate")
            except AssertionError as refusal:
                if not str(refusal).startswith("503 "):
                    raise
                time.sleep(1)
        raise AssertionError(f"nobody could sign up within {PATIENCE} s")

    def __enter__(self) -> "Load":
        self.start()
        self.wait_for(5)
        return self

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *error) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a call hangs"

    def wait_for(self, count: int, seconds: float = PATIENCE, good: Callable[[Answer], bool] = lambda answer: answer.status < 400) -> float:
        """Until there were so many more good answers of each kind; how long that took."""
        start, began = len(self.answers), time.monotonic()
        while time.monotonic() < began + seconds:
            counts = Counter(answer.kind for answer in self.answers[start:] if good(answer))
            if all(counts[kind] >= count for kind in self.kinds):
                return time.monotonic() - began
            time.sleep(0.01)
        raise AssertionError(f"within {seconds} s only {counts}; {self.statuses()}")

    def statuses(self, *kinds: str) -> Counter:
        return Counter(answer.status for answer in list(self.answers) if not kinds or answer.kind in kinds)

    def assert_nothing_lost(self) -> None:
        """Whatever was acknowledged is there."""
        with self.system.connect() as connection:
            profiles = {str(row[0]) for row in connection.execute("select id from app.profile")}
            accounts = {str(row[0]) for row in connection.execute("select account_id from app.account")}
        made = {answer.data["id"] for answer in self.answers if answer.kind == "create" and answer.status == 201}
        signed_up = {answer.data["account"]["id"] for answer in self.answers if answer.kind == "signup" and answer.status == 201}
        assert made and made <= profiles
        assert signed_up <= accounts

    def _work(self, kind: str, person: Person | None) -> None:
        calls = {
            "profiles": ("GET", "/v1/profiles?limit=3", None),
            "me": ("GET", "/v1/me", None),
            "create": ("POST", "/v1/profiles", {"name": "Ada"}),
            "signup": ("POST", "/v1/auth/signup", {"password": "correct horse"}),
        }
        method, path, body = calls[kind]
        headers = {"Authorization": f"Bearer {person.access_token}"} if person else {}
        with httpx.Client(base_url=self.system.url, headers=headers, timeout=PATIENCE) as http:
            while not self._stop.is_set():
                began = time.monotonic()
                try:
                    response = http.request(method, path, json=body | {"email": new_email()} if kind == "signup" else body)
                    status, data = response.status_code, data_of(response, response.status_code)
                except httpx.TimeoutException:
                    status, data = -1, None
                except httpx.HTTPError:
                    status, data = 0, None
                except Exception as error:  # not in the envelope
                    status, data = -2, {"error": repr(error)}
                self.answers.append(Answer(kind, time.monotonic(), time.monotonic() - began, status, data))
                if status not in (200, 201):
                    time.sleep(0.02)  # as a client that was told to come back
