"""Colors and layout that all figures of studies share."""

from typing import Any

from regdash.figures.palette import DARK_BACKGROUND, LIGHT_BACKGROUND, line_style, text_and_grid
from regdash.judging.lines import Zone

_MAIN = line_style(0)

ZONES: dict[Zone, tuple[int, int, int]] = {
    "underfits": (63, 144, 218),
    "fits": (52, 162, 90),
    "overfits": (205, 92, 0),
}
"""Red, green, blue of each zone; drawn faintly."""


def _hue(index: int, dark: bool) -> str:
    style = line_style(index)
    return style.dark if dark else style.light


def _colors(dark: bool) -> dict[str, str]:
    ink, grid = text_and_grid(dark)
    main = _MAIN.dark if dark else _MAIN.light
    red, green, blue = (int(main[i : i + 2], 16) for i in (1, 3, 5))
    strength = 0.2 if dark else 0.12
    return {
        "ink": ink,
        "grid": grid,
        "ground": DARK_BACKGROUND if dark else LIGHT_BACKGROUND,
        "main": main,
        "band": f"rgba({red}, {green}, {blue}, 0.2)",
        "other": "#a5afbd" if dark else "#5c6673",
        "weak": "#1a2430" if dark else "#f4f7fb",
        "strong": "#2a65a8" if dark else "#7db4ea",
        "mark": "#e62601" if dark else "#bd1f01",
        **{f"hue{n}": _hue(n, dark) for n in range(10)},
        **{zone: f"rgba({r}, {g}, {b}, {strength})" for zone, (r, g, b) in ZONES.items()},
    }


PALETTE = {"light": _colors(dark=False), "dark": _colors(dark=True)}
"""Colors by the names that figures have in their place, each after a `$`."""


def base_layout() -> dict[str, Any]:
    """Return the layout of a figure, with names of colors."""
    return {
        "template": {},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "$ink", "size": 14},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"size": 14}},
        "margin": {"l": 64, "r": 12, "t": 24, "b": 44},
        "uirevision": "study",
        "xaxis": {
            "gridcolor": "$grid",
            "linecolor": "$grid",
            "ticks": "outside",
            "tickcolor": "$grid",
            "zeroline": False,
        },
    }


def value_axis(title: str, *, percent: bool = False) -> dict[str, Any]:
    """Return the layout of a vertical axis, with names of colors."""
    axis: dict[str, Any] = {
        "title": {"text": title},
        "gridcolor": "$grid",
        "zeroline": False,
        "nticks": 7,
    }
    if percent:
        axis["tickformat"] = ".3~p"
    return axis
