"""What is secret is nowhere but in the answer of the credentials call: searched for, not reasoned about.

PostgreSQL logs every statement here, and is set to log the values of parameters, too, which the API's login undoes.
"""

import subprocess
import time

import httpx
import pytest

from db.cluster import Cluster
from db.vault import rotate
from tests.support.people import Person
from tests.support.system import System

# Each unlike anything else, so that a search cannot miss it; with characters that are written differently in
# addresses, in JSON, in SQL and in base64.
PASSWORD = "pw-Zq7xV2kM"
USERNAME = "user-Hn4wT9bL"
TOKEN = "token-Rb8cJ3fD"
GUIDE = "guide-Xs6mP1gK"
FALLBACK = "fallback-Lc5vN7hQ"
REFUSED = "refused-Wd2yF8jS"
SECRETS = (PASSWORD, USERNAME, TOKEN, GUIDE, FALLBACK, REFUSED)
CONTROL = "control-Tk9qB4xZ"
PASTED = f"http://tv.example:8080/get.php?username={USERNAME}&password={PASSWORD}"
LIST = f"http://tv.example/l.m3u?token={TOKEN}"


def spoken_out(text: str | bytes) -> list[str]:
    """Which of the secrets are in a text: plain, or as the bytes that a dump writes in hexadecimal."""
    content = text.encode() if isinstance(text, str) else text
    lower = content.lower()
    return [secret for secret in SECRETS if secret.encode() in content or secret.encode().hex().encode() in lower]


