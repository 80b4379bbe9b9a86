from contextlib import ExitStack

import pytest

from tests.support import routes


@pytest.fixture
def mounted(system):
    """Mounts functions for one test: `mounted("tried", "return '1';")` is the path of a GET for everybody signed in."""
    with ExitStack() as stack:
        yield lambda name, body, **options: stack.enter_context(routes.mounted(system, name, body, **options))
