"""Seconds per epoch, learned from earlier runs."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from statistics import median
from typing import Any

from regdash.spec import RunSpec

_NEAREST = 5
"""Number of earlier runs whose durations are used."""

_MAX_RATIO = 8.0
"""A model that is wrong by more than this factor in earlier runs is not corrected further."""


@dataclass(frozen=True)
class Effort:
    """A completed run."""

    spec: RunSpec
    pace: float
    """Mean seconds per epoch, measured; above 0."""

    @cached_property
    def cost(self) -> str:
        """What the cost of its epochs depends on."""
        return _cost_key(self.spec)


def learned_pace(
    spec: RunSpec, efforts: Sequence[Effort], model: Callable[[RunSpec], float]
) -> float:
    """Return the seconds per epoch of a spec.

    Args:
        spec: What is to be trained.
        efforts: Earlier runs, the latest first.
        model: Computes the seconds per epoch without knowledge of earlier runs.

    Returns:
        The median of the latest runs that cost the same; if there are none, what the model computes,
        corrected by how wrong it was for the runs nearest in cost; without any runs, just that.
    """
    cost = _cost_key(spec)
    alike = [effort.pace for effort in efforts if effort.cost == cost]
    if alike:
        return median(alike[:_NEAREST])
    expected = model(spec)
    known = [(effort.pace, model(effort.spec)) for effort in efforts]
    nearest = sorted(known, key=lambda pair: abs(log(pair[1] / expected)))[:_NEAREST]
    ratio = median([pace / computed for pace, computed in nearest]) if nearest else 1.0
    return expected * min(_MAX_RATIO, max(1 / _MAX_RATIO, ratio))


def _cost_key(spec: RunSpec) -> str:
    """Return what the cost of an epoch depends on: not seeds, rates and strengths."""
    values: dict[str, Any] = spec.model_dump(mode="json")
    for name in ("seed", "epochs"):
        del values[name]
    for name in ("split_seed", "label_noise"):
        del values["data"][name]
    values["optimizer"] = spec.optimizer.name
    values["techniques"] = [technique.key for technique in spec.techniques]
    return json.dumps(values, sort_keys=True)
