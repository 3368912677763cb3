"""A store with a few tiny trained runs, trained once for all tests."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from regdash.reports.runs import ReportedRun
from regdash.services.comparisons import start_comparison
from regdash.services.export import gather_runs
from regdash.services.finding import find_runs
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.store.store import Store
from tests.conftest import TINY

HOSTILE = '=cmd|" /C calc"!A0 </script>\u202e'


@dataclass(frozen=True)
class Trained:
    """A store with a comparison: a baseline with two seeds, dropout with L2, and early stopping."""

    store: Store
    comparison: str

    def gather(self) -> list[ReportedRun]:
        """The runs of the comparison as reports get them."""
        return gather_runs(self.store, find_runs(self.store, [self.comparison]))


@pytest.fixture(scope="session")
def trained_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with the trained runs, and the id of their comparison; must not be changed."""
    home = tmp_path_factory.mktemp("trained")
    variants = [
        {},
        {"seed": 2},
        {"techniques": {"dropout": {"rate": 0.3}, "l2": {"l2": 0.001}}},
        {"techniques": {"early_stopping": {"patience": 1}}, "epochs": 6},
    ]
    service = RunService(home)
    specs = [RunSpec.from_dict({**TINY, **variant}) for variant in variants]
    started = start_comparison(service, specs, title=HOSTILE)
    assert service.wait(started.run_ids, timeout=240)
    service.close()
    return home, started.comparison_id


@pytest.fixture
def trained(trained_home: tuple[Path, str], home: Path) -> Iterator[Trained]:
    """A copy of the trained store, which a test may change."""
    folder, comparison = trained_home
    shutil.copytree(folder, home, dirs_exist_ok=True)
    store = Store(home)
    yield Trained(store, comparison)
    store.close()
