"""Peaks of curves, and the ridge that removes them."""

import numpy as np

from regdash.random_features.curve import CurvePoint
from regdash.random_features.shape import find_peak, first_without_peak


def curve(*losses: list[float]) -> list[CurvePoint]:
    """Return points with these validation losses, each one list for the strengths."""
    return [
        CurvePoint(10 * place, *(np.array([loss, loss, np.array(loss) + 9.0]) for _ in range(4)))
        for place, loss in enumerate(losses, start=1)
    ]


def test_the_peak_is_what_rises_most_above_the_lowest_loss_before() -> None:
    peak = find_peak(curve([9.0], [2.0], [3.0], [8.0], [4.0], [1.0]), 0)
    assert peak is not None
    assert (peak.valley.features, peak.top.features, peak.end.features) == (20, 40, 60)


def test_losses_that_only_fall_or_only_rise_have_no_peak() -> None:
    assert find_peak(curve([9.0], [2.0], [1.0]), 0) is None
    assert find_peak(curve([2.0], [2.01], [1.0]), 0) is None  # within the tolerance
    assert find_peak(curve([1.0], [2.0], [3.0]), 0) is None
    assert find_peak(curve([1.0], [2.0]), 0) is None


def test_the_weakest_ridge_without_a_rise() -> None:
    points = curve([5.0, 5.0, 5.0], [8.0, 5.05, 4.0], [4.0, 4.0, 4.0])
    assert first_without_peak(points, 3) == 1
    assert first_without_peak(points, 1) is None