def watch_everything(cluster: Cluster, system: System) -> None:
    settings = {
        "shared_preload_libraries": "pg_stat_statements",
        "pg_stat_statements.track": "all",
        "pg_stat_statements.track_utility": "on",
        "log_min_duration_statement": "0",
        "log_statement": "all",
        "log_duration": "on",
        "log_error_verbosity": "verbose",
        "log_parameter_max_length": "-1",
        "log_parameter_max_length_on_error": "-1",
    }
    with (cluster.data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    cluster.restart()
    with system.connect() as connection:
        connection.execute("create extension pg_stat_statements schema public")


@pytest.fixture(scope="module")
def system():
    system = System()
    try:
        system.create().deploy()
        watch_everything(system.cluster, system)
        system.start_api()
        yield system
    finally:
        system.close()


@pytest.fixture(scope="module")
def told(system):
    """A household's life with its playlists, mistakes and faults among it: every answer but those of credentials."""
    answers: list[httpx.Response] = []

    def keep(response: httpx.Response) -> None:
        response.read()
        if not (response.url.path.endswith("/credentials") and response.status_code == 200):
            answers.append(response)

    person = Person(system, plan="ultimate")
    person.http.event_hooks["response"].append(keep)
    send = person.http.request

    made = person.post("/v1/playlists", {"name": "x", "url": PASTED}, expect=201)
    path = f"/v1/playlists/{made['id']}"
    listed = {"name": "y", "kind": "m3u", "url": LIST, "fallback_urls": [f"http://b.example/{FALLBACK}?x={FALLBACK}"]}
    second = person.post("/v1/playlists", listed, expect=201)
    body = {"name": "z", "kind": "xtream", "url": "http://c.example", "username": USERNAME, "password": PASSWORD}
    third = person.post("/v1/playlists", {**body, "epg_url": f"http://epg.example/xmltv.php?password={GUIDE}"}, expect=201)
    person.patch(path, {"password": PASSWORD + "2"})
    person.patch(path, {"url": PASTED.replace("8080", "8081")})
    answer = {"user_info": {"auth": 1, "status": "Active", "username": USERNAME, "password": PASSWORD, "message": PASSWORD}}
    person.put(f"{path}/status", {**answer, "server_info": {"timezone": PASSWORD, "url": PASSWORD}})
    for playlist in (made, second, third):
        credentials = person.get(f"/v1/playlists/{playlist['id']}/credentials")
        assert spoken_out(str(credentials)), "the search finds what is there"
        person.get(f"/v1/playlists/{playlist['id']}")
    person.get("/v1/playlists"), person.get("/v1/playlists?limit=1"), person.get("/v1/audit"), person.get("/v1/me")

    # Mistakes, with secrets wherever they may be.
    bad = PASTED.replace(PASSWORD, REFUSED)
    for wrong in (
        {"name": "x", "url": bad.replace("http:", "ftp:")},
        {"name": "x", "url": bad.replace("http://", f"http://{REFUSED}:{REFUSED}@")},
        {"name": "x", "url": bad + "%FF"},
        {"name": "x", "url": bad + "%00"},
        {"name": "x", "url": bad + "\n"},
        {"name": "x", "url": bad + "\0"},
        {"name": "x", "url": bad + "x" * 5000},
        {"name": "x", "url": bad.replace("8080", "99999")},
        {"name": "x", "url": bad.replace("username", "user")},
        {"name": "x", "url": bad.replace("tv.example", f"{REFUSED}..example")},
        {"name": "x", "url": bad, "kind": REFUSED},
        {"name": "x", "url": bad, "visible_to": REFUSED},
        {"name": "x", "url": bad, "username": REFUSED + "\n"},
        {"name": "x", "url": bad, "password": REFUSED * 100},
        {"name": "x", "url": bad, "password": [REFUSED]},
        {"name": "x", "url": bad, "password": {"a": REFUSED}},
        {"name": "x", "url": bad, "epg_url": REFUSED},
        {"name": "x", "url": bad, "fallback_urls": [REFUSED]},
        {"name": "x", "url": bad, "fallback_urls": [bad + "\n"]},
        {"name": "x" * 200, "url": bad},
        {"name": "x", "url": bad, "more": REFUSED},
        {"name": None, "url": bad},
    ):
        assert send("POST", "/v1/playlists", json=wrong).status_code == 400
        send("PATCH", path, json=wrong)
    for raw, kind in (
        (f'{{"name": "x", "url": "{bad}"', "application/json"),
        (f'{{"name": "x", "url": "{bad}", "password": NaN}}', "application/json"),
        (f'{{"name": "x", "url": "{bad}", "password": "\\ud800{REFUSED}"}}', "application/json"),
        (f'["{bad}"]', "application/json"),
        (f"url={bad}", "application/x-www-form-urlencoded"),
    ):
        assert send("POST", "/v1/playlists", content=raw, headers={"Content-Type": kind}).status_code in (400, 415)
    send("PUT", f"{path}/status", json={"user_info": [REFUSED], "server_info": REFUSED})
    send("PUT", f"{path}/status", json={"user_info": {"exp_date": REFUSED, "status": REFUSED, "auth": REFUSED, "is_trial": REFUSED}})
    send("GET", f"/v1/playlists/{REFUSED}/credentials")
    send("GET", "/v1/playlists", params={"cursor": "x", "limit": "0"})
    with system.client() as stranger:
        for response in (
            stranger.post("/v1/playlists", json={"name": "x", "url": bad}),
            stranger.post("/v1/playlists", json={"name": "x", "url": bad}, headers={"Authorization": "Bearer x"}),
        ):
            keep(response)
            assert response.status_code == 401

    # Faults: no key; a secret that was changed; a table that is locked; a role that may not; a connection that ends.
    with system.connect() as connection:
        (directory,) = connection.execute(
            "update private.vault set directory = '/nowhere' returning (select directory from private.vault)"
        ).fetchone()
        assert send("POST", "/v1/playlists", json={"name": "x", "url": bad}).status_code == 503
        assert send("PATCH", path, json={"password": REFUSED}).status_code == 503
        assert send("GET", f"{path}/credentials").status_code == 503
        connection.execute("update private.vault set directory = %s", [directory])
        connection.execute(
            "update private.playlist_secret set ciphertext = set_byte(ciphertext, 60, 0) where playlist_id = %s", [second["id"]]
        )
        assert send("GET", f"/v1/playlists/{second['id']}/credentials").status_code == 503
        with connection.transaction():
            connection.execute("lock table private.playlist_secret")
            assert send("POST", "/v1/playlists", json={"name": "x", "url": bad}).status_code == 503
        with connection.transaction():
            connection.execute("lock table app.playlist")
            with pytest.raises(httpx.ReadTimeout):
                send("POST", "/v1/playlists", json={"name": "x", "url": bad}, timeout=1)
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'syncstream-api member write'"
            )
        while send("GET", path).status_code == 503 or send("PATCH", path, json={}).status_code == 503:
            time.sleep(0.1)  # until the ended connections are replaced
        connection.execute("alter table app.playlist add constraint no_more check (name <> 'no more') not valid")
        assert send("POST", "/v1/playlists", json={"name": "no more", "url": bad}).status_code == 400
        connection.execute("alter table app.playlist drop constraint no_more")
        connection.execute("alter function private.source(text, text, text) rename to source_away")
        assert send("POST", "/v1/playlists", json={"name": "x", "url": bad}).status_code == 500
        connection.execute("alter function private.source_away(text, text, text) rename to source")
        connection.execute("delete from private.playlist_secret where playlist_id = %s", [second["id"]])
    rotate(system.target)
    assert person.get(f"{path}/credentials")["password"] == PASSWORD
    person.delete(f"/v1/playlists/{third['id']}")
    return answers


