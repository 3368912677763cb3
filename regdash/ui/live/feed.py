"""What the live element is sent: everything once, then only what is new."""

import base64
import time
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np

from regdash.analysis.curves import CURVES
from regdash.analysis.names import name_repeats
from regdash.analysis.seeds import t_factor
from regdash.analysis.track import Track
from regdash.figures.curves import MEASURES, Line, describe_curves
from regdash.runs.evidence import group_runs, name_methods
from regdash.runs.records import Run
from regdash.runs.scheduler import Scheduler
from regdash.ui.live.drawn import DrawnEpochs, points_of_a_run
from regdash.ui.live.rows import COLUMNS, RunState, group_row, run_row

OVERLAP_SECONDS = 2.0
"""News are sent again for this long: the browser skips updates it has no time to draw."""


class LiveFeed:
    """Follows the runs of one comparison, or some of them, for one browser tab."""

    def __init__(self, scheduler: Scheduler, name: str) -> None:
        """Begin to follow; another name makes the element begin anew."""
        self._scheduler = scheduler
        self._name = name
        self._tracks: dict[str, Track] = {}
        self._epochs: dict[str, DrawnEpochs] = {}
        self._named: tuple[list[tuple[str, str]], dict[str, str]] = ([], {})
        self._sent: dict[str, list[tuple[float, int, int]]] = {}
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
            JSON data: `comparison`; `compact`; `figures` for both grounds (None if unchanged) and
            `drawing`, which tells them from others;
            `lines`, the rows of the table: runs, and groups followed by their members, and
            `columns`, its heads; `curves`, the names of a point's values; `points`, for each run
            with news the `version` of what is drawn of it, the last epoch before the news
            (`after`; 0: these are all) and the new `rows` (see `encode_rows`); `t_factors`, half
            of the interval of a mean of n seeds in standard deviations.
        """
        moment = time.monotonic()
        self._tracks = self._scheduler.store.tracks.follow(runs)
        groups = group_runs(runs)
        for method, group in groups.items():
            self._epochs.setdefault(method, DrawnEpochs()).update(
                [run.id for run in group],
                [self._tracks[run.id].points for run in group],
                points_of_a_run(len(runs)),
            )
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
            "drawing": crc32(repr(drawn).encode()),
            "lines": rows,
            "columns": COLUMNS,
            "points": {
                run.id: points
                for run in runs
                if (points := self._new_points(run, everything, moment)) is not None
            },
            "t_factors": {n: t_factor(n) for n in range(2, max(3, len(runs) + 1))},
        }

    def _rows(self, runs: Sequence[Run], revealed: bool) -> list[dict[str, Any]]:
        names = self._names_of(runs)
        sharing = sum(run.status == "running" for run in runs)
        rows = []
        for method, group in group_runs(runs).items():
            states = [
                RunState(run, self._tracks[run.id], self._scheduler.progress(run.id))
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

    def _names_of(self, runs: Sequence[Run]) -> dict[str, str]:
        """Names of the methods; comparing all settings at every tick would take too long."""
        standing = [(run.id, run.name) for run in runs]
        if self._named[0] != standing:
            self._named = (standing, name_methods(runs))
        return self._named[1]

    def _new_points(self, run: Run, everything: bool, moment: float) -> dict[str, Any] | None:
        points, drawn = self._tracks[run.id].points, self._epochs[run.method]
        sent = self._sent.setdefault(run.id, [])
        while len(sent) > 1 and sent[1][0] < moment - OVERLAP_SECONDS:
            sent.pop(0)
        now = (drawn.version, len(points))
        settled = bool(sent) and sent[0][1:] == now
        if settled and not everything:
            return None
        # What was drawn of another version is void: all is sent, for as long as news are.
        void = everything or not sent or sent[0][1] != drawn.version
        first = 0 if void else sent[0][2]
        if not sent or sent[-1][1:] != now:
            sent.append((moment, *now))
        rows = points[drawn.among(first, len(points))]
        return {"version": drawn.version, "after": first, "rows": encode_rows(rows)}


def encode_rows(points: np.ndarray) -> str:
    """Points as the element takes them: base64 of float32, row by row, NaN where there is none."""
    return base64.b64encode(points.astype("<f4").tobytes()).decode("ascii")


def decode_rows(text: str) -> np.ndarray:
    """What `encode_rows` was given, float32 (points, len(CURVES))."""
    return np.frombuffer(base64.b64decode(text), "<f4").reshape(-1, len(CURVES))


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
                "figure": describe_curves(measure, lines, dark=ground == "dark"),
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
