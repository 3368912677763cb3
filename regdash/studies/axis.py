"""The values of a dimension that a study trains, also as text: `l2=1e-6..1e-1:11:log`."""

import math
import re
from itertools import pairwise
from typing import Any, Self

import numpy as np
from pydantic import Field, model_validator

from regdash.settings.fields import Scale
from regdash.settings.group import SettingsGroup
from regdash.settings.messages import InputError, shorten
from regdash.studies.dimensions import Dimension, Value, find_dimension

FEWEST, MOST = 2, 30
"""Values of an axis."""

_USUAL_COUNT = 11

_DIGITS = 3
"""Significant digits of values between the ends of a range; more if the range is narrow."""

_RANGE = re.compile(r"(?P<low>[^.:]+(?:\.\d[^.:]*)?)\.\.(?P<high>[^:]+)(?::(?P<rest>.*))?")

_EXAMPLE = "Write l2=1e-6..1e-1:11:log (11 values on a log scale), or dropout=0,0.25,0.5."


_USUAL = {
    "width": "16,32,64,128,256,512",
    "depth": "1..6:6",
    "train_size": "100,200,500,1000,2000,5000",
    "validation_share": "0.1,0.3,0.5,0.7",
    "label_noise": "0..0.5:6",
    "split_seed": "1..5:5",
    "seed": "1..10:10",
    "learning_rate": "1e-4..1e-1:7:log",
    "batch_size": "16,32,64,128,256,512",
    "epochs": "5,10,20,40",
    "dropout": "0..0.9:10",
    "max_norm.max_value": "0.5..4:8",
    "weight_decay": "1e-3..1:7:log",
    "label_smoothing": "0..0.5:6",
    "gaussian_noise": "0..0.5:6",
    "augmentation.rotation": "0..60:7",
    "zca_whitening.epsilon": "1e-3..1:7:log",
    "early_stopping.patience": "1,2,3,5,8,12,20",
}
"""Values where the limits of a dimension are no good range."""


class Axis(SettingsGroup):
    """A dimension with the values to train, ascending."""

    dimension: str = Field(title="Dimension")
    """Key of the dimension."""
    values: tuple[float, ...] = Field(title="Values", min_length=FEWEST, max_length=MOST)
    scale: Scale = Field(default="linear", title="Scale")
    """How the axis is drawn."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        find_dimension(self.dimension)
        if list(self.values) != sorted(set(self.values)):
            raise ValueError(
                f"Values of {self.dimension}: they must be ascending, and each only once."
            )
        return self

    @property
    def found(self) -> Dimension:
        """The dimension."""
        return find_dimension(self.dimension)

    @property
    def typed_values(self) -> list[Value]:
        """The values; whole numbers where the dimension has only such."""
        return [round(value) if self.found.whole else value for value in self.values]

    @classmethod
    def of_range(
        cls,
        dimension: Dimension,
        low: float,
        high: float,
        count: int = _USUAL_COUNT,
        scale: Scale | None = None,
    ) -> Self:
        """Return values at equal distances, both ends included.

        Args:
            dimension: What to vary.
            low: First value.
            high: Last value, above `low`.
            count: Number of values, `FEWEST` to `MOST`; whole numbers that coincide count once.
            scale: Distances or ratios are equal; default: as the dimension's own scale.

        Raises:
            InputError: One sentence per problem.
        """
        scale = scale or dimension.dial.scale
        problems = range_problems(dimension, low, high, scale)
        if not FEWEST <= count <= MOST:
            problems.append(
                f"{dimension.title} ({dimension.key}): received {count:,} values; allowed: {FEWEST} to"
                f" {MOST}."
            )
        if problems:
            raise InputError(problems)
        steps = (np.geomspace if scale == "log" else np.linspace)(low, high, count)
        return cls.of_values(dimension, _round_between(low, high, steps[1:-1]), scale)

    @classmethod
    def of_values(
        cls, dimension: Dimension, values: list[float], scale: Scale | None = None
    ) -> Self:
        """Return these values, sorted, each once.

        Raises:
            InputError: One sentence per problem.
        """
        chosen = sorted({_as_whole(dimension, value) for value in values})
        if not FEWEST <= len(chosen) <= MOST:
            raise InputError(
                [
                    f"{dimension.title} ({dimension.key}): received {len(chosen):,}"
                    f" different {'value' if len(chosen) == 1 else 'values'};"
                    f" allowed: {FEWEST} to {MOST}."
                ]
            )
        return cls(
            dimension=dimension.key,
            values=tuple(float(value) for value in chosen),
            scale=scale or _usual_scale(dimension, chosen),
        )

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read `KEY=LOW..HIGH[:COUNT][:log|linear]` or `KEY=VALUE,VALUE,…`.

        Raises:
            InputError: One sentence per problem.
        """
        dimension, values = split_text(text, _EXAMPLE)
        found = read_range(dimension, values, _EXAMPLE)
        if found is None:
            numbers = [_read_number(dimension, part) for part in values.split(",")]
            return cls.of_values(dimension, numbers)
        low, high, rest = found
        return cls.of_range(dimension, low, high, **rest)

    def to_text(self) -> str:
        """Return text that `from_text` reads as the same values."""
        return f"{self.dimension}={','.join(f'{value:g}' for value in self.values)}"


