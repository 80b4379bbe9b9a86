"""The API's own processes stop and die under load."""

import os
import signal
import threading
import time

import httpx

from tests.faults.test_database import children
from tests.support.load import Load
from tests.support.people import Person, data_of
from tests.support.routes import mounted


def test_a_worker_that_is_killed_is_replaced(fragile):
    with Load(fragile, threads=3) as load:
        before = children(fragile.api.pid)
        os.kill(min(before), signal.SIGKILL)
        deadline = time.monotonic() + 30
        while len(children(fragile.api.pid) - {min(before)}) < len(before):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        load.wait_for(20)
    broken = load.statuses()[0]
    assert set(load.statuses()) <= {0, 200, 201, 503}, load.statuses()
    assert broken <= len(load.kinds) * 3, "only who was on it has noticed"
    load.assert_nothing_lost()


def test_stopping_answers_what_was_begun(fragile):
    """SIGTERM under load: whoever has begun is answered, nothing that was acknowledged is lost, and it ends by itself."""
    person = Person(fragile)
    try:
        with mounted(fragile, "taking_a_second", "perform pg_sleep(1.5); return '1';") as path:
            answers = []
            begun = threading.Thread(target=lambda: answers.append(person.http.get(path)))
            with Load(fragile, threads=3) as load:
                load.wait_for(10)
                begun.start()
                wait_until_sleeping(fragile)
                fragile.api.send_signal(signal.SIGTERM)
                assert fragile.api.wait(30) == 0
                begun.join(30)
            assert data_of(answers[0], 200) == 1
            assert set(load.statuses()) <= {0, 200, 201}, load.statuses()
            load.assert_nothing_lost()
            with fragile.connect() as connection:
                query = "select count(*) from pg_stat_activity where usename = 'syncstream_api'"
                while connection.execute(query).fetchone()[0]:  # it left no connection behind
                    pass
        assert "Traceback" not in fragile.api_log.read_text()
    finally:
        fragile.stop_api()
        fragile.start_api()


def wait_until_sleeping(system) -> None:
    with system.connect() as connection:
        while not connection.execute("select from pg_stat_activity where wait_event = 'PgSleep'").fetchall():
            pass


def test_a_worker_answers_again_after_its_connections_were_used_up(fragile):
    """More clients at once than all queues take: the rest is refused with 503 and a Retry-After, and it ends there."""
    with Load(fragile, ("signup",), threads=48) as load:
        load.wait_for(60)
    assert set(load.statuses()) <= {201, 503}, load.statuses()
    assert httpx.get(f"{fragile.url}/health/ready").status_code == 200
