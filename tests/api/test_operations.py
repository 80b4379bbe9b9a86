"""Health, metrics, logs: what operators look at (contract §9)."""

import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.support.people import Person, data_of, new_address, refusal


def metrics(system) -> dict[str, float]:
    """Each sample by its name and labels, in one order."""
    response = httpx.get(f"{system.url}/metrics")
    assert response.headers["Content-Type"].startswith("text/plain")
    samples = {}
    for line in response.text.splitlines():
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            samples[name] = float(value)
    return samples


def answered(samples: dict, method: str, route: str, status: int) -> float:
    return samples.get(f'syncstream_http_request_seconds_count{{method="{method}",route="{route}",status="{status}"}}', 0)


def test_requests_are_counted_by_route_and_status_over_all_workers(system, person):
    before = metrics(system)

    def ask(n: int) -> int:  # on connections of their own, so that both workers are met
        return httpx.get(f"{system.url}/v1/profiles/{uuid.uuid4()}", headers=person.http.headers).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(40))) == {404}
    httpx.get(f"{system.url}/v1/profiles/{uuid.uuid4()}")
    httpx.get(f"{system.url}/{uuid.uuid4()}")
    for _ in range(10):  # whichever worker is asked
        after = metrics(system)
        assert answered(after, "GET", "/v1/profiles/{id}", 404) - answered(before, "GET", "/v1/profiles/{id}", 404) == 40
    assert answered(after, "GET", "/v1/profiles/{id}", 401) - answered(before, "GET", "/v1/profiles/{id}", 401) == 1
    assert answered(after, "GET", "unknown", 404) - answered(before, "GET", "unknown", 404) == 1
    assert not [name for name in after if re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", name)], "an address is no label: there is no end of them"


def test_latency_is_measured(system, person):
    person.login()  # a password hash: some 50 ms
    samples = metrics(system)
    login = 'method="POST",route="/v1/auth/login",status="200"'
    count, total = samples[f"syncstream_http_request_seconds_count{{{login}}}"], samples[f"syncstream_http_request_seconds_sum{{{login}}}"]
    assert 0.005 < total / count < 10
    buckets = [
        value
        for name, value in samples.items()
        if name.startswith("syncstream_http_request_seconds_bucket") and "/v1/auth/login" in name and '"200"' in name
    ]
    assert max(buckets) == count


def test_the_gateway_tells_how_full_it_is(system, person):
    person.get("/v1/me")
    for _ in range(200):  # written once a second
        samples = metrics(system)
        open_links = samples.get('syncstream_gateway_connections{kind="read",role="member"}', 0)
        if open_links:
            break
        system.client().get("/health/ready")
    with system.connect() as connection:
        name = "syncstream-api member read%"
        (there,) = connection.execute("select count(*) from pg_stat_activity where application_name like %s", [name]).fetchone()
    assert 1 <= open_links <= there
    assert 'syncstream_gateway_calls{kind="read",role="member",state="waiting"}' in samples


def test_readiness_asks_the_database_and_liveness_does_not(system):
    assert data_of(httpx.get(f"{system.url}/health/live"), 200) == {"status": "live"}
    ready = data_of(httpx.get(f"{system.url}/health/ready"), 200)
    assert ready["status"] == "ready" and "/" in ready["change"]


def test_the_database_knows_the_request_id_and_the_address(system, person, mounted):
    """For a DBA's own tracing: settings of the transaction."""
    path = mounted(
        "tried",
        "return (select json_build_array(current_setting('request.id'), current_setting('request.address'), application_name)"
        " from pg_stat_activity where pid = pg_backend_pid());",
    )
    for name in ("abc-1", "abc-2"):
        data = person.get(path, headers={"X-Request-Id": name, "X-Forwarded-For": "203.0.113.7"})
        assert data == [name, "203.0.113.7", f"syncstream-api member read {name}"]


def test_an_unexpected_error_is_a_500_in_the_envelope_and_a_line_of_json_with_the_request_id(system, person, mounted):
    path = mounted("tried_in_vain", "raise 'a bug';")
    request_id = uuid.uuid4().hex
    refusal(person.http.get(path, headers={"X-Request-Id": request_id}), 500, "internal")
    (line,) = [line for line in system.api_log.read_text().splitlines() if request_id in line]
    entry = json.loads(line)
    assert (entry["request_id"], entry["method"], entry["route"], entry["levelname"]) == (request_id, "GET", path, "ERROR")
    assert "a bug" in entry["exc_info"]


def test_no_secret_is_in_any_log(system):
    """Of signing up, in and out, of failures, of bugs: neither the API nor PostgreSQL writes what was sent."""
    mark = uuid.uuid4().hex[:12]
    secrets = [f"password-{mark}", f"other-{mark}", f"wrong-{mark}", mark]
    pin = f"{uuid.uuid4().int % 10**8:08}"
    person = Person(system, plan="premium", password=secrets[0])
    profile = person.profile(pin=pin)
    path = f"/v1/profiles/{profile['id']}"
    headers = {"X-Forwarded-For": new_address()}
    person.login(headers, password=secrets[2])
    person.refused(403, "invalid_credentials", "PUT", f"{path}/pin", {"password": secrets[2], "pin": pin})
    person.refused(400, "invalid", "PUT", f"{path}/pin", {"password": secrets[0] * 200, "pin": pin})
    person.refused(400, "invalid", "PUT", f"{path}/pin", {"password": secrets[0], "pin": f"{pin}-{mark}"})
    person.refused(400, "unknown_field", "PUT", f"{path}/pin", {"password": secrets[0], mark: pin})
    person.refused(403, "invalid_pin", "POST", f"{path}/select", {"pin": pin[::-1] if pin != pin[::-1] else "00000000"})
    person.refused(400, "invalid", "GET", f"/v1/profiles?cursor={mark}")
    person.refused(404, "not_found", "GET", f"/{mark}")
    refusal(httpx.get(f"{system.url}/v1/me", headers={"Authorization": f"Bearer {mark}"}), 401, "unauthorized")
    person.post("/v1/me/password", {"current_password": secrets[0], "new_password": secrets[1]})
    person.select(profile["id"], pin)
    tokens = data_of(person.refresh(), 200)
    person.refresh(tokens["refresh_token"])
    secrets += [pin, person.access_token, tokens["access_token"], tokens["refresh_token"], person.tokens["refresh_token"]]
    with system.connect() as connection:
        queries = connection.execute("select string_agg(query, ' ') from pg_stat_activity where usename = 'syncstream_api'").fetchone()[0]
    for text in (system.api_log.read_text(), system.cluster.log.read_text(errors="replace"), queries):
        assert text
        for secret in secrets:
            assert secret not in text
            assert secret.rsplit(".", 1)[-1] not in text
