import pytest

from tests.support.system import System


@pytest.fixture(scope="package")
def site():
    """A system for what operators do to it, which archives its WAL; each test leaves it serving."""
    system = System()
    system.cluster.backups = system.directory / "backups"
    try:
        system.create().deploy()
        system.start_api()
        yield system
    finally:
        system.close()
