import pytest

from tests.support.system import System


@pytest.fixture(scope="package")
def fragile():
    """A system that these tests may break; each leaves it working."""
    system = System()
    try:
        system.create().deploy()
        system.start_api()
        yield system
    finally:
        system.close()
