"""A run service with its own home folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from regdash.services.runs import RunService


@pytest.fixture
def service(home: Path) -> Iterator[RunService]:
    made = RunService(home)
    yield made
    made.close()
