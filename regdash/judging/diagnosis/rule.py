"""What a rule is, and what it finds."""

from collections.abc import Callable
from dataclasses import dataclass

from regdash.judging.diagnosis.reading import Reading


@dataclass(frozen=True)
class Finding:
    """What a rule found in a run."""

    sentence: str
    advice: str
    """What to try next."""
    epoch: int | None = None
    """Epoch it speaks of, such as the one overfitting begins after."""


@dataclass(frozen=True)
class Rule:
    """One thing that curves can say."""

    code: str
    """Stays the same when rules are added or reworded."""
    title: str
    threshold: str
    """When it applies, with its numbers, in one sentence."""
    check: Callable[[Reading], Finding | None]
    """What it finds, or None. Asked only if all rules before it found nothing."""
