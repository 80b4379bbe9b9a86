"""Watch parties in Chromium: people with the page /party, and where their players are at one instant."""

import json
import time
from collections.abc import Sequence

from tests.browser.chromium import Chromium, Page
from tests.support.people import PASSWORD
from tests.support.system import System, free_port

AUTOPLAY = ("--autoplay-policy=no-user-gesture-required",)
DESKTOP = {"width": 1280, "height": 800}

# Every tenth of a second, at instants that are the same for all pages of the machine, where the player is: between two
# instants it is told by its own speed. The wall clock is what pages have in common.
SAMPLE = """(() => {
    window.positions = [];
    const wall = () => performance.timeOrigin + performance.now();
    clearTimeout(window.sampling);
    const sample = () => {
        const video = document.querySelector('video');
        const at = wall();
        const nominal = Math.round(at / 100) * 100;
        positions.push([nominal, video.currentTime * 1000 + (video.paused ? 0 : (nominal - at) * video.playbackRate)]);
        window.sampling = setTimeout(sample, nominal + 100 - wall());
    };
    window.sampling = setTimeout(sample, 100 - wall() % 100);
})()"""


def open_cinema() -> System:
    """A system with a relay that the page /party finds."""
    system = System()
    try:
        system.create().deploy()
        port = free_port()
        system.start_api(RELAY_URL=f"ws://127.0.0.1:{port}/v1/socket")
        system.start_relay(port)
    except BaseException:
        system.close()
        raise
    return system


class Viewer:
    """Somebody with the page /party open."""

    def __init__(self, system: System, person, page: Page):
        self.system, self.person, self.page = system, person, page

    def sign_in(self, code: str = "") -> "Viewer":
        page = self.page
        page.open(f"{self.system.url}/party" + (f"?code={code}" if code else ""))
        page.fill("#email", self.person.email)
        page.fill("#password", PASSWORD)
        page.press("Enter")
        page.see("#room" if code else "#lobby")
        return self

    def start(self, title: str = "Friday film night") -> str:
        """Start a party; its code."""
        self.page.fill("#title", title)
        self.page.press("Enter")
        self.page.see("#room")
        return self.code

    @property
    def code(self) -> str:
        return self.page.text("#invite-code").replace("-", "")

    def state(self, text: str) -> "Viewer":
        """Wait until the badge says so, or is gone (``)."""
        self.page.wait(f"document.querySelector('#sync').textContent === {json.dumps(text)}")
        return self

    @property
    def position(self) -> float:
        return self.page.run("document.querySelector('video').currentTime")

    def seek(self, seconds: float) -> None:
        self.page.run(
            f"(e => {{ e.value = {seconds * 1000}; e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')); }})"
            "(document.querySelector('#seek'))"
        )

    def rate(self, rate: float) -> None:
        self.page.run(f"(e => {{ e.value = '{rate}'; e.dispatchEvent(new Event('change')); }})(document.querySelector('#rate'))")

    def say(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.press("Enter")

    def said(self, text: str) -> None:
        self.page.wait(f"[...document.querySelectorAll('#log .text')].some(e => e.textContent === {json.dumps(text)})")


def viewers(system: System, people: Sequence, proxies: Sequence[str | None] = (), **size: int) -> tuple[Chromium, list[Viewer]]:
    """A browser with a page a person; whoever has a proxy reaches the system through it alone."""
    browser = Chromium(flags=AUTOPLAY, **size)
    pages = [browser.another(proxy=proxy, **size) for proxy in [*proxies, *[None] * (len(people) - len(proxies))]]
    return browser, [Viewer(system, person, page) for person, page in zip(people, pages, strict=True)]


def follow(everyone: Sequence[Viewer]) -> None:
    for viewer in everyone:
        viewer.state("In sync")


def sample(everyone: Sequence[Viewer]) -> None:
    """Begin to note where the players are; a page that was loaded anew begins anew."""
    for viewer in everyone:
        viewer.page.run(SAMPLE)


def sampled(viewer: Viewer) -> dict[int, float]:
    """Where a player was, in milliseconds, by the instant, in milliseconds since 1970."""
    return {instant: position for instant, position in viewer.page.run("positions")}


def positions(everyone: Sequence[Viewer], seconds: float) -> list[list[float]]:
    """Where each player was, a row an instant, in milliseconds."""
    sample(everyone)
    time.sleep(seconds)
    tracks = [sampled(viewer) for viewer in everyone]
    return [[track[instant] for track in tracks] for instant in sorted(set.intersection(*map(set, tracks)))]


def spreads(rows: Sequence[Sequence[float]]) -> list[float]:
    """At each instant, how far the first is ahead of the last."""
    return [max(row) - min(row) for row in rows]