def test_no_answer_but_that_of_credentials_has_a_secret(told):
    assert len(told) > 60
    for response in told:
        # The way it was asked is not the server's word: only what came back is searched.
        assert not spoken_out(response.content), f"{response.request.method} {response.url}: {response.text}"
        assert not spoken_out(str(response.headers.raw)), response.headers


def test_no_line_of_postgresqls_log_has_one(system, told):
    log = system.cluster.log.read_bytes()
    assert log.count(b"api.playlist_create") > 20, "every statement is logged"
    with system.connect() as connection:
        connection.execute("select %s::text", [CONTROL])
    assert CONTROL.encode() in system.cluster.log.read_bytes(), "and the values of anybody else's parameters"
    assert b"vault: the key file /nowhere/" in log
    lines = [line.decode() for line in log.splitlines() if spoken_out(line)]
    assert not lines, lines[:3]


def test_no_line_of_the_apis_log_has_one(system, told):
    log = system.api_log.read_bytes()
    assert b"unexpected error" in log, "there was one"
    assert not spoken_out(log), [line.decode() for line in log.splitlines() if spoken_out(line)][:3]


def test_no_statement_that_was_counted_has_one(system, told):
    with system.connect() as connection:
        queries = [query for (query,) in connection.execute("select query from pg_stat_statements")]
        assert any("api.playlist_create" in query for query in queries) and any(
            "into private.playlist_secret" in query for query in queries
        )
        assert not [query for query in queries if spoken_out(query)]
        # What each backend ran last, and what plans were kept of.
        assert not [
            text
            for (text,) in connection.execute("select a::text from pg_stat_activity a where pid <> pg_backend_pid()")
            if spoken_out(text)
        ]
        assert not [text for (text,) in connection.execute("select s::text from pg_stats s") if spoken_out(text)]


def test_no_dump_has_one(system, told):
    dump = subprocess.run(["pg_dump"], env=system.target.environment, capture_output=True, check=True).stdout
    assert b"COPY private.playlist_secret" in dump and dump.count(b"\\\\xc30c") >= 1, "the ciphertext is in it"
    assert not spoken_out(dump)


def test_no_file_of_the_data_directory_has_one(system, told):
    """Tables, indexes, write-ahead log, statistics: whoever gets a disk or a file backup."""
    with system.connect() as connection:
        connection.execute("analyze")
        connection.execute("checkpoint")
    files = [path for path in system.cluster.data.rglob("*") if path.is_file()]
    assert any(path.parent.name == "pg_wal" for path in files)
    assert not [str(path) for path in files if spoken_out(path.read_bytes())]
