"""A DBA adds to the running system: `sqitch add` with a template of the project, `sqitch deploy`, and it is there."""

import time

import httpx
import psycopg
import pytest

from tests.support.project import Project
from tests.test_release import complaints


@pytest.fixture
def project(system, tmp_path):
    """A copy of the project's changes and templates, to add to; afterwards the database is as it was."""
    project = Project(tmp_path)
    yield project
    project.revert(system)


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

    project.add("profiles/greeting_get", "endpoint", function="greeting_get", path=url, kids="1", summary="Greets the account")
    project.deploy(system)

    assert within_a_second(lambda: person.http.get(url).status_code == 200)
    assert person.get(url)["account_id"] == person.account_id
    assert httpx.get(system.url + url).status_code == 401
    assert person.http.post(url).status_code == 405
    operation = person.http.get("/openapi.json").json()["paths"][url]["get"]
    assert operation["summary"] == "Greets the account"

    project.revert(system)
    assert within_a_second(lambda: person.http.get(url).status_code == 404)
    assert url not in person.http.get("/openapi.json").json()["paths"]


def test_a_new_table_with_endpoints_on_it(system, project, new_person):
    """Filled in as docs/dbas.md does."""
    project.add("profiles/bookmark", "table", table="bookmark")
    script = project.add("profiles/bookmark_create", "endpoint", function="bookmark_create", path="/v1/bookmarks", method="POST")
    text = script.read_text()
    text = text.replace("api.bookmark_create() returns", "api.bookmark_create(name app.name) returns")
    text = text.replace("in one sentence$$", "in one sentence\n\nname: 1 to 100 characters$$")
    text = text.replace(
        "    return json_build_object('account_id', v_account, 'now', now());",
        "    insert into app.bookmark (account_id, name) values (v_account, bookmark_create.name);\n"
        "    return (select json_agg(b.name order by b.created_at) from app.bookmark b);  -- whose, row-level security says",
    )
    script.write_text(text)
    project.deploy(system)

    ada, max = new_person(), new_person()
    assert within_a_second(lambda: ada.http.post("/v1/bookmarks", json={"name": "one"}).status_code == 200)
    max.post("/v1/bookmarks", {"name": "mine"})
    assert ada.post("/v1/bookmarks", {"name": "two"}) == ["one", "two"]
    assert {row["name"] for row in ada.get("/v1/me/export")["tables"]["bookmark"]} == {"one", "two"}
    assert ada.http.post("/v1/bookmarks", json={"name": ""}).json()["data"] == {"code": "invalid", "field": "name"}


def test_a_verify_script_fails_where_the_grant_is_another(system, project):
    script = project.add("profiles/greeting_get", "endpoint", function="greeting_get", path="/v1/greetings")
    script.write_text(script.read_text().replace("to member;", "to kid, member;"))
    with pytest.raises(Exception, match="sqitch deploy failed"):
        project.deploy(system)


def test_a_table_grows_a_column_an_index_and_a_constraint(system, project, person):
    """Whatever they do to a table that is in use, squawk finds nothing to say of it (tests/test_release.py)."""
    scripts = [
        project.add(
            "profiles/profile_nickname", "column", table="profile", column="nickname", summary="What friends call it; null: nothing"
        ),
        project.add("profiles/profile_nickname_index", "index", table="profile", index="profile_nickname", columns="account_id, nickname"),
        project.add(
            "profiles/profile_nickname_length",
            "constraint",
            table="profile",
            constraint="profile_nickname_length",
            rule="length(nickname) < 100",
        ),
    ]
    assert complaints(scripts) == ""
    project.deploy(system)
    project.revert(system)
    project.deploy(system)  # what was taken back is gone, and goes in again

    person.profile("Ada")
    person.sql("update app.profile set nickname = 'Countess' where account_id = %(account)s")
    with pytest.raises(psycopg.errors.CheckViolation, match="profile_nickname_length"):
        person.sql("update app.profile set nickname = repeat('x', 100) where account_id = %(account)s")
