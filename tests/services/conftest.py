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


@pytest.fixture
def two(service: RunService, tiny) -> tuple[str, str, list[str]]:
    """Two comparisons with two and one runs, and the ids of the runs."""
    store = service.store
    first, second = store.add_comparison("CON"), store.add_comparison("Second/../one")
    runs = [store.add_run(c, tiny(seed=s), "me") for c, s in ((first, 1), (first, 2), (second, 1))]
    return first, second, runs
