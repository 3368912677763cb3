"""One hue per run, distinguishable with color blindness, on light and dark backgrounds, and in gray.

The hues are Petroff's ten (2021, arXiv:2107.02270), the most vivid ones first. If the contrast of a
hue would be below 3:1 on white or 4:1 on the dark background (WCAG 2.2, 1.4.11 requires 3:1), it is
darker or lighter on that background.
"""

from dataclasses import dataclass

LIGHT_BACKGROUND, DARK_BACKGROUND = "#ffffff", "#0f1419"


def text_and_grid(dark: bool) -> tuple[str, str]:
    """Return the colors of text and grid lines, `#rrggbb`, for a dark or a light background."""
    return ("#e6e9ef", "#2a313c") if dark else ("#111820", "#e4e8ee")


def escape(name: str) -> str:
    """Return a user-given name without the tags that Plotly would interpret."""
    return name.replace("&", "&amp;").replace("<", "&lt;")


_HUES = (
    ("#3f90da", "#3f90da"),  # blue
    ("#cd8400", "#ffa90e"),  # amber
    ("#bd1f01", "#e62601"),  # red
    ("#832db6", "#a24fd4"),  # purple
    ("#34a2a7", "#92dadd"),  # cyan
    ("#a96b59", "#a96b59"),  # brown
    ("#e76300", "#e76300"),  # orange
    ("#869896", "#94a4a2"),  # gray
    ("#a39550", "#b9ac70"),  # tan
    ("#717581", "#717581"),  # slate
)

_MARKERS = ("circle", "square", "diamond", "triangle-up", "star", "cross", "pentagon")


@dataclass(frozen=True)
class LineStyle:
    """How a run is drawn everywhere."""

    light: str
    """Color on a light background, `#rrggbb`."""
    dark: str
    """Color on a dark background, `#rrggbb`."""
    marker: str
    """Plotly's name of its marker, which distinguishes runs in gray print."""


def text_color(color: str, dark: bool) -> str:
    """Return a color for text, mixed with black or white until it is readable.

    Args:
        color: `#rrggbb`, such as that of a line.
        dark: Whether the background is dark.

    Returns:
        The first mixture in steps of 5% whose contrast to the background is at least 4.5:1, which
        WCAG 2.2 (1.4.3) requires of text; the color itself if it is readable.
    """
    background = DARK_BACKGROUND if dark else LIGHT_BACKGROUND
    end = 255 if dark else 0
    mixture = color
    for step in range(1, 21):
        if contrast(mixture, background) >= _TEXT_CONTRAST:
            break
        mixture = "#" + "".join(
            f"{round(channel + (end - channel) * step / 20):02x}" for channel in _channels(color)
        )
    return mixture


_TEXT_CONTRAST = 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors `#rrggbb` as WCAG 2.2 defines it: 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    shares = [channel / 255 for channel in _channels(color)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def line_style(index: int) -> LineStyle:
    """Return the style with an index, at least 0; 70 styles differ."""
    light, dark = _HUES[index % len(_HUES)]
    # Markers shift by one with every cycle of hues, so that no pair occurs twice.
    return LineStyle(light, dark, _MARKERS[(index + index // len(_HUES)) % len(_MARKERS)])