def usual_values(dimension: Dimension) -> str:
    """Return values as text with which the shape of most dimensions is seen: what a form begins with."""
    if dimension.key in _USUAL:
        return _USUAL[dimension.key]
    dial = dimension.dial
    low, high = dial.low or 0.0, dial.high if dial.high is not None else 1.0
    if dial.scale == "log":
        return f"{max(low, 1e-6):.0e}..{min(high, 0.1):.0e}:{_USUAL_COUNT}:log".replace("e-0", "e-")
    if dimension.whole:
        high = min(high, 4 * max(dial.default, 2.0))
    return f"{low:g}..{high:g}:{_USUAL_COUNT}"


def usual_range(dimension: Dimension) -> str:
    """Return the range of `usual_values` as text that `Range.from_text` reads."""
    axis = Axis.from_text(f"{dimension.key}={usual_values(dimension)}")
    low, high = axis.typed_values[0], axis.typed_values[-1]
    text = f"{low:g}..{high:g}".replace("e-0", "e-")
    return text if axis.scale == dimension.dial.scale else f"{text}:{axis.scale}"


def split_text(text: str, example: str) -> tuple[Dimension, str]:
    """Split `KEY=VALUES`.

    Args:
        text: What was typed.
        example: A sentence that shows what can be written.

    Raises:
        InputError: There is no such dimension, or nothing behind it.
    """
    name, equals, values = text.partition("=")
    if not equals or not values.strip():
        raise InputError([f"Vary {shorten(text)}: no values are given. {example}"])
    return find_dimension(name), values.strip()


def read_range(
    dimension: Dimension, text: str, example: str
) -> tuple[float, float, dict[str, Any]] | None:
    """Read `LOW..HIGH[:COUNT][:log|linear]`.

    Returns:
        Both ends, and `count` and `scale` if they are given; None if it is no range.

    Raises:
        InputError: A part is no number, or unclear.
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    low, high = (_read_number(dimension, found[end]) for end in ("low", "high"))
    return low, high, _read_rest(dimension, found["rest"], example)


def range_problems(dimension: Dimension, low: float, high: float, scale: Scale) -> list[str]:
    """Return a sentence for each reason why a range is not possible."""
    label = f"{dimension.title} ({dimension.key})"
    if not low < high:
        return [
            f"{label}: the range {dimension.write(low)} to {dimension.write(high)} is empty; give the lower end first."
        ]
    if scale == "log" and low <= 0:
        return [
            f"{label}: a log scale has no {low:g}; start above 0, or use a linear scale or a list of"
            " values."
        ]
    return []


def _read_number(dimension: Dimension, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(
            [
                f"{dimension.title} ({dimension.key}): received {shorten(text.strip())}; allowed: a number."
            ]
        )
    return number


def _read_rest(dimension: Dimension, rest: str | None, example: str) -> dict[str, Any]:
    """Read the number of values and the scale behind a range."""
    read: dict[str, Any] = {}
    for part in [] if rest is None else rest.split(":"):
        if part in ("log", "linear") and "scale" not in read:
            read["scale"] = part
        elif part.isascii() and part.isdigit() and "count" not in read:
            read["count"] = int(part[:9])
        else:
            raise InputError(
                [f"{dimension.title} ({dimension.key}): {shorten(part)} is unclear. {example}"]
            )
    return read


_WIDE_RATIO = 50
"""From this ratio of the largest to the smallest value on, most values would be drawn in a corner."""


def _usual_scale(dimension: Dimension, values: list[float]) -> Scale:
    wide = values[0] > 0 and values[-1] / values[0] >= _WIDE_RATIO
    return "log" if wide else dimension.dial.scale


def _as_whole(dimension: Dimension, value: float) -> float:
    return float(round(value)) if dimension.whole else value


def _round_between(low: float, high: float, between: np.ndarray) -> list[float]:
    """Round values between two ends to as few digits as keep them apart, at least `_DIGITS`."""
    for digits in range(_DIGITS, 17):
        values = [low, *(float(f"{value:.{digits}g}") for value in between), high]
        if all(one < other for one, other in pairwise(values)):
            return values
    return [low, *between.tolist(), high]
