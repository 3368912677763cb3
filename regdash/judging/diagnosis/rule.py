"""A diagnosis rule and its finding."""

from collections.abc import Callable
from dataclasses import dataclass

from regdash.judging.diagnosis.facts import RunFacts
from regdash.judging.diagnosis.remedies import Advice


@dataclass(frozen=True)
class Finding:
    """What a rule found in a run."""

    sentence: str
    advice: Advice
    epoch: int | None = None
    """Epoch it refers to, such as the one after which overfitting begins."""


@dataclass(frozen=True)
class Rule:
    """One possible diagnosis."""

    code: str
    """Never changes when rules are added or reworded."""
    title: str
    threshold: str
    """When it applies, with its thresholds, in one sentence."""
    check: Callable[[RunFacts], Finding | None]
    """Returns its finding, or None. Called only if no earlier rule applies."""
