"""What all tests share: a home of their own, and specs that train in a second."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

TINY: dict[str, Any] = {
    "data": {"train_size": 300, "validation_share": 0.1},
    "network": {"hidden_layers": [32]},
    "epochs": 3,
    "batch_size": 32,
}


@pytest.fixture
def tiny() -> Callable[..., Any]:
    """Builds a spec that trains within a second or two; arguments change top-level fields."""
    from regdash.spec import RunSpec

    return lambda **changes: RunSpec.from_dict({**TINY, **changes})


@pytest.fixture(autouse=True, scope="session")
def no_home_of_the_users(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes what the person who runs it has."""
    os.environ["REGDASH_HOME"] = str(tmp_path_factory.mktemp("nobody"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `REGDASH_HOME`."""
    monkeypatch.setenv("REGDASH_HOME", str(tmp_path))
    return tmp_path
