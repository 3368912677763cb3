"""A change to the code changes no number: histories recorded before are trained again."""

import json
from typing import Any

import numpy as np
import pytest

from tests.training.record_histories import CASES, PATH, machine, record

RECORDED: dict[str, Any] = json.loads(PATH.read_text())


def test_every_case_is_recorded() -> None:
    assert list(RECORDED["runs"]) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_numbers_are_those_recorded(name: str) -> None:
    """Bit for bit on the machine they were recorded on, else up to rounding."""
    wanted, found = RECORDED["runs"][name], record(CASES[name])
    if machine() == RECORDED["machine"]:
        assert found == wanted
    for loss in ("objective", "train_loss", "val_loss"):
        ours, theirs = ([epoch[loss] for epoch in run["epochs"]] for run in (found, wanted))
        assert np.allclose(ours, theirs, rtol=1e-3), loss
