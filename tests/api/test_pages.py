"""The page /party as it is served; tests/browser uses it."""

import re

import pytest


@pytest.fixture(scope="module")
def page(system):
    answer = system.client().get("/party", params={"code": "WDJBMJHT"})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return answer


def test_it_reaches_its_own_origin_and_the_relay_and_nothing_else(system, page):
    policy = dict(part.strip().partition(" ")[::2] for part in page.headers["Content-Security-Policy"].split(";"))
    (relay,) = re.findall(r'<meta name="relay" content="(wss?://[^/"]+)/v1/socket">', page.text)
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"] == f"'self' {relay}" and policy["media-src"] == "'self' blob:"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", page.text), "the policy would stop it"
    assert not re.findall(r'(?:src|href)="(?!/static/|data:,)', page.text)


def test_all_that_it_is_made_of_is_there(system, page):
    with system.client() as client:
        files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
        seen = set()
        while files:
            file = files.pop()
            answer = client.get(file)
            assert answer.status_code == 200, file
            seen.add(file)
            if file.endswith(".js"):
                assert "javascript" in answer.headers["Content-Type"]
                files += {f"/static/{name}" for name in re.findall(r"from '\./([^']+)'", answer.text)} - seen
        assert {"/static/cinesync.js", "/static/party.css", "/static/pair.css"} <= seen


def test_the_clip_can_be_sought_in(system):
    with system.client() as client:
        part = client.get("/static/timecode.webm", headers={"Range": "bytes=400000-400099"})
        assert (part.status_code, len(part.content)) == (206, 100)
        assert part.headers["Content-Type"] == "video/webm" and part.headers["Accept-Ranges"] == "bytes"


def test_other_pages_play_nothing_and_reach_no_relay(system):
    policy = system.client().get("/pair").headers["Content-Security-Policy"]
    assert "connect-src 'self';" in policy and "media-src 'none'" in policy
