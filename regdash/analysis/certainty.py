"""Everything the verdict on one method rests on, for those who want to see it."""

from dataclasses import dataclass

from regdash.analysis.methods import At, Method, On, pair_accuracies
from regdash.analysis.proportions import Interval
from regdash.analysis.seeds import Wins, bootstrap_interval, probability_better


@dataclass(frozen=True)
class Certainty:
    """Accuracies of a method and the baseline on common seeds."""

    bootstrap: Interval | None
    """Of the mean difference; None below two common seeds."""
    wins: Wins | None
    """How often the method beats the baseline; None without common seeds."""


def gather_certainty(method: Method, baseline: Method, on: On, at: At) -> Certainty:
    """Look at a method and the baseline seed by seed."""
    pairs = pair_accuracies(method, baseline, on, at)
    differences = [mine - theirs for mine, theirs in pairs]
    return Certainty(
        bootstrap=bootstrap_interval(differences) if len(differences) > 1 else None,
        wins=probability_better(*zip(*pairs, strict=True)) if pairs else None,
    )
