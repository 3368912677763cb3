"""What a grid over two dimensions shows: the best combination, and those as good."""

from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from regdash.judging.lines import choose_best, estimate_optimism, find_indistinguishable
from regdash.judging.methods import Method
from regdash.studies.dimensions import Value


@dataclass(frozen=True)
class GridPoint:
    """A pair of values, trained with one or more seeds."""

    values: tuple[Value, Value]
    method: Method


@dataclass(frozen=True)
class Grid:
    """The points of a study over two dimensions, by ascending values."""

    points: tuple[GridPoint, ...]
    objective: str
    """Metric that chooses the best pair: `val_loss` or `val_accuracy`."""

    @cached_property
    def means(self) -> dict[tuple[Value, Value], float]:
        """Mean of the objective over the complete seeds of each pair that has any."""
        return {
            point.values: fmean(values)
            for point in self.points
            if (values := point.method.values(self.objective, "kept"))
        }

    @cached_property
    def best(self) -> GridPoint | None:
        """The point with the best mean of the objective."""
        return choose_best(self.points, self.objective)

    @cached_property
    def indistinguishable(self) -> list[GridPoint]:
        """Points that the tests behind the verdicts do not distinguish from the best one."""
        return find_indistinguishable(self.best, self.points)

    @cached_property
    def optimism(self) -> float | None:
        """How much better the best pair looks than it is; see `Line.optimism`."""
        return estimate_optimism([point.method for point in self.points], self.objective)
