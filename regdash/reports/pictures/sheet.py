"""A page on which parts of a picture are placed in points from its top left corner."""

from typing import Any

from regdash.reports.pictures.targets import Dash, Look, Target
from regdash.reports.pictures.text import font

POINTS = 72.0
"""Points per inch."""


class Sheet:
    """An empty page."""

    def __init__(self, target: Target, look: Look, height: float) -> None:
        """Create the page, in the width of the target and the background of the look.

        Args:
            target: Sizes of text and lines.
            look: Colors.
            height: Points.
        """
        from matplotlib.figure import Figure

        self.target = target
        self.look = look
        self.width = target.width * POINTS
        """Points."""
        self.height = height
        """Points."""
        self.figure: Any = Figure(figsize=(target.width, height / POINTS), dpi=target.dpi)
        self.figure.set_facecolor(look.background)

    def write(
        self,
        text: str,
        left: float,
        top: float,
        *,
        size: float,
        color: str,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """Write a line of text; `left` is its right end if `align` is `right`."""
        # All lines of one size have the same baseline, whatever letters they have.
        self.figure.text(
            left / self.width,
            1 - (top + size) / self.height,
            text,
            fontproperties=font(size, bold=bold),
            color=color,
            ha=align,
            va="baseline",
            parse_math=False,
        )

    def rule(self, left: float, right: float, y: float) -> None:
        """Draw a horizontal line."""
        self.add_line([left, right], [y, y], color=self.look.grid, linewidth=0.8)

    def tint(self, left: float, top: float, width: float, height: float) -> None:
        """Fill a box with a color on which text is readable; it is drawn below texts."""
        from matplotlib.patches import Rectangle

        corner = left / self.width, 1 - (top + height) / self.height
        self.figure.add_artist(
            Rectangle(
                corner,
                width / self.width,
                height / self.height,
                transform=self.figure.transFigure,
                facecolor=self.look.grid,
                edgecolor="none",
                zorder=-1,
            )
        )

    def sample(self, left: float, y: float, width: float, style: int, position: int) -> None:
        """Draw a sample of the lines of a run: its color, dash and marker.

        Args:
            left: Left end.
            y: Height.
            width: Width.
            style: The run's style index.
            position: Its position in the picture, which determines its dash.
        """
        look, line = self.look, self.target.line
        dash: Dash = look.dash(position)
        color = look.color(style, position)
        self.add_line([left, left + width], [y, y], color=color, linewidth=line, linestyle=dash)
        self.add_line([left + width / 2], [y], color=color, **look.marker(style, 2.8 * line))

    def axes(self, left: float, top: float, width: float, height: float) -> Any:
        """Add axes that fill a box."""
        return self.figure.add_axes(
            (
                left / self.width,
                1 - (top + height) / self.height,
                width / self.width,
                height / self.height,
            )
        )

    def add_line(self, xs: list[float], ys: list[float], **style: Any) -> None:
        """Draw a line through points, with Matplotlib's settings of its style."""
        from matplotlib.lines import Line2D

        self.figure.add_artist(
            Line2D(
                [x / self.width for x in xs],
                [1 - y / self.height for y in ys],
                transform=self.figure.transFigure,
                solid_capstyle="butt",
                **style,
            )
        )
