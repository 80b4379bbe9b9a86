"""How far apart real players are: `make bench-party` (needs Chromium: `db/setup browser`).

Two people watch in pages of Chromium, one near and one 200 ms away in each direction; then four, one of them on a network
that jitters from 10 to 300 ms. They play, seek, pause, change the speed, and the last one's page is loaded anew. Every
tenth of a second all players are read at the same instant. In steady state (all pages say "In sync", and three seconds
more) the first is to be ahead of the last by no more than 100 ms at the 95th percentile. Draws bench/party.svg.
"""

import argparse
import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from html import escape
from pathlib import Path
from statistics import median

from tests.support.cinema import Viewer, follow, open_cinema, sample, sampled, viewers
from tests.support.network import Network, jitter
from tests.support.people import Person
from tests.support.system import System

AIM_MS = 100
NAMES = ("near", "200 ms each way", "10..300 ms, jittering", "near, loaded anew")
SETTLED = 3  # seconds after all follow
COLOURS = ("#4a3fd1", "#c2410c", "#0f766e", "#a3172a")
Window = tuple[str, float, float]  # what was done; from and to, in milliseconds since 1970


class Session:
    """Four players, what is done to them, and where they were all the while."""

    def __init__(self, everyone: list[Viewer], seconds: float):
        self.everyone, self.seconds = everyone, seconds
        self.tracks: list[dict[int, float]] = [{} for _ in everyone]
        self.steady: list[Window] = []
        sample(everyone)

    def watch(self, what: str) -> None:
        follow(self.everyone)
        time.sleep(SETTLED)
        started = time.time() * 1000
        time.sleep(self.seconds)
        self.steady.append((what, started, time.time() * 1000))
        self.collect()

    def collect(self) -> None:
        for track, viewer in zip(self.tracks, self.everyone, strict=True):
            track.update(sampled(viewer))

    def reload(self, viewer: Viewer) -> None:
        self.collect()
        viewer.page.send("Page.reload")
        viewer.page.see("#room")
        sample([viewer])

    def rows(self) -> dict[int, list[float]]:
        """By the instant, how far each was from the middle of all."""
        instants = sorted(set.intersection(*map(set, self.tracks)))
        rows = {instant: [track[instant] for track in self.tracks] for instant in instants}
        return {instant: [position - median(row) for position in row] for instant, row in rows.items()}


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def perform(session: Session) -> None:
    near, far, shaky, other = (session.everyone * 2)[:4]
    near.page.click("#play")
    session.watch("play")
    shaky.seek(60)
    near.page.wait("document.querySelector('video').currentTime > 60")
    session.watch("seek")
    far.page.click("#play")
    for viewer in session.everyone:
        viewer.page.wait("document.querySelector('video').paused")
    time.sleep(1)
    other.page.click("#play")
    session.watch("pause, play")
    near.rate(1.25)
    far.page.wait("document.querySelector('#rate').value === '1.25'")
    session.watch("1.25 ×")
    near.rate(1)
    far.page.wait("document.querySelector('#rate').value === '1'")
    session.reload(other)
    session.watch("reload")


def draw(rows: dict[int, list[float]], steady: list[Window], names: Sequence[str], results: dict[str, float], path: Path) -> None:
    width, height, left, top, reach = 960, 360, 56, 40, 250
    first, last = min(rows), max(rows)

    def x(instant: float) -> float:
        return left + (instant - first) / (last - first) * (width - left - 12)

    def y(offset: float) -> float:
        return top + (reach - max(-reach, min(reach, offset))) / (2 * reach) * (height - top - 40)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{left}" y="18" font-size="14" fill="#1b1b29">Where four players are, from the middle of all (ms)</text>',
    ]
    for what, start, end in steady:
        middle = (x(start) + x(end)) / 2
        parts.append(
            f'<rect x="{x(start):.1f}" y="{top}" width="{x(end) - x(start):.1f}" height="{height - top - 40}" fill="#ecebfb"/>'
            f'<text x="{middle:.1f}" y="{top + 14}" text-anchor="middle" fill="#1b1b29">{escape(what)}</text>'
            f'<text x="{middle:.1f}" y="{height - 46}" text-anchor="middle" fill="#5d5d72">p95 {results[what]:.0f} ms</text>'
        )
    for offset in (-200, -100, -50, 0, 50, 100, 200):
        parts.append(
            f'<path d="M{left} {y(offset):.1f}H{width - 12}" stroke="#c9c9d8" stroke-width="{1 if offset else 2}"/>'
            f'<text x="{left - 8}" y="{y(offset) + 4:.1f}" text-anchor="end" fill="#5d5d72">{offset}</text>'
        )
    for n, (name, colour) in enumerate(zip(names, COLOURS, strict=True)):
        line, before = "", 0
        for instant, row in rows.items():
            line += f"{'L' if instant - before == 100 else 'M'}{x(instant):.1f} {y(row[n]):.1f}"
            before = instant
        parts.append(f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-linejoin="round"/>')
        parts.append(f'<text x="{left + n * 220}" y="{height - 12}" fill="{colour}">● {escape(name)}</text>')
    path.write_text("\n".join([*parts, "</svg>\n"]))


def watch(system: System, size: int, seconds: float) -> Session:
    with ExitStack() as stack:
        far = stack.enter_context(Network(there=lambda: 0.2))
        shaky = stack.enter_context(Network(there=jitter(0.01, 0.3), back=jitter(0.01, 0.3, seed=2)))
        people = [Person(system, plan=None if n else "premium") for n in range(size)]
        for n, person in enumerate(people):
            person.profile(f"Viewer {n + 1}")
        browser, everyone = viewers(system, people, [None, far.address, shaky.address][:size])
        stack.callback(browser.close)
        code = everyone[0].sign_in().start()
        for viewer in everyone[1:]:
            viewer.sign_in(code)
        everyone[0].page.wait(f"document.querySelectorAll('.member.ready').length === {size}")
        session = Session(everyone, seconds)
        perform(session)
        return session


def report(session: Session, rows: dict[int, list[float]]) -> dict[str, float]:
    """Print the spreads; their 95th percentiles by what was done."""
    results, inside = {}, []
    for what, start, end in session.steady:
        spreads = [max(row) - min(row) for instant, row in rows.items() if start <= instant <= end]
        inside += spreads
        results[what] = percentile(spreads, 0.95)
        print(f"{what:14}{median(spreads):8.0f}{results[what]:8.0f}{max(spreads):8.0f}")
    print(f"{'all':14}{median(inside):8.0f}{percentile(inside, 0.95):8.0f}{max(inside):8.0f}   (aim: p95 of {AIM_MS})")
    return results


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=10, help="of each steady state")
    arguments.add_argument("--plot", type=Path, default=Path(__file__).with_suffix(".svg"))
    options = arguments.parse_args()

    system = open_cinema()
    try:
        for size in (2, 4):
            session = watch(system, size, options.seconds)
            rows = session.rows()
            print(f"\n{f'{size} pages':14}{'median':>8}{'p95':>8}{'most':>8}   ms between the first and the last, read at the same instant")
            results = report(session, rows)
    finally:
        system.close()
    print(f"\nload of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    draw(rows, session.steady, NAMES, results, options.plot)
    print(f"drawn (4 pages): {options.plot}")


if __name__ == "__main__":
    main()
