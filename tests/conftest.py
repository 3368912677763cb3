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


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `REGDASH_HOME`."""
    monkeypatch.setenv("REGDASH_HOME", str(tmp_path))
    return tmp_path
