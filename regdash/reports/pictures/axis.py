"""Axes of a chart: ranges, ticks that do not repeat, grid."""

from typing import Any

import numpy as np

from regdash.reports.pictures.content import Panel
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.text import font, width_of
from regdash.settings.formatting import MINUS

_FEW_EPOCHS = 10
"""Up to this number, every epoch has a tick."""

_LEAST_DECADES, _MANY_DECADES = 0.8, 3.0
"""Below the first, a logarithmic axis has ticks like a linear one; above the second, only powers of ten."""


def style_axes(axes: Any, panel: Panel, limits: tuple[float, float] | None, sheet: Sheet) -> None:
    """Set ranges, ticks and colors.

    Args:
        axes: Matplotlib's axes.
        panel: The chart.
        limits: Range of the vertical axis; None if there is nothing to draw.
        sheet: The page.
    """
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    target, look = sheet.target, sheet.look
    color_axes(axes, sheet)
    axes.set_xlim(0, panel.end)
    whole = panel.end <= _FEW_EPOCHS + 0.5
    box = axes.get_position()
    most = int(box.width * sheet.width / (1.6 * width_of(f"{panel.end:,.0f}", target.small)))
    axes.xaxis.set_major_locator(
        MaxNLocator(nbins=max(1, min(10 if whole else 6, most)), integer=True, steps=[1, 2, 5, 10])
    )
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_xlabel(panel.x_label, fontproperties=font(target.small), color=look.faint)
    axes.xaxis.labelpad = 0.25 * target.small
    if panel.log:
        axes.set_yscale("log")
    if limits is not None:
        axes.set_ylim(*limits)
    most = int(box.height * sheet.height / (1.5 * target.small))
    place_value_ticks(axes.yaxis, limits, max(1, min(6, most)), panel.percent, log=panel.log)
    label_ticks(axes, sheet)


def color_axes(axes: Any, sheet: Sheet) -> None:
    """Set the colors of axes and their grid."""
    look = sheet.look
    axes.set_facecolor("none")
    axes.grid(True, color=look.grid, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(look.faint)
        spine.set_linewidth(0.8)


def label_ticks(axes: Any, sheet: Sheet) -> None:
    """Set size and color of ticks and their labels, when all are placed."""
    target, look = sheet.target, sheet.look
    axes.tick_params(
        axis="both", colors=look.faint, length=0.3 * target.small, width=0.8, pad=0.3 * target.small
    )
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(target.small))


def place_value_ticks(
    axis: Any, limits: tuple[float, float] | None, most: int, percent: bool, *, log: bool = False
) -> None:
    """Choose ticks and labels of a vertical axis.

    Args:
        axis: Matplotlib's axis.
        limits: Its range; None if there is nothing to draw.
        most: Number of steps on a linear axis, at most.
        percent: Whether values are shares.
        log: Whether it is logarithmic.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator

    locator: Any = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10])
    decimals = None
    if log:
        decades = 0.0 if limits is None else np.log10(limits[1] / limits[0])
        if decades >= _LEAST_DECADES:
            few = decades > _MANY_DECADES or 3 * decades > 1.5 * most
            subs = (1.0,) if few else (1.0, 2.0, 5.0)
            locator = LogLocator(subs=subs, numticks=8)
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())
    elif limits is not None:
        # The same number of decimals for all.
        decimals = max(_decimals(at, percent) for at in locator.tick_values(*limits))
    axis.set_major_locator(locator)
    axis.set_major_formatter(FuncFormatter(lambda value, _: format_tick(value, percent, decimals)))


def format_tick(value: float, percent: bool, decimals: int | None = None) -> str:
    """Return the label of a tick of the vertical axis.

    Args:
        value: Where it is.
        percent: Whether values are shares.
        decimals: Number of decimals; None: as few digits as the number has.
    """
    shown = _shown(value, percent)
    size = abs(shown)
    if size and (size >= 1e5 or size < 1e-4):
        digits, exponent = f"{size:.1e}".split("e")
        text = f"{digits.removesuffix('.0')}e{int(exponent)}"
    else:
        text = f"{size:,.6g}" if decimals is None else f"{size:,.{decimals}f}"
    return f"{MINUS if shown < 0 else ''}{text}{'%' if percent else ''}"


def _shown(value: float, percent: bool) -> float:
    return float(f"{100 * value if percent else value:.6g}")


def _decimals(value: float, percent: bool) -> int:
    return len(f"{abs(_shown(value, percent)):.6f}".rstrip("0").split(".")[1])
