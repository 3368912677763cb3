"""The range of a chart's vertical axis, by the same rule as in the browser; see `ranges.js`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

REACH = 20.0
"""Values of a run do not count beyond this times the largest absolute value of all others: it may be
diverging. High enough for runs that overfit, whose loss can be ten times that of others."""


@dataclass(frozen=True)
class Values:
    """Everything drawn of one run or method, float64, NaN where nothing was measured."""

    values: np.ndarray
    diverged: bool = False


def find_range(
    drawn: Sequence[Values], *, log: bool, percent: bool, robust: bool
) -> tuple[float, float] | None:
    """Return the lowest and highest value of the axis; None if there is nothing to draw.

    Args:
        drawn: One item for each run or method. Those that diverged do not count, if others have
            values.
        log: Whether the axis is logarithmic: values up to 0 do not count.
        percent: Whether values are shares.
        robust: Whether `REACH` applies: no for shares, and where neither high nor low is better.
    """
    usable = [(item, _drawn(item.values, log)) for item in drawn]
    ordinary = [values for item, values in usable if not item.diverged]
    begun = any(len(values) for values in ordinary)
    counted = ordinary if begun else [values for _, values in usable]
    if robust:
        counted = _within_reach(counted)
    values = np.concatenate([*counted, np.empty(0)])
    if not len(values):
        return None
    low, high = float(values.min()), float(values.max())
    return None if low == high == 0.0 else _with_margin(low, high, log, percent)


def _drawn(values: np.ndarray, log: bool) -> np.ndarray:
    finite = values[np.isfinite(values)]
    return np.asarray(finite[finite > 0.0] if log else finite)


def _within_reach(drawn: Sequence[np.ndarray]) -> list[np.ndarray]:
    largest = [float(np.abs(values).max()) if len(values) else 0.0 for values in drawn]
    first, second = [*sorted(largest, reverse=True), 0.0, 0.0][:2]
    # Without other values above zero there is nothing to compare with.
    reaches = [REACH * (second if most == first else first) or np.inf for most in largest]
    return [values[np.abs(values) <= reach] for values, reach in zip(drawn, reaches, strict=True)]


def _with_margin(low: float, high: float, log: bool, percent: bool) -> tuple[float, float]:
    if log:
        return low / 1.25, high * 1.25
    margin = max((high - low) * 0.06, high * 0.01, 1e-6)
    most = 1.005 if percent and high <= 1.0 else np.inf
    return (max(0.0, low - margin) if low >= 0 else low - margin), min(most, high + margin)
