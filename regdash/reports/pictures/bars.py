"""A bar chart of the number of images per class and set."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from regdash.figures.balance import MOST_GROUPS
from regdash.reports.pictures.content import Bars
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.targets import Target
from regdash.reports.pictures.text import LINE_HEIGHT, font, shorten, visible, width_of

_ASPECT = 0.45
"""Height of the plot as a share of its width, where the page is as high as its content."""

_LEAST_HEIGHT = 6.0
"""Of the plot, as a multiple of the size of small text."""

_TICKS = 4.2
"""Width of the labels of the vertical axis, as a multiple of their size."""

_LONGEST = 7.0
"""Length of names written upwards, as a multiple of their size."""

_HATCHES = ("", "////", "...")
"""Distinguish sets without colors."""


@dataclass(frozen=True)
class BarChart:
    """The layout; lengths in points."""

    picture: Bars
    target: Target
    width: float
    room: float | None
    """Height to fill; None: as high as the content."""

    @property
    def height(self) -> float:
        """Of everything."""
        return self.room or self._above + _ASPECT * self._across + self._below

    @property
    def fits(self) -> bool:
        """Whether the plot is large enough to be read."""
        return self._plot >= _LEAST_HEIGHT * self.target.small

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it in a box that begins at `left` and `top`."""
        target, look, picture = self.target, sheet.look, self.picture
        x = left
        for position, title in enumerate(picture.counts):
            self._draw_sample(sheet, x, top, position)
            start = x + 1.6 * target.small
            sheet.write(title, start, top, size=target.small, color=look.ink)
            x = start + width_of(title, target.small) + 1.5 * target.small
        y = top + 1.6 * target.small
        sheet.write(picture.y_label, left, y, size=target.small, color=look.faint)
        ticks = _TICKS * target.small
        box = (left + ticks, top + self._above, self._across, max(self._plot, target.small))
        axes = sheet.axes(*box)
        self._style(axes, sheet)
        self._draw_bars(axes, sheet)

    @property
    def _across(self) -> float:
        return self.width - _TICKS * self.target.small

    @property
    def _above(self) -> float:
        return (1.6 + LINE_HEIGHT + 0.35) * self.target.small

    @property
    def _plot(self) -> float:
        return self.height - self._above - self._below

    @property
    def _below(self) -> float:
        """Height of names and label below the plot."""
        small = self.target.small
        longest = max((width_of(name, small) for _, name in self._names), default=0.0)
        names = longest if self._upwards else LINE_HEIGHT * small
        return names + (0.9 + LINE_HEIGHT) * small

    @property
    def _upwards(self) -> bool:
        """Whether names are written upwards, since they are wider than their bars."""
        slot = self._across / len(self.picture.class_names)
        names = [visible(name) for name in self.picture.class_names]
        return any(width_of(name, self.target.small) > 0.9 * slot for name in names)

    @cached_property
    def _names(self) -> Sequence[tuple[int, str]]:
        """The names that are written, with their positions: as many as there is room for."""
        small, classes = self.target.small, self.picture.class_names
        step = max(1, int(-(-1.5 * small * len(classes) // self._across)))
        return [
            (at, shorten(visible(classes[at]), _LONGEST * small, small) if self._upwards else name)
            for at, name in ((at, visible(classes[at])) for at in range(0, len(classes), step))
        ]

    def _draw_sample(self, sheet: Sheet, left: float, top: float, position: int) -> None:
        from matplotlib.patches import Rectangle

        size = self.target.small
        sheet.figure.add_artist(
            Rectangle(
                (left / sheet.width, 1 - (top + 1.1 * size) / sheet.height),
                1.2 * size / sheet.width,
                0.9 * size / sheet.height,
                transform=sheet.figure.transFigure,
                **_fill(sheet, position),
            )
        )

    def _draw_bars(self, axes: Any, sheet: Sheet) -> None:
        counts = list(self.picture.counts.values())
        places = np.arange(len(self.picture.class_names))
        stacked = len(places) > MOST_GROUPS
        each = 0.8 if stacked else 0.8 / len(counts)
        bottom = np.zeros(len(places))
        hatched = sheet.look.gray or not stacked
        for position, values in enumerate(counts):
            shift = 0.0 if stacked else (position - (len(counts) - 1) / 2) * each
            axes.bar(
                places + shift, values, each, bottom, zorder=3, **_fill(sheet, position, hatched)
            )
            if stacked:
                bottom = bottom + values

    def _style(self, axes: Any, sheet: Sheet) -> None:
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        small, look = self.target.small, sheet.look
        axes.set_facecolor("none")
        axes.grid(True, axis="y", color=look.grid, lw=0.8, zorder=0)
        for side, spine in axes.spines.items():
            spine.set_visible(side == "bottom")
            spine.set_color(look.faint)
        axes.set_xlim(-0.6, len(self.picture.class_names) - 0.4)
        names = self._names
        axes.set_xticks([at for at, _ in names], [name for _, name in names], parse_math=False)
        most = max(1, min(6, int(self._plot / (1.8 * small))))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=most, integer=True, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.set_xlabel(self.picture.x_label, fontproperties=font(small), color=look.faint)
        axes.xaxis.labelpad = 0.15 * small
        axes.tick_params(axis="x", colors=look.faint, length=0, pad=0.35 * small)
        # The first name written upwards is as close to the axis as half its height.
        axes.tick_params(axis="y", colors=look.faint, length=0, pad=0.8 * small)
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(font(small))
        for label in axes.get_xticklabels():
            label.set_rotation(90 if self._upwards else 0)


def _fill(sheet: Sheet, position: int, hatched: bool = True) -> dict[str, Any]:
    look = sheet.look
    return {
        "facecolor": look.color(position, position),
        "edgecolor": look.background,
        "hatch": _HATCHES[position % len(_HATCHES)] if hatched else "",
        "lw": 0,
    }
