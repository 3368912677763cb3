"""The shape of a curve: where it falls, peaks and falls again, and which ridge removes the peak."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.random_features.curve import CurvePoint

_TOLERANCE = 1.02
"""A validation loss counts as rising when it exceeds the lowest one with fewer features by more."""


@dataclass(frozen=True)
class Peak:
    """A validation loss that falls, rises and falls again; medians over the seeds."""

    valley: CurvePoint
    """The lowest point before it."""
    top: CurvePoint
    end: CurvePoint
    """With the most features."""


def find_peak(points: Sequence[CurvePoint], strength: int) -> Peak | None:
    """Return the peak of a curve; None if its validation loss has none between both ends.

    Args:
        points: By ascending number of features, at least one.
        strength: Place of the strength of ridge, from 0.
    """

    def loss(point: CurvePoint) -> float:
        return point.typical("val_loss", strength)

    # What rises most above the lowest loss before it: with few features all losses are high.
    rises = [
        (loss(top) / loss(valley), valley, top)
        for place, top in enumerate(points[1:-1], start=1)
        for valley in [min(points[:place], key=loss)]
    ]
    if not rises:
        return None
    rise, valley, top = max(rises, key=lambda found: found[0])
    if rise <= _TOLERANCE or loss(points[-1]) >= loss(top):
        return None
    return Peak(valley, top, points[-1])


def first_without_peak(points: Sequence[CurvePoint], strengths: int) -> int | None:
    """Return the place of the weakest ridge whose validation loss never rises; None if all do.

    Nakkiran et al. 2021 ("Optimal regularization can mitigate double descent") show that there is
    one when its strength is tuned for each number of features; here one strength serves all.

    Args:
        points: By ascending number of features.
        strengths: Number of strengths, ascending.
    """
    for strength in range(strengths):
        lowest = float("inf")
        for point in points:
            loss = point.typical("val_loss", strength)
            if loss > _TOLERANCE * lowest:
                break
            lowest = min(lowest, loss)
        else:
            return strength
    return None
