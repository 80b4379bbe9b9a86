"""One system for all pages, with a relay."""

import pytest

from tests.support.cinema import open_cinema


@pytest.fixture(scope="session")
def system():
    system = open_cinema()
    yield system
    system.close()
