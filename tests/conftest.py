"""One whole system for all tests that do not break it; those that do make their own."""

import pytest

from tests.support.people import Person
from tests.support.system import System


@pytest.fixture(scope="session")
def system():
    """A deployed database, a running API and a relay."""
    system = System()
    try:
        system.create().deploy()
        system.start_api()
        system.start_relay()
        yield system
    finally:
        system.close()


@pytest.fixture
def person(system):
    return Person(system)


@pytest.fixture
def new_person(system):
    """Makes people: `new_person(plan="premium")`."""
    return lambda **options: Person(system, **options)
