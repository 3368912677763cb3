"""By how much each method differs from the baseline, figure by figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.analysis.methods import At, Method, On, TrainedRun, pair_runs
from regdash.analysis.proportions import Interval, wilson_interval
from regdash.analysis.seeds import Spread, describe

FIGURES = (
    "val_accuracy",
    "val_loss",
    "test_accuracy",
    "test_loss",
    "gap",
    "seconds",
    "parameters",
    "near_zero",
    "weight_norm",
)
"""See `TrainedRun.figures`."""


@dataclass(frozen=True)
class Delta:
    """One figure of a method, and how it differs from the baseline."""

    value: Spread
    difference: float | None
    """Mean over pairs of runs, or of means if none pair; None for the baseline itself."""


def compare_figures(
    method: Method, baseline: Method, at: At, figures: Sequence[str] = FIGURES
) -> dict[str, Delta]:
    """Every figure of a method at its kept or best epochs; those not known are left out."""
    pairs = [(a.figures(at), b.figures(at)) for a, b in pair_runs(method, baseline)]
    found = {}
    for name in figures:
        values = method.values(name, at)
        if not values:
            continue
        differences = [a[name] - b[name] for a, b in pairs if name in a and name in b]
        theirs = baseline.values(name, at)
        difference = None
        if method.key != baseline.key:
            if differences:
                difference = describe(differences).mean
            elif theirs:
                difference = describe(values).mean - describe(theirs).mean
        found[name] = Delta(describe(values), difference)
    return found


def accuracy_interval(run: TrainedRun, on: On, at: At) -> Interval | None:
    """Wilson's interval of one network's accuracy, from its answers; None without them."""
    right = run.right.get((at, on))
    return None if right is None else wilson_interval(int(right.sum()), len(right))
