"""The page where a TV's code is typed, in Chromium. SCREENSHOTS=<directory> keeps a picture of each step."""

import os
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium
from tests.support.pairing import Tv
from tests.support.people import PASSWORD


@pytest.fixture(params=["light", "dark"])
def browser(request):
    browser = Chromium(dark=request.param == "dark")
    try:
        yield browser
        assert not browser.errors
    finally:
        browser.close()


@pytest.fixture
def shot(request, browser):
    """Keeps a picture, and holds the page to the width of the phone."""
    directory = os.environ.get("SCREENSHOTS")

    def shot(name: str) -> None:
        assert browser.run("document.documentElement.scrollWidth <= innerWidth"), f"{name}: wider than the phone"
        if directory:
            browser.screenshot(Path(directory) / f"{request.node.name}-{name}.png")

    return shot


def sign_in(browser, person) -> None:
    browser.see("#sign-in")
    browser.fill("#email", person.email)
    browser.fill("#password", PASSWORD)
    browser.press("Enter")


def test_a_tv_is_connected_by_its_code(system, new_person, browser, shot):
    person = new_person(device_name="Phone")
    profile = person.profile("Ada", pin="4711")
    tv = Tv(system, device_name="Living room")

    browser.open(tv.codes["verification_uri"])
    browser.see("#sign-in")
    shot("1-sign-in")
    sign_in(browser, person)

    browser.see("#code-form")
    browser.wait("document.activeElement.id === 'code'")
    browser.type("bbbbbbbb")
    assert browser.run("document.querySelector('#code').value") == "BBBB-BBBB"
    shot("2-code")
    browser.press("Enter")
    browser.fill("#pin", "4711")
    browser.press("Enter")
    browser.see("#problem")
    assert browser.text("#problem-text").startswith("No device is waiting with this code.")
    shot("3-wrong-code")

    browser.fill("#code", tv.code.lower().replace("-", " "))
    browser.press("Enter")
    browser.fill("#pin", "0000")
    browser.press("Enter")
    browser.see("#problem")
    assert browser.text("#problem-text") == "This PIN is wrong. 4 attempts are left."
    shot("4-wrong-pin")

    # The free plan's two devices are the phone and this browser: the phone goes, the browser ends with the page.
    browser.fill("#pin", "4711")
    browser.press("Enter")
    browser.see("#replace")
    shot("5-limit")
    browser.click("#replace")
    browser.see("#done")
    assert browser.text("#done").startswith("✓\n\nYou are all set\n\nLiving room is signed in")
    shot("6-done")
    assert tv.sign_in()["profile"]["id"] == profile["id"]
    browser.wait("fetch('/v1/me').then(answer => answer.status === 401)")


def test_a_qr_code_leads_to_the_choice_and_a_stranger_is_turned_away(system, new_person, browser, shot):
    person = new_person(plan="premium")
    person.profile("Bartholomew with a name that is longer than any phone is wide, even in landscape")
    person.profile("Kid", is_kids=True)
    tv = Tv(system)
    browser.open(tv.codes["verification_uri_complete"])
    sign_in(browser, person)
    browser.see("#approve")
    assert browser.text("#code-shown") == tv.code
    shot("1-choice")
    browser.click('[data-action="deny"]')
    browser.see("#done")
    assert "Not connected" in browser.text("#done")
    shot("2-denied")
    assert tv.refused() == "access_denied"
    assert browser.run("location.search") == ""


def test_who_is_signed_in_already_needs_no_mouse_and_stays_signed_in(system, new_person, browser, shot):
    person = new_person(plan="premium", device_name="Web app")
    kid = person.profile("Kid", is_kids=True)
    tv = Tv(system)
    browser.send("Network.setCookie", name="auth", value=person.access_token, url=system.url, httpOnly=True, secure=True, sameSite="Lax")
    browser.open(tv.codes["verification_uri_complete"])
    browser.see("#approve")
    browser.press("Tab")
    browser.press("Tab")
    assert browser.run("document.activeElement.value") == kid["id"]
    shot("1-keyboard")
    browser.press("Enter")
    browser.see("#done")
    assert tv.sign_in()["profile"]["id"] == kid["id"]
    assert browser.run("fetch('/v1/me').then(answer => answer.status)") == 200


def test_a_kids_profile_is_asked_for_someone_else(system, new_person, browser, shot):
    person = new_person()
    person.select(person.profile("Kid", is_kids=True)["id"])
    browser.send("Network.setCookie", name="auth", value=person.access_token, url=system.url, httpOnly=True, secure=True, sameSite="Lax")
    browser.open(Tv(system).codes["verification_uri_complete"])
    browser.click("#approve .primary")
    browser.see("#sign-in")
    assert browser.text("#problem-text").startswith("A kids profile cannot connect devices.")
    shot("1-kid")
