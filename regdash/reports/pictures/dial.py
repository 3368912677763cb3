"""Charts over the values of settings: means, bands, a dot for each trial, and zones."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from regdash.figures.ranges import Values, find_range
from regdash.figures.study_look import ZONES
from regdash.reports.pictures.axis import color_axes, label_ticks, place_value_ticks
from regdash.reports.pictures.body import columns_of, divide
from regdash.reports.pictures.content import Dial, DialAxis, DialCurve, DialMark, DialPanel
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.targets import Target
from regdash.reports.pictures.text import LINE_HEIGHT, font, shorten, visible, width_of

_ASPECT = 0.62
"""Height of a chart as a share of its width, where the page is as high as its content."""

_LEAST_HEIGHT = 9.0
"""Of a chart, as a multiple of the size of small text."""

_MOST_COLUMNS = 3
"""Where the page is as high as its content."""

_TICKS = 3.6
"""Width of the labels of a vertical axis, as a multiple of their size."""

_BELOW = 3.1
"""Height of ticks and label below a plot, as a multiple of their size."""


@dataclass(frozen=True)
class DialCharts:
    """The layout; lengths in points."""

    picture: Dial
    target: Target
    width: float
    room: float | None
    """Height to fill; None: as high as the content."""

    @property
    def height(self) -> float:
        """Of everything."""
        if self.room is not None:
            return self.room
        rows = -(-len(self.picture.panels) // self._columns)
        across = (self.width - (self._columns - 1) * self._gap) / self._columns
        return self._legend + rows * _ASPECT * across + (rows - 1) * self._gap

    @property
    def fits(self) -> bool:
        """Whether the charts are large enough to be read."""
        return self._boxes(0.0, 0.0)[0][3] >= _LEAST_HEIGHT * self.target.small

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it in a box that begins at `left` and `top`."""
        self._draw_legend(sheet, left, top)
        for panel, box in zip(self.picture.panels, self._boxes(left, top), strict=True):
            _draw_panel(sheet, self.picture, panel, box)

    @property
    def _columns(self) -> int:
        count = len(self.picture.panels)
        if self.room is None:
            most = _MOST_COLUMNS if count != 4 else 2
            return min(count, most) if self.width > 45 * self.target.small else 1
        return columns_of(count, self.width, self.room - self._legend, _ASPECT)

    @property
    def _gap(self) -> float:
        return 1.4 * self.target.small

    @property
    def _legend(self) -> float:
        return 1.8 * self.target.small

    def _boxes(self, left: float, top: float) -> list[tuple[float, float, float, float]]:
        area = (left, top + self._legend, self.width, max(1.0, self.height - self._legend))
        return divide(area, len(self.picture.panels), self._columns, self._gap)

    def _draw_legend(self, sheet: Sheet, left: float, top: float) -> None:
        """Write what the lines and marks are, as far as there is room."""
        small, look = self.target.small, sheet.look
        curves = {curve.name: curve for panel in self.picture.panels for curve in panel.curves}
        marks = {mark.name: mark.best for panel in self.picture.panels for mark in panel.marks}
        x, y = left, top + 0.75 * small
        samples: list[tuple[str, dict[str, Any]]] = [
            (
                name,
                _line_style(sheet, bold=curve.bold) if curve.x.size else _dot_style(sheet, curve),
            )
            for name, curve in curves.items()
        ]
        samples += [(name, _mark_style(sheet, best=best)) for name, best in marks.items()]
        for name, style in samples:
            across = 2.4 * small
            if x + across + 0.5 * small + width_of(name, small) > left + self.width:
                return
            places = [x, x + across] if style.get("marker") is None else [x + across / 2]
            sheet.add_line(places, [y] * len(places), **style)
            sheet.write(name, x + across + 0.5 * small, top, size=small, color=look.ink)
            x += across + 2.0 * small + width_of(name, small)


def _line_style(sheet: Sheet, *, bold: bool) -> dict[str, Any]:
    look, width = sheet.look, sheet.target.line
    if bold:
        return {"color": look.color(0, 0), "linewidth": width}
    return {"color": look.faint, "linewidth": 0.6 * width, "linestyle": (0, (4, 2))}


def _mark_style(sheet: Sheet, *, best: bool) -> dict[str, Any]:
    look, width = sheet.look, sheet.target.line
    return {
        "color": look.ink,
        "linestyle": "none",
        "marker": "*" if best else "D",
        "markersize": (6.5 if best else 4.4) * width,
        "markerfacecolor": look.ink if best else "none",
        "markeredgecolor": look.background if best else look.ink,
        "markeredgewidth": (0.3 if best else 0.7) * width,
    }


