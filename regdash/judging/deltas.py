"""Differences of each method from the baseline, figure by figure."""

from dataclasses import dataclass

from regdash.judging.methods import Method, TrainedRun
from regdash.metrics import METRICS
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.stats.proportions import Interval, wilson_interval
from regdash.stats.spread import Spread, describe


@dataclass(frozen=True)
class Delta:
    """One figure of a method and of the baseline."""

    value: Spread
    reference: Spread | None
    """The baseline's; None for the baseline itself, and if it does not have the figure."""


def compare_figures(method: Method, baseline: Method, at: EpochChoice) -> dict[str, Delta]:
    """Return every figure of a method at its kept or best epochs; unknown ones are left out.

    Returns:
        Differences by the keys of the metrics; see `Registry.figures`.
    """
    found = {}
    for metric in METRICS.figures:
        values, theirs = method.values(metric.key, at), baseline.values(metric.key, at)
        if values:
            known = method.key != baseline.key and theirs
            found[metric.key] = Delta(describe(values), describe(theirs) if known else None)
    return found


def accuracy_interval(run: TrainedRun, on: EvaluationSet, at: EpochChoice) -> Interval | None:
    """Return Wilson's interval of one network's accuracy; None without its predictions."""
    right = run.right.get((at, on))
    return None if right is None else wilson_interval(int(right.sum()), len(right))
