"""The trials of a search, as what chooses the next one sees them."""

from dataclasses import dataclass
from typing import Literal

from regdash.studies.dimensions import Value

TrialState = Literal["complete", "pruned", "diverged", "active", "failed"]

LOOKAHEAD = 2
"""Trials queued or trained at a time. Trial n is chosen when all up to n - 2 have ended, knowing their
results and that n - 1 is in progress: the choice does not depend on which of the two ends first."""


PRUNED = "Pruned after epoch"
"""What the message of a run begins with that was stopped because it fell behind."""


@dataclass(frozen=True)
class SearchTrial:
    """What is known of a trial."""

    values: tuple[Value, ...]
    """One per range."""
    state: TrialState
    value: float | None = None
    """The objective at the kept epoch of a complete trial."""
    epochs: tuple[float, ...] = ()
    """The objective after each epoch; of a pruned trial, up to the one after which it fell behind."""
    median: float | None = None
    """What a pruned trial was compared with after its last epoch."""
