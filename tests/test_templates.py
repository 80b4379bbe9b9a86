"""A DBA adds to the running system: `sqitch add` with a template of the project, `sqitch deploy`, and it is there."""

import shutil
import subprocess
import time

import httpx
import pytest

from db.cluster import ROOT


@pytest.fixture
def project(system, tmp_path):
    """A copy of the project's changes and templates, to add to; afterwards the database is as it was."""
    for name in ("sqitch.conf", "sqitch.plan"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("deploy", "revert", "verify", "db/templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    last = [line.split()[0] for line in (tmp_path / "sqitch.plan").read_text().splitlines() if line.strip()][-1]
    yield tmp_path
    system.target.sqitch("revert", "-y", "--to", last, output=subprocess.DEVNULL, root=tmp_path)


def add(project, change: str, template: str, **variables: str) -> None:
    settings = [argument for name, value in variables.items() for argument in ("--set", f"{name}={value}")]
    command = ["sqitch", "add", change, "--template", template, *settings, "--note", "A test"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)


def within_a_second(holds) -> bool:
    """A second, and what a busy machine adds to it."""
    deadline = time.monotonic() + 5
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_new_endpoint_answers_without_a_restart(system, project, person):
    url = "/v1/greetings"
    assert person.http.get(url).status_code == 404

    add(project, "profiles/greeting_get", "endpoint", function="greeting_get", path=url, kids="1", summary="Greets the account")
    system.target.sqitch("deploy", "--verify", output=subprocess.DEVNULL, root=project)

    assert within_a_second(lambda: person.http.get(url).status_code == 200)
    assert person.get(url)["account_id"] == person.account_id
    assert httpx.get(system.url + url).status_code == 401
    assert person.http.post(url).status_code == 405
    operation = person.http.get("/openapi.json").json()["paths"][url]["get"]
    assert operation["summary"] == "Greets the account"

    system.target.sqitch("revert", "-y", "--to", "@HEAD^", output=subprocess.DEVNULL, root=project)
    assert within_a_second(lambda: person.http.get(url).status_code == 404)
    assert url not in person.http.get("/openapi.json").json()["paths"]


def test_a_new_table_with_endpoints_on_it(system, project, new_person):
    """Filled in as docs/dbas.md does."""
    add(project, "profiles/bookmark", "table", table="bookmark")
    add(project, "profiles/bookmark_create", "endpoint", function="bookmark_create", path="/v1/bookmarks", method="POST")
    script = project / "deploy/profiles/bookmark_create.sql"
    text = script.read_text()
    text = text.replace("api.bookmark_create() returns", "api.bookmark_create(name app.name) returns")
    text = text.replace("in one sentence$$", "in one sentence\n\nname: 1 to 100 characters$$")
    text = text.replace(
        "    return json_build_object('account_id', v_account, 'now', now());",
        "    insert into app.bookmark (account_id, name) values (v_account, bookmark_create.name);\n"
        "    return (select json_agg(b.name order by b.created_at) from app.bookmark b);  -- whose, row-level security says",
    )
    script.write_text(text)
    system.target.sqitch("deploy", "--verify", output=subprocess.DEVNULL, root=project)

    ada, max = new_person(), new_person()
    assert within_a_second(lambda: ada.http.post("/v1/bookmarks", json={"name": "one"}).status_code == 200)
    max.post("/v1/bookmarks", {"name": "mine"})
    assert ada.post("/v1/bookmarks", {"name": "two"}) == ["one", "two"]
    assert {row["name"] for row in ada.get("/v1/me/export")["tables"]["bookmark"]} == {"one", "two"}
    assert ada.http.post("/v1/bookmarks", json={"name": ""}).json()["data"] == {"code": "invalid", "field": "name"}


def test_a_verify_script_fails_where_the_grant_is_another(system, project):
    add(project, "profiles/greeting_get", "endpoint", function="greeting_get", path="/v1/greetings")
    script = project / "deploy/profiles/greeting_get.sql"
    script.write_text(script.read_text().replace("to member;", "to kid, member;"))
    with pytest.raises(Exception, match="sqitch deploy failed"):
        system.target.sqitch("deploy", "--verify", output=subprocess.DEVNULL, root=project)
