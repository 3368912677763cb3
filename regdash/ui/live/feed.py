"""What the live element is sent: everything once, then only what is new."""

import time
from collections.abc import Sequence
from typing import Any

from regdash.analysis.curves import CURVES, curve_points
from regdash.analysis.names import name_repeats
from regdash.analysis.seeds import t_factor
from regdash.events import EpochRecord
from regdash.figures.curves import MEASURES, Line, draw_curves
from regdash.runs.evidence import group_runs, name_methods
from regdash.runs.records import Run
from regdash.runs.scheduler import Scheduler
from regdash.ui.live.rows import RunState, group_row, run_row

OVERLAP_SECONDS = 2.0
"""News are sent again for this long: the browser skips updates it has no time to draw."""


class LiveFeed:
    """Follows the runs of one comparison, or some of them, for one browser tab."""

    def __init__(self, scheduler: Scheduler, name: str) -> None:
        """Begin to follow; another name makes the element begin anew."""
        self._scheduler = scheduler
        self._name = name
        self._records: dict[str, list[EpochRecord]] = {}
        self._complete: set[str] = set()
        self._sent: dict[str, list[tuple[float, int]]] = {}
        self._drawn: tuple[Line, ...] = ()
        self._figures: dict[str, dict[str, Any]] = {}
        self._all_until = 0.0
        self.send_all()

    def send_all(self) -> None:
        """Send everything with the coming payloads."""
        self._all_until = time.monotonic() + OVERLAP_SECONDS

    def payload(
        self, runs: Sequence[Run], *, revealed: bool = False, compact: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Describe the runs as they stand.

        Args:
            runs: In the order of the table; repeats are drawn together in the place of the first.
            revealed: Whether test results may be seen.
            compact: Keys of two measures, to show charts alone, without controls and table.

        Returns:
            JSON data: `comparison`; `compact`; `figures` for both grounds (None if unchanged);
            `lines`, the rows of the table: runs, and groups followed by their members; `curves`,
            the names of a point's values; `points`, for each run with news the number of points
            before them (`from`) and the new `rows`; `t_factors`, half of the interval of a mean
            of n seeds in standard deviations.
        """
        moment = time.monotonic()
        for run in runs:
            known = self._records.setdefault(run.id, [])
            if run.id not in self._complete:
                known += self._scheduler.store.epochs(run.id, after=len(known))
                # Only what was read after the run had ended is all there is.
                if not run.active:
                    self._complete.add(run.id)
        rows = self._rows(runs, revealed)
        drawn = _drawn_lines(rows, {run.id: run for run in runs})
        if drawn != self._drawn:
            self._drawn = drawn
            self._figures = _draw_figures(drawn)
            self.send_all()
        everything = moment < self._all_until
        return {
            "comparison": self._name,
            "compact": list(compact),
            "curves": list(CURVES),
            "figures": self._figures if everything else None,
            "lines": rows,
            "points": {
                run.id: points
                for run in runs
                if (points := self._new_points(run.id, everything, moment)) is not None
            },
            "t_factors": {n: t_factor(n) for n in range(2, max(3, len(runs) + 1))},
        }

    def _rows(self, runs: Sequence[Run], revealed: bool) -> list[dict[str, Any]]:
        names = name_methods(runs)
        sharing = sum(run.status == "running" for run in runs)
        rows = []
        for method, group in group_runs(runs).items():
            states = [
                RunState(run, self._records[run.id], self._scheduler.progress(run.id))
                for run in group
            ]
            if len(group) == 1:
                rows.append(run_row(states[0], names[method], sharing=sharing, revealed=revealed))
                continue
            id = group_id(method)
            rows.append(group_row(id, names[method], states, revealed=revealed))
            for state, seed in zip(states, name_repeats([r.spec for r in group]), strict=True):
                rows.append(run_row(state, seed, sharing=sharing, revealed=revealed, group=id))
        return rows

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


def group_id(method: str) -> str:
    """Id of the line that stands for all runs of a method."""
    return f"method:{method}"


def _drawn_lines(rows: Sequence[dict[str, Any]], runs: dict[str, Run]) -> tuple[Line, ...]:
    lines = []
    for row in rows:
        members = row.get("members", [])
        first = runs[members[0] if members else row["id"]]
        lines.append(
            Line(
                id=row["id"],
                name=row["name"],
                look=first.look,
                epochs=first.spec.epochs,
                stopped_epoch=row["stopped_epoch"],
                seeds=max(1, len(members)),
                group=row["group"],
            )
        )
    return tuple(lines)


def _draw_figures(lines: Sequence[Line]) -> dict[str, dict[str, Any]]:
    return {
        ground: {
            measure.key: {
                "figure": draw_curves(measure, lines, dark=ground == "dark").to_plotly_json(),
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