def _draw_panel(
    sheet: Sheet, picture: Dial, panel: DialPanel, box: tuple[float, float, float, float]
) -> None:
    left, top, width, height = box
    small, look = sheet.target.small, sheet.look
    label = shorten(visible(panel.y_label), width, small)
    sheet.write(label, left, top, size=small, color=look.faint)
    above = (LINE_HEIGHT + 0.35) * small
    inside = width - (_TICKS + 1.2) * small
    plot = max(small, height - above - _BELOW * small)
    axes = sheet.axes(left + _TICKS * small, top + above, inside, plot)
    color_axes(axes, sheet)
    axes.set_xlim(*panel.axis.limits)
    limits = find_range(
        [_values_of(curve) for curve in panel.curves],
        log=False,
        percent=panel.percent,
        robust=panel.robust,
    )
    if limits is not None:
        axes.set_ylim(*limits)
    _draw_zones(axes, sheet, picture, panel.axis, inside)
    for curve in sorted(panel.curves, key=lambda each: each.bold):
        _draw_curve(axes, sheet, curve)
    for mark in panel.marks:
        _draw_mark(axes, sheet, mark)
    shown = _fitting(panel.axis, inside, small)
    axes.set_xticks([at for at, _ in shown], [text for _, text in shown], parse_math=False)
    below = shorten(visible(panel.axis.label), inside + _TICKS * small, small)
    axes.set_xlabel(below, fontproperties=font(small), color=look.faint, parse_math=False)
    axes.xaxis.labelpad = 0.25 * small
    place_value_ticks(axes.yaxis, limits, max(1, min(6, int(plot / (1.5 * small)))), panel.percent)
    label_ticks(axes, sheet)


def _values_of(curve: DialCurve) -> Values:
    parts = [curve.mean - curve.half, curve.mean + curve.half, curve.dots[1]]
    return Values(np.concatenate(parts))


def _draw_zones(axes: Any, sheet: Sheet, picture: Dial, axis: DialAxis, width: float) -> None:
    """Shade the zones and write their names, where there is room, inside at the top."""
    small, look = sheet.target.small, sheet.look
    span = axis.limits[1] - axis.limits[0]
    for number, (zone, low, high) in enumerate(picture.zones):
        color: Any = tuple(part / 255 for part in ZONES[zone])
        alpha = 0.2 if look.dark else 0.12
        if look.gray:
            color, alpha = look.faint, 0.16 * (number % 2)
        axes.axvspan(low, high, color=color, alpha=alpha, lw=0, zorder=0.5)
        if width_of(zone, small) + 0.6 * small <= (high - low) / span * width:
            axes.text(
                (low + high) / 2,
                0.985,
                zone,
                transform=axes.get_xaxis_transform(),
                ha="center",
                va="top",
                fontproperties=font(small),
                color=look.ink,
                zorder=5,
                parse_math=False,
            )


def _draw_curve(axes: Any, sheet: Sheet, curve: DialCurve) -> None:
    style = _line_style(sheet, bold=curve.bold)
    if curve.bold:
        low, high = curve.mean - curve.half, curve.mean + curve.half
        axes.fill_between(curve.x, low, high, color=style["color"], alpha=0.2, lw=0)
    axes.plot(curve.x, curve.mean, zorder=3 if curve.bold else 2.5, **style)
    axes.plot(*curve.dots, zorder=3.5 if curve.bold else 2.6, **_dot_style(sheet, curve))


def _dot_style(sheet: Sheet, curve: DialCurve) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": "o" if curve.bold or not sheet.look.gray else "s",
        # Larger where dots are all there is.
        "markersize": (1.9 if curve.x.size else 3.2) * sheet.target.line,
        "color": _line_style(sheet, bold=curve.bold)["color"],
        "markeredgewidth": 0,
        "alpha": 0.6,
    }


def _draw_mark(axes: Any, sheet: Sheet, mark: DialMark) -> None:
    axes.plot([mark.x], [mark.y], zorder=6, clip_on=False, **_mark_style(sheet, best=mark.best))


def _fitting(axis: DialAxis, width: float, small: float) -> list[tuple[float, str]]:
    """Return the ticks whose labels fit beside each other, from the first on."""
    low, high = axis.limits
    shown: list[tuple[float, str]] = []
    for at, text in axis.ticks:
        needed = 0.0
        if shown:
            needed = (width_of(shown[-1][1], small) + width_of(text, small)) / 2 + 0.8 * small
        if not shown or (at - shown[-1][0]) / (high - low) * width >= needed:
            shown.append((at, text))
    return shown
