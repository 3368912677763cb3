"""By how much each method differs from the baseline, figure by figure."""

from dataclasses import dataclass

from regdash.judging.methods import Method, TrainedRun
from regdash.metrics import METRICS
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.stats.proportions import Interval, wilson_interval
from regdash.stats.spread import Spread, describe


@dataclass(frozen=True)
class Delta:
    """One figure of a method, beside the baseline's."""

    value: Spread
    reference: Spread | None
    """The baseline's; None for the baseline itself, and where it does not have the figure."""


def compare_figures(method: Method, baseline: Method, at: EpochChoice) -> dict[str, Delta]:
    """Every figure of a method at its kept or best epochs; those not known are left out.

    Returns:
        By the keys of the metrics; see `Registry.figures`.
    """
    found = {}
    for metric in METRICS.figures:
        values, theirs = method.values(metric.key, at), baseline.values(metric.key, at)
        if values:
            known = method.key != baseline.key and theirs
            found[metric.key] = Delta(describe(values), describe(theirs) if known else None)
    return found


def accuracy_interval(run: TrainedRun, on: EvaluationSet, at: EpochChoice) -> Interval | None:
    """Wilson's interval of one network's accuracy, from its answers; None without them."""
    right = run.right.get((at, on))
    return None if right is None else wilson_interval(int(right.sum()), len(right))
