"""Slow, greedy and many clients at once, of those that `make bench-attack` sends by the thousand.

As if each came from another address: the limit of calls for one would end most of this too soon.
"""

import pytest

from tests.support.attack import ATTACKS, ordinary
from tests.support.front import Front
from tests.support.people import Person


@pytest.fixture(scope="module")
def front(site):
    with Front(site.directory / "attacked", site.port, site.start_relay().port, limited=False) as front:
        yield front


CONNECTIONS = {"idle_connections": 1000, "never_reading": 50, "silent_sockets": 50, "large_bodies": 2}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_ordinary_client_does_not_notice(front, site, attack):
    person = Person(site, plan="premium")
    with attack(front, CONNECTIONS.get(attack.__name__, 300)):
        taken = ordinary(front, person, 1)
    assert len(taken) > 10
    assert taken[int(len(taken) * 0.99)] < 1, taken[-5:]
