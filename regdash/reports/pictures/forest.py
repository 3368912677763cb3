"""A forest plot: for each method its difference with its interval, below or beside its texts."""

from dataclasses import dataclass
from typing import Any

from regdash.reports.pictures.body import Body
from regdash.reports.pictures.content import Forest, ForestRow
from regdash.reports.pictures.flow import Lines, Piece, arrange, height_of, write_lines
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.table import verdict_texts
from regdash.reports.pictures.targets import LOOKS, Look, Target
from regdash.reports.pictures.text import font, visible, width_of
from regdash.settings.formatting import MINUS

_LEAST, _USUAL, _MOST = 1.3, 2.2, 9.0
"""Heights of the strip with a difference, as multiples of the size of small text: the least that can
be read, that on a page as high as its content, and the most."""

_BELOW = 3.2
"""Height of the axis below the last strip, as a multiple of the size of small text."""

_MARGIN = 1.5
"""Left and right of the strips, where labels of ticks reach, as a multiple of their size."""

_MEAN, _SEEDS = 0.38, 0.84
"""Distance of the mean and of the seeds from the top of a strip, as shares of what they take."""

_TOGETHER = 4.0
"""What they take of a high strip at most, as a multiple of the size of small text: seeds far below
their mean would seem to belong to the next one."""

_GAP = 0.4
"""Above a text that is above its strip, as a multiple of the size of small text."""

_WIDE = 50.0
"""From this width on, as a multiple of the size of small text, texts are beside the strips."""

_NAMES, _VERDICTS = 0.2, 0.34
"""Shares of that width for names and for verdicts."""


