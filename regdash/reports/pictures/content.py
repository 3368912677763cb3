"""What a picture shows, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from regdash.figures.effects import Effect
from regdash.judging.lines import Zone


@dataclass(frozen=True)
class Line:
    """The curves of a run, or the means of a method. Arrays are float64 (epochs,)."""

    name: str
    style_index: int
    x: np.ndarray
    validation: np.ndarray
    """NaN where nothing was measured."""
    training: np.ndarray | None = None
    half: np.ndarray | None = None
    """Half the height of the band around the validation curve."""
    mark: tuple[float, float] | None = None
    """Position of the marker of the epoch in the table."""
    stopped: float | None = None
    """Where early stopping ended the run."""
    diverged: bool = False


@dataclass(frozen=True)
class Panel:
    """A chart."""

    title: str
    x_label: str
    y_label: str
    end: float
    """Right end of the horizontal axis."""
    lines: Sequence[Line]
    percent: bool = False
    """Whether values are shares."""
    log: bool = False
    robust: bool = False
    """See `regdash.figures.ranges.find_range`."""


@dataclass(frozen=True)
class Verdict:
    """A verdict as the table on the page shows it."""

    word: str
    color: str
    """One of the colors in `regdash.figures.verdicts`."""
    difference: str = ""
    """In percentage points, such as `+1.35`."""
    interval: str = ""
    """Its 95% interval, such as `+0.70 to +2.00`."""


@dataclass(frozen=True)
class Row:
    """A row of the table: a run or a method."""

    name: str
    style_index: int
    cells: Sequence[str]
    """One for each column."""
    verdict: Verdict | None = None
    settings: str = ""
    """What it has differently from the others; empty if its name says that."""


@dataclass(frozen=True)
class Table:
    """Key figures and verdicts."""

    columns: Sequence[str]
    """Headings, the most important first: the last are left out where there is no room."""
    rows: Sequence[Row]
    on: str = "validation"
    """Images that verdicts are based on."""


@dataclass(frozen=True)
class Card:
    """A method or a run, in a picture that shows them side by side."""

    name: str
    style_index: int
    panels: Sequence[Panel]
    """One for each chart, the same charts for all."""
    figures: Sequence[str] = ()
    """Key figures with what they are, the most important first."""
    changes: Sequence[str] = ()
    """Settings that differ from those of the method it is compared with."""
    verdict: Verdict | None = None


@dataclass(frozen=True)
class SideBySide:
    """Methods beside each other, each with charts of its own; all axes of a chart are equal."""

    title: str
    subtitle: str
    cards: Sequence[Card]
    """At least one."""
    caption: str


@dataclass(frozen=True)
class Picture:
    """Charts beside each other, with a table or a legend, and a caption."""

    title: str
    subtitle: str
    panels: Sequence[Panel]
    caption: str
    """What was trained on what, how often, and how to read the lines."""
    table: Table | None = None


@dataclass(frozen=True)
class ForestRow:
    """A difference with its interval and its verdict."""

    effect: Effect
    verdict: Verdict


@dataclass(frozen=True)
class Forest:
    """Differences with intervals below each other, on one axis."""

    title: str
    subtitle: str
    rows: Sequence[ForestRow]
    """At least one."""
    x_label: str
    caption: str


@dataclass(frozen=True)
class Bars:
    """Numbers of images of each class, one bar for each set."""

    title: str
    subtitle: str
    class_names: Sequence[str]
    """At least one."""
    counts: Mapping[str, np.ndarray]
    """Number of images per class, int (classes,), by the title of the set; at most three sets."""
    x_label: str
    y_label: str
    caption: str


@dataclass(frozen=True)
class DialCurve:
    """A metric along a dial. Arrays are float64 (values,), those of dots float64 (trials,).

    Without values it has dots alone, and without trials a line alone.
    """

    name: str
    x: np.ndarray
    """In the unit of `DialAxis.limits`."""
    mean: np.ndarray
    half: np.ndarray
    """Standard deviation over the seeds, 0 with one."""
    dots: tuple[np.ndarray, np.ndarray]
    """Position and value of each trial."""
    bold: bool


@dataclass(frozen=True)
class DialMark:
    """A value that is pointed out."""

    name: str
    x: float
    y: float
    best: bool


@dataclass(frozen=True)
class DialAxis:
    """The horizontal axis of a chart over a dial."""

    label: str
    ticks: Sequence[tuple[float, str]]
    """Position and label of the values whose labels fit on a small screen."""
    limits: tuple[float, float]
    """Its ends; it is linear: logarithms of values on a log scale."""


@dataclass(frozen=True)
class DialPanel:
    """A chart over a dial."""

    y_label: str
    axis: DialAxis
    curves: Sequence[DialCurve]
    percent: bool = False
    marks: Sequence[DialMark] = ()
    robust: bool = False
    """Whether the vertical axis may leave out single values that are far off."""


@dataclass(frozen=True)
class Dial:
    """Charts over the values of one setting, or of several."""

    title: str
    subtitle: str
    panels: Sequence[DialPanel]
    """At least one."""
    zones: Sequence[tuple[Zone, float, float]]
    """Where the network under- or overfits, from where to where."""
    caption: str


@dataclass(frozen=True)
class Heatmap:
    """A metric for each combination of two settings' values."""

    title: str
    subtitle: str
    rows: Sequence[str]
    """Labels from the bottom up, at least two."""
    columns: Sequence[str]
    values: np.ndarray
    """float64 (rows, columns), NaN where nothing was measured."""
    texts: Sequence[Sequence[str]]
    higher_is_better: bool
    best: tuple[int, int] | None
    """Row and column."""
    same: Sequence[tuple[int, int]]
    """Those that are not distinguishable from the best."""
    x_label: str
    y_label: str
    caption: str


AnyPicture = Picture | SideBySide | Forest | Bars | Dial | Heatmap
"""Everything that can be drawn."""
