"""Where the values of a study's axis are drawn."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log10
from typing import Any

from regdash.studies.axis import Axis
from regdash.studies.dimensions import Value

MOST_LETTERS = 36
"""Letters of all labels below a chart that is half as wide as a small screen; more would overlap."""


@dataclass(frozen=True)
class DrawnAxis:
    """An axis with a place for each of its values, also for a 0 on a log scale."""

    title: str
    values: tuple[Value, ...]
    """Ascending."""
    positions: tuple[float, ...]
    """Where they are drawn: equal to them, but for 0 on a log scale, one step left of the others."""
    labels: tuple[str, ...]
    """The values as text, with their units."""
    log: bool

    @classmethod
    def of(cls, axis: Axis) -> "DrawnAxis":
        """Return where the values of an axis are drawn."""
        values = axis.typed_values
        log = axis.scale == "log" and values[-1] > 0
        positions = [float(value) for value in values]
        if log and positions[0] <= 0:
            ratio = positions[2] / positions[1] if len(positions) > 2 else 10.0
            positions[0] = positions[1] / ratio
        labels = tuple(axis.found.write(value) for value in values)
        return cls(axis.found.full_title, tuple(values), tuple(positions), labels, log)

    def labeled(self) -> list[int]:
        """Return the places of the values whose labels fit beside each other, from the first on."""
        places = self.places
        letters = MOST_LETTERS / (self.borders[-1] - self.borders[0])
        chosen = [0]
        for index, label in enumerate(self.labels[1:], start=1):
            room = letters * (places[index] - places[chosen[-1]])
            if room >= 1 + (len(label) + len(self.labels[chosen[-1]])) / 2:
                chosen.append(index)
        return chosen

    def index(self, value: Value) -> int:
        """Return the place of one of the values, from 0.

        Raises:
            ValueError: It is none of them.
        """
        return self.values.index(value)

    @cached_property
    def places(self) -> list[float]:
        """The positions in the unit of Plotly's ranges: logarithms to base 10 on a log scale."""
        return [log10(at) if self.log else at for at in self.positions]

    @cached_property
    def borders(self) -> list[float]:
        """The borders between the places, and the ends: one more than values; in the unit of `places`."""
        middles = [(one + other) / 2 for one, other in pairwise(self.places)]
        first, last = 2 * self.places[0] - middles[0], 2 * self.places[-1] - middles[-1]
        return [first, *middles, last]

    @property
    def edges(self) -> list[float]:
        """The borders in the unit of the positions."""
        return [10**border for border in self.borders] if self.log else self.borders

    def layout(self) -> dict[str, Any]:
        """Return Plotly's description of the axis, without its colors."""
        labeled = self.labeled()
        return {
            "title": {"text": self.title},
            "type": "log" if self.log else "linear",
            "range": [self.borders[0], self.borders[-1]],
            "tickvals": [self.positions[index] for index in labeled],
            "ticktext": [self.labels[index] for index in labeled],
            "tickangle": 0,
            "showgrid": False,
        }
