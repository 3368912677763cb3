"""Changes to the code do not change numbers: recorded histories are trained again."""

import json
from typing import Any

import numpy as np
import pytest

from tests.training.record_histories import CASES, PATH, machine, record

RECORDED: dict[str, Any] = json.loads(PATH.read_text())


def test_every_case_is_recorded() -> None:
    assert list(RECORDED["runs"]) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_numbers_equal_the_recorded_ones(name: str) -> None:
    """Numbers are equal bit by bit on the machine of the recording, else up to rounding."""
    wanted, found = RECORDED["runs"][name], record(CASES[name])
    if machine() == RECORDED["machine"]:
        assert found == wanted
    for loss in ("objective", "train_loss", "val_loss"):
        ours, theirs = ([epoch[loss] for epoch in run["epochs"]] for run in (found, wanted))
        assert np.allclose(ours, theirs, rtol=1e-3), loss
