"""One hue per run, told apart by the colour-blind, on light and dark ground, and in grey.

The hues are Petroff's ten (2021, arXiv:2107.02270), in an order that begins with the liveliest.
Where a hue would be fainter than 3:1 on white or 4:1 on the dark ground (WCAG 2.2, 1.4.11 asks for
3:1), that ground gets the same hue darker or lighter.
"""

from dataclasses import dataclass

LIGHT_GROUND, DARK_GROUND = "#ffffff", "#0f1419"


def ink_and_grid(dark: bool) -> tuple[str, str]:
    """Colours of words and of grid lines, `#rrggbb`, for a dark or a light ground."""
    return ("#e6e9ef", "#2a313c") if dark else ("#1f2933", "#e4e8ee")


def escape(name: str) -> str:
    """A name that came from a person, where Plotly would read tags."""
    return name.replace("&", "&amp;").replace("<", "&lt;")


_HUES = (
    ("#3f90da", "#3f90da"),  # blue
    ("#cd8400", "#ffa90e"),  # amber
    ("#bd1f01", "#e62601"),  # red
    ("#832db6", "#a24fd4"),  # purple
    ("#34a2a7", "#92dadd"),  # cyan
    ("#a96b59", "#a96b59"),  # brown
    ("#e76300", "#e76300"),  # orange
    ("#869896", "#94a4a2"),  # grey
    ("#a39550", "#b9ac70"),  # tan
    ("#717581", "#717581"),  # slate
)

_MARKERS = ("circle", "square", "diamond", "triangle-up", "star", "cross", "pentagon")


@dataclass(frozen=True)
class LineStyle:
    """How a run is drawn everywhere."""

    light: str
    """Colour on a light ground, `#rrggbb`."""
    dark: str
    """Colour on a dark ground."""
    marker: str
    """Plotly's name of its marker; tells runs apart in grey print."""


def line_style(number: int) -> LineStyle:
    """Look of the run with this place in its comparison; 70 differ."""
    light, dark = _HUES[number % len(_HUES)]
    # The marker moves on by one more in every round of hues, so that no pair comes twice.
    return LineStyle(light, dark, _MARKERS[(number + number // len(_HUES)) % len(_MARKERS)])
