"""What a user has chosen to see of a comparison, as the live element writes it into the link.

The text is written by `view.js`, such as `1~x.seconds~left.gap~log.loss~hidden.3f2a`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from regdash.metrics.base import Chart
from regdash.settings.choices import Axis, Band

VERSION = "1"

MOST_SMOOTHING = 0.95


@dataclass(frozen=True)
class ChartView:
    """Choices of the charts. Those of the table (sorting, unfolded seeds) are left out."""

    charts: tuple[str, ...] = ("loss", "accuracy")
    """Keys of the left and the right chart, or only one."""
    x: Axis = "epoch"
    smoothing: float = 0.0
    """Weight of the past, 0 to 0.95."""
    band: Band = "sd"
    log: Collection[str] = field(default=frozenset())
    """Charts switched to a logarithmic axis."""
    linear: Collection[str] = field(default=frozenset())
    """Charts switched to a linear axis."""
    hidden: Collection[str] = field(default=frozenset())
    """Rows of the table that are not in the charts, as the link writes them; see `hides`."""

    @classmethod
    def read(cls, text: str, charts: Collection[str]) -> "ChartView":
        """Read the text of a link; unknown parts and invalid values are ignored.

        Args:
            text: The text; empty: the defaults.
            charts: Keys of the charts that there are.
        """
        version, *parts = text.split("~")
        values = dict(part.split(".", 1) for part in parts if "." in part)
        if version != VERSION:
            return cls()
        view = cls(
            charts=tuple(
                values[side] if values.get(side) in charts else usual
                for side, usual in zip(("left", "right"), cls.charts, strict=True)
            ),
            x="seconds" if values.get("x") == "seconds" else "epoch",
            log=frozenset(values.get("log", "").split(".")),
            linear=frozenset(values.get("linear", "").split(".")),
            hidden=frozenset(values.get("hidden", "").split(".")) - {""},
        )
        if re.fullmatch(r"0?\.[0-9]+", values.get("smooth", "")):
            view = replace(view, smoothing=min(float(values["smooth"]), MOST_SMOOTHING))
        bands: dict[str, Band] = {"ci": "ci", "off": "off"}
        return replace(view, band=bands.get(values.get("band", ""), "sd"))

    def is_log(self, chart: Chart) -> bool:
        """Return whether a chart has a logarithmic axis; links may name one that cannot have it."""
        if chart.signed:
            return False
        return chart.key in self.log or (chart.log and chart.key not in self.linear)

    def hides(self, method: str, runs: Sequence[str]) -> bool:
        """Return whether a method is not in the charts.

        Args:
            method: Its key.
            runs: Ids of its runs; if there is only one, its row is that of the run.
        """
        short = method[:8] if re.fullmatch(r"[0-9a-f]{16}", method) else method
        row = runs[0] if len(runs) == 1 else f"m{short}"
        return row in self.hidden
