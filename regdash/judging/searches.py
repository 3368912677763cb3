"""What a search has found: its trials, the best one, and what mattered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from regdash.judging.lines import choose_best
from regdash.judging.methods import Method
from regdash.studies.dimensions import Value
from regdash.studies.trials import SearchTrial


@dataclass(frozen=True)
class SearchPoint:
    """A trial of a search with its run."""

    number: int
    """From 1, in the order of training."""
    trial: SearchTrial
    method: Method

    @property
    def values(self) -> tuple[Value, ...]:
        """One per range."""
        return self.trial.values


@dataclass(frozen=True)
class SearchResults:
    """The trials of a search so far, in the order of training."""

    points: tuple[SearchPoint, ...]
    objective: str
    """Metric that chooses the best trial: `val_loss` or `val_accuracy`."""
    importance: Mapping[str, float] | None = None
    """How much each dimension matters for a good result, by key; the sum is 1. None: not known yet."""

    @cached_property
    def best(self) -> SearchPoint | None:
        """The complete trial with the best objective; the first of equal ones."""
        return choose_best(self.points, self.objective)

    @cached_property
    def measured(self) -> list[tuple[SearchPoint, float]]:
        """The complete trials with their objectives at the kept epoch."""
        return [
            (point, values[0])
            for point in self.points
            if (values := point.method.values(self.objective, "kept"))
        ]

    @property
    def pruned(self) -> list[SearchPoint]:
        """Trials that fell behind and were stopped early."""
        return [
            point
            for point in self.points
            if point.trial.state == "pruned" and not point.method.complete
        ]
