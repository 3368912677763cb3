"""A metric for each combination of two settings' values, as colored cells with numbers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from regdash.figures.study_look import PALETTE
from regdash.reports.pictures.content import Heatmap
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.targets import Look, Target
from regdash.reports.pictures.text import LINE_HEIGHT, font, shorten, visible, width_of

_CELL = 2.4
"""Height of a cell where the page is as high as its content, as a multiple of the size of small text."""

_LEAST_CELL = 0.6
"""Of a cell that is large enough to be told apart."""

_BELOW = 3.1
"""Height of labels and title below the cells, as a multiple of their size."""


@dataclass(frozen=True)
class HeatmapChart:
    """The layout; lengths in points."""

    picture: Heatmap
    target: Target
    width: float
    room: float | None
    """Height to fill; None: as high as the content."""

    @property
    def height(self) -> float:
        """Of everything."""
        cells = _CELL * self.target.small * len(self.picture.rows)
        return self.room or self._above + cells + _BELOW * self.target.small

    @property
    def fits(self) -> bool:
        """Whether cells are large enough to be told apart."""
        height, width = self._cell
        return min(height, width) >= _LEAST_CELL * self.target.small

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it in a box that begins at `left` and `top`."""
        small, look, picture = self.target.small, sheet.look, self.picture
        label = shorten(visible(picture.y_label), self.width, small)
        sheet.write(label, left, top, size=small, color=look.faint)
        box = (left + self._labels, top + self._above, self._across, self._along)
        axes = sheet.axes(*box)
        self._style(axes, sheet)
        colors = _colors(picture, look)
        axes.imshow(colors, aspect="auto", origin="lower", interpolation="nearest", zorder=1)
        for at in (*picture.same, *([picture.best] if picture.best else [])):
            _frame(axes, at, sheet, best=at == picture.best)
        if self._has_numbers:
            for row, texts in enumerate(picture.texts):
                for column, text in enumerate(texts):
                    axes.text(
                        column,
                        row,
                        text,
                        ha="center",
                        va="center",
                        fontproperties=font(small),
                        color=look.ink,
                        zorder=3,
                        parse_math=False,
                    )

    @cached_property
    def _labels(self) -> float:
        longest = max(width_of(visible(label), self.target.small) for label in self.picture.rows)
        return longest + 0.8 * self.target.small

    @property
    def _above(self) -> float:
        return (LINE_HEIGHT + 0.35) * self.target.small

    @property
    def _across(self) -> float:
        return self.width - self._labels

    @property
    def _along(self) -> float:
        return max(1.0, self.height - self._above - _BELOW * self.target.small)

    @property
    def _cell(self) -> tuple[float, float]:
        return self._along / len(self.picture.rows), self._across / len(self.picture.columns)

    @property
    def _has_numbers(self) -> bool:
        """Whether the numbers have room in the cells."""
        height, width = self._cell
        widest = max(
            width_of(text, self.target.small) for row in self.picture.texts for text in row
        )
        return height >= LINE_HEIGHT * self.target.small and widest <= 0.9 * width

    def _style(self, axes: Any, sheet: Sheet) -> None:
        small, look, picture = self.target.small, sheet.look, self.picture
        axes.set_facecolor("none")
        for spine in axes.spines.values():
            spine.set_visible(False)
        height, width = self._cell
        columns = [visible(label) for label in picture.columns]
        widest = max(width_of(label, small) for label in columns)
        across = max(1, int(-(-(widest + 0.6 * small) // width)))
        up = max(1, int(-(-1.2 * small // height)))
        for axis, labels, step in (("x", columns, across), ("y", picture.rows, up)):
            places = list(range(0, len(labels), step))
            texts = [visible(labels[at]) for at in places]
            getattr(axes, f"set_{axis}ticks")(places, texts, parse_math=False)
        axes.set_xlabel(visible(picture.x_label), fontproperties=font(small), color=look.faint)
        axes.xaxis.labelpad = 0.25 * small
        axes.tick_params(axis="both", colors=look.faint, length=0, pad=0.4 * small)
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(font(small))


def _colors(picture: Heatmap, look: Look) -> np.ndarray:
    """Return the colors of the cells, float64 (rows, columns, 4): better ones are stronger."""
    from matplotlib.colors import to_rgb

    if look.gray:
        weak, strong = "#ffffff", "#b9bec6"
    else:
        palette = PALETTE["dark" if look.dark else "light"]
        weak, strong = palette["weak"], palette["strong"]
    known = np.isfinite(picture.values)
    low, high = (
        picture.values[known].min(initial=np.inf),
        picture.values[known].max(initial=-np.inf),
    )
    share = (picture.values - low) / ((high - low) or 1.0)
    share = np.where(known, share if picture.higher_is_better else 1 - share, 0.0)[..., None]
    colors = np.array(to_rgb(weak)) * (1 - share) + np.array(to_rgb(strong)) * share
    return np.concatenate([colors, known[..., None].astype(float)], axis=-1)


def _frame(axes: Any, at: tuple[int, int], sheet: Sheet, *, best: bool) -> None:
    from matplotlib.patches import Rectangle

    look = sheet.look
    mark = look.ink if look.gray else PALETTE["dark" if look.dark else "light"]["mark"]
    axes.add_patch(
        Rectangle(
            (at[1] - 0.46, at[0] - 0.44),
            0.92,
            0.88,
            fill=False,
            edgecolor=mark,
            linewidth=(1.3 if best else 0.7) * sheet.target.line,
            linestyle="solid" if best else (0, (1.5, 1.5)),
            zorder=2,
        )
    )
