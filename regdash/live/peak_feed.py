"""Messages for the element that shows *Past the peak*: what stays, then the figures as they grow."""

from typing import Any

from regdash.content.peak import ABOUT_FIGURES, ABOUT_MODEL, SETTINGS
from regdash.figures.study_look import PALETTE
from regdash.figures.study_peak import PEAK_CHARTS, describe_peak
from regdash.random_features.curve import CurveSettings, Measure
from regdash.services.peak import (
    PeakStudy,
    count_fits,
    format_measure,
    list_findings,
    name_strength,
    open_peak,
)
from regdash.services.runs import RunService
from regdash.settings.formatting import count_of

COLUMNS: dict[Measure, str] = {
    "val_loss": "Validation loss",
    "train_loss": "Training loss",
    "val_error": "Validation error",
    "train_error": "Training error",
}
"""Measures in the table, with their titles."""

_AGAIN = "Reload the page to try again."


class PeakFeed:
    """Tracks the study for one element, which must receive all updates in order."""

    least_interval = 0.2
    """Seconds. Each message has whole figures."""

    def __init__(self, service: RunService, settings: CurveSettings = SETTINGS) -> None:
        """Track the study of this process.

        Args:
            service: Computes it, if that was not done before.
            settings: Which one.
        """
        self.active = True
        self._service = service
        self._settings = settings
        self._study: PeakStudy | None = None
        self._sent: tuple[int, tuple[str, ...]] | None = None

    def updates(self) -> dict[str, Any]:
        """Describe what has changed since the last call; the first call starts the study if needed.

        Returns:
            JSON data, empty if nothing has changed, else: the first time `setup`, see `_setup`;
            `charts`, the figures by key, with colors by name; `rows`, the texts of the table for each
            strength of ridge; `progress`; `findings`, sentences, once it is complete; `problems`,
            sentences, if it failed.
        """
        setup = {}
        if self._study is None:
            self._study = open_peak(self._service, self._settings)
            setup = {"setup": _setup(self._study)}
        study = self._study
        self.active = study.active  # before the points: none is missed
        points, problems = study.points, study.problems
        if (len(points), problems) == self._sent:
            return {}
        self._sent = (len(points), problems)
        names = [name_strength(strength) for strength in study.settings.strengths]
        charts = {
            chart.key: {
                "title": chart.title,
                **describe_peak(chart, points, study.settings, names),
            }
            for chart in PEAK_CHARTS
        }
        rows = [
            [
                [f"{p.features:,}", *(format_measure(p.typical(m, ridge), m) for m in COLUMNS)]
                for p in points
            ]
            for ridge in range(len(names))
        ]
        return {
            **setup,
            "charts": charts,
            "rows": rows,
            "progress": _progress(study, len(points)),
            "findings": [
                text.replace(" %", "\N{NO-BREAK SPACE}%")
                for text in list_findings(study.settings, points)
            ],
            "problems": [*problems, _AGAIN] if problems else [],
        }


def _setup(study: PeakStudy) -> dict[str, Any]:
    """Describe what stays the same: strengths in words, colors, columns of the table, explanation."""
    return {
        "ridges": [name_strength(strength) for strength in study.settings.strengths],
        "palette": PALETTE,
        "columns": ["Features", *COLUMNS.values()],
        "about": f"{ABOUT_FIGURES} {ABOUT_MODEL}",
    }


def _progress(study: PeakStudy, done: int) -> dict[str, Any]:
    total = len(study.settings.sizes)
    text = f"{done} of {total} numbers of features"
    if done == total:
        text = f"{count_of(count_fits(study.settings), 'fit')} in {study.seconds:.1f} s"
    return {"text": text, "share": done / total}
