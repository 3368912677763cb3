"""Contrast of text in the theme: at least 4.5:1 (WCAG 2.2, 1.4.3), also where Streamlit fades it."""

import colorsys
import tomllib
from collections.abc import Iterable

import pytest

from regdash.figures.palette import DARK_BACKGROUND, LIGHT_BACKGROUND, contrast, text_and_grid
from regdash.ui.server.command import APP

ENOUGH = 4.5

FADED = 0.6
"""Opacity of captions, labels of metrics, and other secondary text."""

OPTION, HOVERED_OPTION = 0.1, 0.2
"""Opacity of the primary color behind the text of a selected option."""

ON_PRIMARY = {"light": "#ffffff", "dark": "#121212"}
"""Text of primary buttons: oklch(1 0 0) and oklch(0.18 0 0), see `regdash/ui/style.css`."""

STATUS_COLORS = ("red", "orange", "yellow", "green", "blue", "gray")
"""Those of badges, verdicts and messages."""

THEME = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]

themes = pytest.mark.parametrize("name", ["light", "dark"])


def backgrounds(name: str) -> list[str]:
    """All backgrounds of a theme: page, sidebar, and the fields on both."""
    theme = THEME[name]
    places = (theme, theme["sidebar"])
    return [
        place[key] for place in places for key in ("backgroundColor", "secondaryBackgroundColor")
    ]


def shares(color: str) -> list[float]:
    """Red, green and blue of `#rrggbb`, 0 to 1."""
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def written(channels: Iterable[float]) -> str:
    """Write red, green and blue, 0 to 1, as `#rrggbb`."""
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def blend(color: str, opacity: float, background: str) -> str:
    """What a color looks like on a background with an opacity from 0 to 1."""
    pairs = zip(shares(color), shares(background), strict=True)
    return written(opacity * c + (1 - opacity) * b for c, b in pairs)


def darken(color: str, by: float) -> str:
    """A color with its lightness (HSL, 0 to 1) reduced."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*shares(color))
    return written(colorsys.hls_to_rgb(hue, lightness - by, saturation))


@themes
def test_text_and_links_contrast_with_every_background(name: str) -> None:
    theme = THEME[name]
    for background in backgrounds(name):
        assert contrast(theme["textColor"], background) >= 7
        assert contrast(blend(theme["textColor"], FADED, background), background) >= ENOUGH
        assert contrast(theme["linkColor"], background) >= ENOUGH
        assert contrast(blend(theme["codeTextColor"], FADED, background), background) >= ENOUGH
        for status in STATUS_COLORS:
            assert contrast(theme[f"{status}TextColor"], background) >= ENOUGH, status


@themes
def test_selected_options_contrast(name: str) -> None:
    primary = THEME[name]["primaryColor"]
    for background in backgrounds(name)[::2]:
        for opacity in (0, OPTION, HOVERED_OPTION):
            assert contrast(primary, blend(primary, opacity, background)) >= ENOUGH


@themes
def test_text_of_primary_buttons_contrasts(name: str) -> None:
    primary, text = THEME[name]["primaryColor"], ON_PRIMARY[name]
    assert contrast(text, primary) >= ENOUGH
    assert contrast(text, darken(primary, 0.15)) >= ENOUGH  # under the pointer


@themes
@pytest.mark.parametrize("status", STATUS_COLORS)
def test_badges_and_messages_contrast(name: str, status: str) -> None:
    theme = THEME[name]
    text, background = theme[f"{status}TextColor"], theme[f"{status}BackgroundColor"]
    assert contrast(text, background) >= ENOUGH


@themes
def test_charts_have_the_colors_of_the_page(name: str) -> None:
    theme = THEME[name]
    assert theme["backgroundColor"] == {"light": LIGHT_BACKGROUND, "dark": DARK_BACKGROUND}[name]
    ink, _ = text_and_grid(name == "dark")
    assert ink == theme["textColor"]
