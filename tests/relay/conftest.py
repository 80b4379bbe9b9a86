import pytest

from tests.support.party import Gathering


@pytest.fixture(scope="session")
def relays(system):
    """Two: which of them a member is connected to makes no difference."""
    return [*system.relays[:1], system.start_relay()]


@pytest.fixture
def relay(relays):
    return relays[0]


@pytest.fixture
def gather(new_person):
    """Makes a party with its people: `gather(3, control="everyone")`."""
    return lambda *args, **options: Gathering(new_person, *args, **options)
