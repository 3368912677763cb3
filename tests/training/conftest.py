"""What tests of the training share."""

from collections.abc import Iterator

import pytest


@pytest.fixture
def fresh_programs() -> Iterator[None]:
    """No program was compiled before, and none of those compiled now serves other tests."""
    from regdash.training.pool import PROGRAMS

    PROGRAMS.clear()
    yield
    PROGRAMS.clear()