@dataclass(frozen=True)
class _Forest:
    """The layout; lengths in points."""

    picture: Forest
    target: Target
    width: float
    strip: float
    """Height of the strip with a difference."""
    room: float | None
    """Height to fill; None: as high as the content."""

    @property
    def height(self) -> float:
        """Of everything."""
        return self.room or self._used

    @property
    def fits(self) -> bool:
        """Whether strips are large enough to be read."""
        return self.strip >= _LEAST * self.target.small

    @property
    def rest(self) -> float:
        """Height of everything but strips."""
        return sum(self._head(row) for row in self.picture.rows) + _BELOW * self.target.small

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it in a box that begins at `left` and `top`."""
        target, rows = self.target, self.picture.rows
        start = left + (_NAMES + _VERDICTS) * self.width * self._wide
        across = left + self.width - start - 2 * _MARGIN * target.small
        limits = _limits(self.picture)
        y = top + max(0.0, self.height - self._used) / 2
        for number, row in enumerate(rows):
            self._write(sheet, row, left, y)
            y += self._head(row)
            axes = sheet.axes(start + _MARGIN * target.small, y, across, self.strip)
            _style(axes, sheet, limits, self.picture.x_label if number == len(rows) - 1 else "")
            _draw(axes, row, sheet, self._height(_MEAN), self._height(_SEEDS))
            y += self.strip

    def _height(self, share: float) -> float:
        """Return the distance from the bottom of a strip, as a share of it, of a mean or of seeds."""
        together = min(1.0, _TOGETHER * self.target.small / self.strip)
        # Near the texts above them, or in the middle between the rules beside which texts are.
        above = (1 - together) / 2 * self._wide
        return 1 - above - share * together

    @property
    def _used(self) -> float:
        return self.rest + len(self.picture.rows) * self.strip

    @property
    def _wide(self) -> bool:
        return self.width >= _WIDE * self.target.small

    def _write(self, sheet: Sheet, row: ForestRow, left: float, top: float) -> None:
        """Write name and verdict beside the strip, or above it."""
        look, target = sheet.look, self.target
        if not self._wide:
            texts = _above(row, target, look, self.width)
            write_lines(sheet, texts, left, top + _GAP * target.small)
            return
        # As high as the mean.
        y = top + (1 - self._height(_MEAN)) * self.strip - 0.68 * target.text
        gap = 0.7 * target.small
        name = arrange([_name(row, target, look)], _NAMES * self.width - gap, 1)
        write_lines(sheet, name, left, y)
        shift = target.text - target.small
        verdict = arrange(_verdict(row, target, look), _VERDICTS * self.width, 1)
        write_lines(sheet, verdict, left + _NAMES * self.width, y + shift)

    def _head(self, row: ForestRow) -> float:
        """Return the height of the texts above a strip."""
        if self._wide:
            return 0.0
        lines = _above(row, self.target, LOOKS["light"], self.width)
        return height_of(lines) + 1.5 * _GAP * self.target.small


def lay_out_forest(picture: Forest, target: Target, width: float, room: float | None) -> Body:
    """Lay out differences with their intervals.

    Args:
        picture: The differences.
        target: Sizes of text.
        width: Points.
        room: Height in points; None: as high as the content.
    """
    plan = _Forest(picture, target, width, _USUAL * target.small, room)
    if room is None:
        return plan
    strip = min((room - plan.rest) / len(picture.rows), _MOST * target.small)
    return _Forest(picture, target, width, max(strip, 1.0), room)


def _name(row: ForestRow, target: Target, look: Look) -> Piece:
    color = look.text(row.effect.style_index)
    return Piece(visible(row.effect.name), target.text, color, bold=True)


def _verdict(row: ForestRow, target: Target, look: Look) -> list[Piece]:
    word, numbers = verdict_texts(row.verdict)
    return [
        Piece(word, target.small, look.verdict(row.verdict.color), bold=True),
        *([Piece(numbers, target.small, look.ink)] if numbers else []),
    ]


def _above(row: ForestRow, target: Target, look: Look, width: float) -> Lines:
    """Return name and verdict: in one line, or below each other where there is no room."""
    name, verdict = _name(row, target, look), _verdict(row, target, look)
    behind = sum(piece.width + 0.7 * piece.size for piece in verdict) + target.text
    if name.width + behind <= width:
        return arrange([name, *verdict], width, 2)
    return [*arrange([name], width, 1), *arrange(verdict, width, 2)]


def _limits(picture: Forest) -> tuple[float, float]:
    """Return the range of the axis, which contains 0."""
    values = [0.0]
    for row in picture.rows:
        values += [row.effect.low, row.effect.high, *row.effect.seeds]
    margin = 0.05 * (max(values) - min(values)) or 1.0
    return min(values) - margin, max(values) + margin


def _style(axes: Any, sheet: Sheet, limits: tuple[float, float], label: str) -> None:
    """Set range, ticks and colors; only an axis with a label has labels of ticks."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    target, look = sheet.target, sheet.look
    axes.set_facecolor("none")
    axes.set_xlim(*limits)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom" and bool(label))
        spine.set_color(look.faint)
        spine.set_linewidth(0.8)
    room = axes.get_position().width * sheet.width
    most = int(room / (1.6 * width_of(f"{limits[1]:+.2f}", target.small)))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=max(1, min(7, most)), steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value)))
    # Not by `grid`, whose line at 0 would be above the line of zero, or visible between its dashes.
    for at in axes.get_xticks():
        if at and limits[0] < at < limits[1]:
            axes.axvline(at, color=look.grid, lw=0.8, zorder=1)
    axes.axvline(0, color=look.ink, lw=0.55 * target.line, ls=(0, (4, 2)), zorder=2)
    axes.tick_params(
        axis="x",
        colors=look.faint,
        length=0.3 * target.small if label else 0,
        labelbottom=bool(label),
        width=0.8,
        pad=0.3 * target.small,
    )
    if label:
        axes.set_xlabel(label, fontproperties=font(target.small), color=look.faint)
        axes.xaxis.labelpad = 0.25 * target.small
        for tick in axes.get_xticklabels():
            tick.set_fontproperties(font(target.small))


def _tick(value: float) -> str:
    size = f"{abs(value):.6g}"
    return size if size == "0" else f"{'+' if value > 0 else MINUS}{size}"


def _draw(axes: Any, row: ForestRow, sheet: Sheet, mean: float, seeds: float) -> None:
    """Draw the interval with its mean, and a dot for each seed below it, at these heights."""
    effect, look, width = row.effect, sheet.look, sheet.target.line
    color = look.color(effect.style_index, 0)
    axes.plot([effect.low, effect.high], [mean, mean], color=color, lw=width, zorder=3)
    for end in (effect.low, effect.high):
        axes.plot(
            [end], [mean], marker="|", ms=4 * width, mew=width, color=color, ls="none", zorder=3
        )
    marker = look.marker(effect.style_index, 4.2 * width)
    axes.plot([effect.difference], [mean], color=color, ls="none", zorder=4, **marker)
    axes.plot(
        effect.seeds,
        [seeds] * len(effect.seeds),
        marker="o",
        ms=1.9 * width,
        mew=0,
        color=color,
        alpha=0.6,
        ls="none",
        zorder=3,
        clip_on=False,
    )
