"""What the live element is sent: everything once, then only what is new."""

import time
from collections.abc import Sequence
from typing import Any

from regdash.analysis.curves import CURVES, curve_points
from regdash.analysis.names import distinguish
from regdash.events import EpochRecord
from regdash.figures.curves import MEASURES, DrawnRun, draw_curves
from regdash.runs.records import Run
from regdash.runs.scheduler import Scheduler
from regdash.ui.live.rows import table_row

OVERLAP_SECONDS = 2.0
"""News are sent again for this long: the browser skips updates it has no time to draw."""


class LiveFeed:
    """Follows one comparison for one browser tab."""

    def __init__(self, scheduler: Scheduler, comparison_id: str) -> None:
        self._scheduler = scheduler
        self._comparison_id = comparison_id
        self._records: dict[str, list[EpochRecord]] = {}
        self._complete: set[str] = set()
        self._sent: dict[str, list[tuple[float, int]]] = {}
        self._drawn: tuple[DrawnRun, ...] = ()
        self._figures: dict[str, dict[str, Any]] = {}
        self._all_until = 0.0
        self.send_all()

    def send_all(self) -> None:
        """Send everything with the coming payloads."""
        self._all_until = time.monotonic() + OVERLAP_SECONDS

    def payload(self, runs: Sequence[Run]) -> dict[str, Any]:
        """Describe the comparison as it stands.

        Returns:
            JSON data: `comparison`; `figures` for both grounds (None if unchanged);
            `runs`, a table row each; `curves`, the names of a point's values; `points`, for each
            run with news the number of points before them (`from`) and the new `rows`.
        """
        moment = time.monotonic()
        names = distinguish([run.name for run in runs], [run.spec for run in runs])
        for run in runs:
            known = self._records.setdefault(run.id, [])
            if run.id not in self._complete:
                known += self._scheduler.store.epochs(run.id, after=len(known))
                # Only what was read after the run had ended is all there is.
                if not run.active:
                    self._complete.add(run.id)
        drawn = tuple(
            DrawnRun(run.id, name, run.number, run.spec.epochs, run.stopped_epoch)
            for run, name in zip(runs, names, strict=True)
        )
        if drawn != self._drawn:
            self._drawn = drawn
            self._figures = _draw_figures(drawn)
            self.send_all()
        everything = moment < self._all_until
        active = sum(run.status == "running" for run in runs)
        return {
            "comparison": self._comparison_id,
            "curves": list(CURVES),
            "figures": self._figures if everything else None,
            "runs": [
                table_row(
                    run, name, self._records[run.id], self._scheduler.progress(run.id), active
                )
                for run, name in zip(runs, names, strict=True)
            ],
            "points": {
                run.id: points
                for run in runs
                if (points := self._new_points(run.id, everything, moment)) is not None
            },
        }

    def _new_points(self, run_id: str, everything: bool, moment: float) -> dict[str, Any] | None:
        records = self._records[run_id]
        sent = self._sent.setdefault(run_id, [])
        while len(sent) > 1 and sent[1][0] < moment - OVERLAP_SECONDS:
            sent.pop(0)
        settled = bool(sent) and sent[0][1] == len(records)
        start = 0 if everything or not sent else sent[0][1]
        if not sent or sent[-1][1] != len(records):
            sent.append((moment, len(records)))
        if settled and not everything:
            return None
        elapsed = sum(record.seconds for record in records[:start])
        return {"from": start, "rows": curve_points(records[start:], elapsed)}


def _draw_figures(runs: Sequence[DrawnRun]) -> dict[str, dict[str, Any]]:
    return {
        ground: {
            measure.key: {
                "figure": draw_curves(measure, runs, dark=ground == "dark").to_plotly_json(),
                "measure": {
                    "key": measure.key,
                    "title": measure.title,
                    "help": measure.help,
                    "percent": measure.percent,
                },
            }
            for measure in MEASURES
        }
        for ground in ("light", "dark")
    }
