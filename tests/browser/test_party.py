"""The page /party, in Chromium: people with pages of their own, on good and bad networks. SCREENSHOTS=<directory> keeps pictures.

What is held here is that everybody hears, sees and may do what they should. How far apart players are, `make bench-party` measures.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium
from tests.support.cinema import AUTOPLAY, DESKTOP, Viewer, follow, positions, spreads, viewers
from tests.support.network import Network, jitter
from tests.support.people import PASSWORD, Person

TOGETHER_MS = 250  # for a machine that does other things, too


@pytest.fixture
def open_pages(system, request):
    """Makes people, the first with a plan for parties, and a page for each: `open_pages("Ada", "Max", proxies=…, width=…)`."""
    with ExitStack() as stack:

        def open_pages(*names: str, proxies=(), **size) -> list[Viewer]:
            people = [Person(system, plan=None if n else "premium") for n in range(len(names))]
            for person, name in zip(people, names, strict=True):
                person.profile(name)
            browser, everyone = viewers(system, people, proxies, **size)
            stack.callback(browser.close)
            opened.extend(everyone)
            return everyone

        opened: list[Viewer] = []
        yield open_pages
        for viewer in opened:
            assert not viewer.page.errors


@pytest.fixture
def shot(request):
    """Keeps a picture, and holds the page to the size of its screen."""

    def shot(viewer: Viewer, name: str) -> None:
        fits = viewer.page.run("document.documentElement.scrollWidth <= innerWidth && scrollY === 0")
        assert fits, f"{name}: larger than the screen"
        if directory := os.environ.get("SCREENSHOTS"):
            viewer.page.screenshot(Path(directory) / f"{request.node.name}-{name}.png")

    return shot


def members(viewer: Viewer) -> list[str]:
    return sorted(viewer.page.text("#members").replace(" (you)", "").splitlines()[1::2])


def together(everyone: list[Viewer]) -> None:
    """All play the same second."""
    follow(everyone)
    apart = sorted(spreads(positions(everyone, 2)))
    assert apart[int(len(apart) * 0.95)] <= TOGETHER_MS, apart


@pytest.mark.parametrize("size", [DESKTOP, {"width": 390, "height": 844}], ids=["desktop", "phone"])
def test_two_people_watch_together_one_of_them_far_away(open_pages, shot, size):
    with Network(there=lambda: 0.1) as far:
        ada, max_ = open_pages("Ada", "Max", proxies=[None, far.address], **size)
        ada.sign_in()
        shot(ada, "1-lobby")
        code = ada.start()
        max_.page.open(f"{max_.system.url}/party?code={code}")
        max_.page.see("[data-invited]")
        max_.sign_in(code)
        ada.page.wait("document.querySelectorAll('.member.ready').length === 2")
        assert (ada.page.text("#playing"), ada.page.text("#party-title")) == ("CineSync timecode", "Friday film night")
        shot(ada, "2-room")

        ada.page.click("#play")
        together([ada, max_])
        shot(max_, "3-playing")

        max_.seek(60)
        max_.page.wait("document.querySelector('video').currentTime > 60")
        together([ada, max_])
        assert ada.position > 60

        ada.rate(1.5)
        max_.page.wait("document.querySelector('video').playbackRate >= 1.38 && document.querySelector('#rate').value === '1.5'")
        together([ada, max_])
        ada.rate(1)

        max_.page.click("#play")
        for viewer in (ada, max_):
            viewer.page.wait("document.querySelector('video').paused")
            viewer.said("Max paused")
        assert abs(ada.position - max_.position) < 0.1

        ada.say("<b>Hello</b>, Max")
        max_.said("<b>Hello</b>, Max")
        max_.say("Hi!")
        ada.said("Hi!")
        shot(ada, "4-chat")

        ada.page.click("#play")
        max_.page.send("Page.reload")
        max_.page.see("#room")
        max_.said("Hi!")
        together([ada, max_])
        assert ada.page.run("[...document.querySelectorAll('#log .text')].filter(e => e.textContent.includes('joined')).length") == 1


def test_four_people_on_networks_of_all_kinds(open_pages, shot):
    with Network(there=lambda: 0.2) as far, Network(there=jitter(0.01, 0.3), back=jitter(0.01, 0.3, seed=2)) as shaky:
        everyone = open_pages("Ada", "Max", "Zoë", "Grandma", proxies=[None, far.address, shaky.address])
        ada, max_, zoe, grandma = everyone
        code = ada.sign_in().start()
        for viewer in everyone[1:]:
            viewer.sign_in(code)
        ada.page.wait("document.querySelectorAll('.member.ready').length === 4")
        zoe.page.click("#play")
        together(everyone)
        grandma.seek(100)
        ada.page.wait("document.querySelector('video').currentTime > 100")
        together(everyone)
        shot(zoe, "1-playing")

        max_.page.click("#reactions button")
        for viewer in everyone:
            viewer.page.wait("document.querySelector('.bubble')")

        where = ada.position
        grandma.page.open("about:blank")
        ada.page.wait("document.querySelectorAll('.member.away').length === 1")
        together([ada, max_, zoe])
        assert ada.position > where, "who leaves stops nobody"


def test_a_connection_that_breaks_comes_back_with_nothing_lost(open_pages, shot):
    with Network() as network:
        ada, max_ = open_pages("Ada", "Max", proxies=[None, network.address])
        max_.sign_in(ada.sign_in().start())
        ada.page.click("#play")
        follow([ada, max_])
        for number in range(4):  # as many as one may say at once
            if number == 1:
                network.cut()
            if number == 2:
                network.stall()
                max_.page.see("#connection")
                assert max_.page.text("#connection") == "Reconnecting …"
                shot(max_, "1-reconnecting")
                assert not max_.page.run("document.querySelector('video').paused"), "it plays on meanwhile"
            ada.say(f"number {number}")
        network.flow()
        max_.said("number 3")
        texts = max_.page.run("[...document.querySelectorAll('#log li:not(.news) .text')].map(e => e.textContent)")
        assert texts == [f"number {number}" for number in range(4)]
        together([ada, max_])


def test_the_host_decides(open_pages, shot):
    ada, max_ = open_pages("Ada", "Max")
    ada.sign_in()
    ada.page.click("#everyone")
    code = ada.start()
    max_.sign_in(code)
    max_.page.wait("document.querySelectorAll('.member').length === 2")
    assert max_.page.run("['play', 'seek', 'rate'].every(id => document.getElementById(id).disabled)")
    max_.page.click("#video")
    max_.page.see("#toast")
    assert max_.page.text("#toast") == "The host plays and pauses here."

    def about_max(action: str) -> None:
        ada.page.click("button.member")
        ada.page.see("#card")
        shot(ada, action)
        ada.page.run(f"[...document.querySelectorAll('#card-actions button')].find(b => b.textContent === '{action}').click()")

    about_max("Make a host")
    max_.page.wait("!document.querySelector('#play').disabled")
    about_max("Make a member")
    max_.page.wait("document.querySelector('#play').disabled")

    about_max("Remove")
    max_.page.see("#lobby")
    assert max_.page.text("#problem-text") == "The host removed you from the party."
    assert max_.page.run("location.search") == ""
    max_.page.fill("#code", code.lower())
    max_.page.press("Enter")
    max_.page.see("#room")

    about_max("Ban for good")
    max_.page.see("#lobby")
    max_.page.fill("#code", code)
    max_.page.press("Enter")
    max_.page.see("#problem")
    assert max_.page.text("#problem-text") == "You were banned from this party."
    assert members(ada) == ["Ada"]


def test_the_host_ends_it(open_pages):
    ada, max_ = open_pages("Ada", "Max")
    max_.sign_in(ada.sign_in().start())
    ada.page.click("#leave")
    ada.page.see("#card")
    ada.page.run("[...document.querySelectorAll('#card-actions button')].find(b => b.textContent === 'End it for everybody').click()")
    for viewer in (ada, max_):
        viewer.page.wait("document.querySelector('#curtain-text').textContent === 'The party is over.'")
        viewer.page.click("#curtain-button")
        viewer.page.see("#lobby")
        assert viewer.page.run("document.querySelector('#yours').hidden")


def test_everybody_brings_their_own_copy(open_pages, shot):
    ada, max_ = open_pages("Ada", "Max")
    max_.sign_in(ada.sign_in().start())
    bring = """fetch('/static/timecode.webm').then(answer => answer.blob()).then(blob => {
        const files = new DataTransfer();
        files.items.add(new File([blob], 'Metropolis.webm', {type: 'video/webm'}));
        const input = document.querySelector('#file');
        input.files = files.files;
        input.dispatchEvent(new Event('change'));
    })"""
    ada.page.run(bring)
    max_.page.wait("document.querySelector('#curtain-text').textContent === 'Everybody brings a copy of “Metropolis”.'")
    shot(max_, "1-choose")
    max_.page.run(bring)
    for viewer in (ada, max_):
        viewer.page.wait("document.querySelector('video').src.startsWith('blob:') && document.querySelector('video').readyState === 4")
    ada.page.wait("document.querySelectorAll('.member.ready').length === 2")
    ada.page.wait("!document.querySelector('#play').classList.contains('pause')")
    ada.page.click("#play")
    together([ada, max_])


def test_a_browser_that_wants_a_click_first_plays_without_sound_until_then(system, shot):
    person = Person(system, plan="premium")
    person.profile("Ada")
    browser = Chromium(flags=("--autoplay-policy=document-user-activation-required",))
    try:
        ada = Viewer(system, person, browser).sign_in()
        ada.start()
        browser.wait("!document.querySelector('#play').disabled")
        browser.click("#play")
        follow([ada])
        address = browser.run("location.href")
        browser.open("about:blank")  # a reload would count as wanted
        browser.open(address)
        browser.see("#curtain-button")
        assert browser.text("#curtain-button") == "Sound on"
        shot(ada, "1-muted")
        follow([ada])
        assert browser.run("document.querySelector('video').muted")
        center = browser.run(
            "(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector('#curtain-button').getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            browser.send("Input.dispatchMouseEvent", type=kind, x=center[0], y=center[1], button="left", clickCount=1)
        browser.wait("!document.querySelector('video').muted && document.querySelector('#curtain').hidden")
        follow([ada])
    finally:
        browser.close()


def test_the_door_says_what_is_wrong(system, shot):
    person = Person(system)
    person.profile("Ada", pin="4711")
    person.grant("basic")
    person.profile("Kid", is_kids=True)
    browser = Chromium(flags=AUTOPLAY)
    try:
        ada = Viewer(system, person, browser)
        browser.open(f"{system.url}/party?code=BBBBBBBB")
        browser.fill("#email", person.email)
        browser.fill("#password", "wrong")
        browser.press("Enter")
        browser.see("#problem")
        assert browser.text("#problem-text") == "Invalid email or password."
        browser.fill("#password", PASSWORD)
        browser.press("Enter")
        browser.see("#who")
        shot(ada, "1-who")
        browser.fill("#pin", "0000")
        browser.press("Enter")
        browser.see("#problem")
        assert browser.text("#problem-text") == "This PIN is wrong. 4 attempts are left."
        browser.fill("#pin", "4711")
        browser.press("Enter")
        browser.see("#lobby")
        browser.see("#problem")
        assert browser.text("#problem-text").startswith("No party goes on with this code.")
        shot(ada, "2-wrong-code")

        person.sql("update app.subscription set plan = 'free' where account_id = %(account)s")
        browser.fill("#title", "Party")
        browser.press("Enter")
        browser.wait("document.querySelector('#problem-text').textContent.startsWith('Your plan has no watch parties.')")

        browser.click('#lobby [data-action="sign-out"]')
        browser.see("#sign-in")
        browser.send("Page.reload")
        browser.see("#sign-in")
        assert not browser.errors
    finally:
        browser.close()


def test_it_needs_no_mouse(open_pages):
    (ada,) = open_pages("Ada", **DESKTOP)
    ada.sign_in().start()
    ada.page.wait("document.activeElement.id === 'party-title' && !document.querySelector('#play').disabled")
    ada.page.press(" ")
    follow([ada])
    ada.page.press("ArrowRight")
    ada.page.wait("document.querySelector('video').currentTime > 10")
    ada.page.press(" ")
    ada.page.wait("document.querySelector('video').paused")
